// smtp_transfer.hpp -- one mail over one SMTP connection that libcurl keeps for the next one.
//
// The moment that counts is the end of the message's bytes: libcurl asks for more, and only after
// the answer "no more" does it write the final dot. There hand_over is called, so that "armed" is
// committed before the server can have accepted anything.
#pragma once

#include <net/curl_handle.hpp>
#include <settled/notify.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::smtp {

using Account = net::Server;

struct Envelope {
    std::string sender;
    std::vector<std::string> recipients;
    std::string_view content; // with CR LF line ends
};

struct Reply {
    int code = 0; // the server's last reply; 0: it never spoke
    bool handed_over = false;
    std::string recipient; // whom the last command named; empty: it was another command
    std::string words;     // the server's last line before we took our leave
    bool left = false;     // QUIT was said
};

class Transfer {
  public:
    explicit Transfer(Account account);

    Status send(const Envelope& envelope, const HandOver& hand_over, Reply& reply);
    // Connects, negotiates TLS, logs in, says NOOP; sends nothing.
    Status probe(std::string& server_words);

  private:
    Status failure(CURLcode result, const Reply& reply) const;

    Account account_;
    net::CurlHandle handle_;
};

} // namespace settled::smtp
