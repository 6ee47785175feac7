// smtp_transfer.hpp -- one mail over one SMTP connection that libcurl keeps for the next one.
//
// The moment that counts is the end of the message's bytes: libcurl asks for more, and only after
// the answer "no more" does it write the final dot. There hand_over is called, so that "armed" is
// committed before the server can have accepted anything.
#pragma once

#include <settled/notify.hpp>

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace settled::smtp {

struct Account {
    std::string url, user, password, ca_file;
    bool tls = true;
    long timeout_seconds = 900;
};

struct Envelope {
    std::string sender;
    std::vector<std::string> recipients;
    std::string_view content; // with CR LF line ends
};

struct Reply {
    int code = 0; // the server's last reply; 0: it never spoke
    bool handed_over = false;
};

class Transfer {
  public:
    explicit Transfer(Account account);

    Status send(const Envelope& envelope, const HandOver& hand_over, Reply& reply);
    // Connects, negotiates TLS, logs in, says NOOP; sends nothing.
    Status probe(std::string& server_words);

  private:
    void prepare();
    Status failure(CURLcode result, const Reply& reply) const;

    struct Release {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };
    Account account_;
    std::unique_ptr<CURL, Release> handle_;
    char words_[CURL_ERROR_SIZE] = {};
};

} // namespace settled::smtp
