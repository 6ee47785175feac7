// certificates.hpp -- an authority and certificates for localhost, made once for the test program.
#pragma once

#include "support/temporary_folder.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace settled::support {

// Files in folder(): ca.pem and other.pem are authorities; good.pem/.key is localhost's, signed by ca,
// elsewhere another host's, expired one of yesterday, foreign localhost's by the other authority.
class Certificates {
  public:
    static const Certificates& of_this_program();
    const std::filesystem::path& folder() const { return folder_.path(); }
    const std::string& trouble() const { return trouble_; } // "" where all could be made

  private:
    Certificates();
    void openssl(const std::vector<std::string>& arguments);
    std::string file(const std::string& name) const { return folder_ / name; }
    void authority(const std::string& name);
    void server(const std::string& name, const std::string& by, const std::string& host);
    void server_of_yesterday(const std::string& name, const std::string& by, const std::string& host);

    TemporaryFolder folder_{"settled-tls"};
    std::string trouble_;
};

} // namespace settled::support
