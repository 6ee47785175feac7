// mime.hpp -- composes a mail once, as the bytes that go over the wire (RFC 5322, 2045, 2047, 2231).
//
// text + HTML become multipart/alternative, attachments multipart/mixed around it. Header injection
// is impossible: control characters in any header value are refused, and addresses are checked
// before they are written. Same input, same bytes: boundaries and the Message-ID come from the key.
#pragma once

#include <settled/mail_address.hpp>
#include <settled/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::render {

struct Attachment {
    std::string file_name;                                 // may be any UTF-8; written by RFC 2231
    std::string content_type = "application/octet-stream"; // type/subtype
    std::string bytes;
};

struct InlineImage {        // shown where the HTML says src="cid:ID"; in the mail itself, so that nothing is fetched
    std::string content_id; // letters, digits, - and .
    std::string content_type = "image/png";
    std::string bytes;
};

struct Mail {
    std::string key; // of the outbox row: the Message-ID and the boundaries are made of it
    MailBox from;
    std::vector<MailBox> to, copy;
    std::string reply_to; // bare address; "" for none
    std::string subject;
    std::string text, html;          // html may be empty
    std::vector<InlineImage> images; // of the HTML
    std::vector<Attachment> attachments;
    std::string date;                                              // RFC 5322 date-time, handed in (world::mail_date)
    std::vector<std::pair<std::string, std::string>> more_headers; // X-… and List-… only
};

inline constexpr std::size_t mail_line_max = 998;                            // RFC 5322 2.1.1, without CR LF
inline constexpr std::size_t mail_recipients_max = 100;                      // RFC 5321 4.5.3.1.8
inline constexpr std::size_t mail_bytes_max = std::size_t{25} * 1024 * 1024; // what common servers still take
inline constexpr std::size_t message_key_bytes_max = 200;
inline constexpr std::size_t mail_file_name_bytes_max = 200;

// The whole mail with CR LF line ends. BAD_DATA: a recipient, a header or the key is not usable;
// the message names the field.
Result<std::string> compose(const Mail& mail);

// "<settled.KEY@domain>" with every other byte of the key as _xx: unique as the key is.
Result<std::string> message_id(std::string_view key, std::string_view domain);

// One header's value: ASCII as it is, else RFC 2047 words, folded; for tests and for the outbox list.
Result<std::string> encoded_header(std::string_view name, std::string_view value);

} // namespace settled::render
