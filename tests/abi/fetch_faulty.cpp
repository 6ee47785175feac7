// fetch_faulty -- two files in memory; reading "fault" goes wrong as the option says.
#include "faults.hpp"

#include <settled/plugin.hpp>

#include <memory>
#include <string>

namespace {

using namespace settled;

class Faulty final : public FileSource {
  public:
    static constexpr Info info = {"fetch_faulty", "1.0.0", "Goes wrong on purpose", "故意出错"};
    static constexpr Option options[] = {option("fault", "", "As ledger_faulty.", "故障。"),
                                         option("bytes", "1000000", "Of file one.", "字节数。")};
    static Result<std::unique_ptr<Faulty>> open(Host, Settings settings) {
        auto bytes = settings.whole_number("bytes", 0, 1 << 30);
        if (!bytes) return pass(bytes);
        return std::make_unique<Faulty>(settings.text("fault"), *bytes);
    }
    Faulty(std::string fault, std::int64_t bytes) : fault_(std::move(fault)), bytes_(bytes) {}

    Status check(const Findings& findings) override { return findings.info("folder", "is there"), Status{}; }
    Status list(FileSink& sink) override {
        settled_remote_file file{};
        file.size = sizeof file, file.id = "1", file.name = fault_ == "name" ? "../1.sta" : "一月.sta",
        file.sender = "bank@example.org", file.byte_count = bytes_;
        return sink.add(file);
    }
    Status read(std::string_view id, ByteSink& sink) override {
        if (id == "fault")
            if (auto went_on = faults::commit(fault_); !went_on) return went_on;
        return sink.add(std::string(static_cast<std::size_t>(bytes_), 'x'));
    }
    Status dispose(const settled_dispose_request& request) override {
        if (request.disposal == SETTLED_FILE_REFUSED)
            return fail(SETTLED_ACCESS_DENIED, "cannot move " + std::string(std::string_view(request.id)) + ": " +
                                                   std::string(std::string_view(request.reason)));
        return {};
    }

  private:
    std::string fault_;
    std::int64_t bytes_;
};

} // namespace

SETTLED_PLUGIN(Faulty)
