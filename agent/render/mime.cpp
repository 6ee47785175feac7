#include "render/mime.hpp"

#include "render/html.hpp"
#include "render/mime_encoding.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::render {
namespace {

constexpr std::string_view line_end = "\r\n";

// The checks that make injection impossible: a value with a control character never reaches the composer.
Status check_line(std::string_view what, std::string_view value) {
    const bool control = std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (control)
        return fail(SETTLED_BAD_DATA,
                    "mail: " + std::string(what) + " holds a control character or line break; expected one line");
    if (first_invalid_utf8(value) != std::string_view::npos)
        return fail(SETTLED_BAD_DATA, "mail: " + std::string(what) + " is not UTF-8");
    return {};
}

Status check_address(std::string_view what, std::string_view address) {
    if (is_mail_address(address)) return {};
    return fail(SETTLED_BAD_DATA, "mail: " + std::string(what) + " \"" + visible(cut_at_character(address, 80)) +
                                      "\" is not a mail address; expected name@domain.example");
}

bool is_token(std::string_view text) { // RFC 2045 5.1
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return c > 0x20 && c < 0x7F && !std::string_view("()<>@,;:\\\"/[]?=").contains(c);
    });
}

bool is_allowed_extra(std::string_view name) { return is_token(name) && (name.starts_with("X-") || name.starts_with("List-")); }

Status check(const Mail& mail) {
    if (mail.to.empty()) return fail(SETTLED_BAD_DATA, "mail: no recipient; expected at least one");
    if (mail.to.size() + mail.copy.size() > mail_recipients_max)
        return fail(SETTLED_BAD_DATA, "mail: " + std::to_string(mail.to.size() + mail.copy.size()) +
                                          " recipients; expected at most " + std::to_string(mail_recipients_max));
    if (Status fine = check_address("sender", mail.from.address); !fine) return fine;
    if (Status fine = check_line("the sender's name", mail.from.name); !fine) return fine;
    for (const auto* list : {&mail.to, &mail.copy})
        for (const MailBox& box : *list) {
            if (Status fine = check_address("recipient", box.address); !fine) return fine;
            if (Status fine = check_line("a recipient's name", box.name); !fine) return fine;
        }
    if (!mail.reply_to.empty())
        if (Status fine = check_address("reply address", mail.reply_to); !fine) return fine;
    if (Status fine = check_line("the subject", mail.subject); !fine) return fine;
    if (Status fine = check_line("the date", mail.date); !fine) return fine;
    if (mail.date.empty()) return fail(SETTLED_BAD_DATA, "mail: no date; expected an RFC 5322 date-time");
    for (const auto& [name, value] : mail.more_headers) {
        if (!is_allowed_extra(name))
            return fail(SETTLED_BAD_DATA, "mail: header \"" + visible(name) + "\" is not allowed; expected X-… or List-…");
        if (Status fine = check_line("header " + name, value); !fine) return fine;
    }
    for (const Attachment& part : mail.attachments) {
        const std::vector<std::string_view> type = split(part.content_type, '/');
        if (type.size() != 2 || !is_token(type[0]) || !is_token(type[1]))
            return fail(SETTLED_BAD_DATA, "mail: content type \"" + visible(part.content_type) + "\"; expected type/subtype");
        if (Status fine = check_line("a file name", part.file_name); !fine) return fine;
        if (part.file_name.empty() || part.file_name.size() > mail_file_name_bytes_max)
            return fail(SETTLED_BAD_DATA, "mail: a file name of " + std::to_string(part.file_name.size()) +
                                              " bytes; expected 1 to " + std::to_string(mail_file_name_bytes_max));
    }
    for (const InlineImage& image : mail.images)
        if (!is_token(image.content_id) ||
            image.content_id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.") != std::string::npos)
            return fail(SETTLED_BAD_DATA,
                        "mail: \"" + visible(image.content_id) + "\" is no name of a picture; expected letters, digits, - and .");
    for (const std::string_view body : {std::string_view(mail.text), std::string_view(mail.html)})
        if (first_invalid_utf8(body) != std::string_view::npos) return fail(SETTLED_BAD_DATA, "mail: the text is not UTF-8");
    return {};
}

void add_header(std::string& out, std::string_view name, std::string_view value) {
    out += header_line(name, value);
    out += line_end;
}

std::string mail_boxes(const std::vector<MailBox>& boxes) {
    std::string made;
    for (const MailBox& box : boxes) {
        if (!made.empty()) made += ",\r\n ";
        made += box.name.empty() ? box.address : phrase(box.name) + "\r\n <" + box.address + '>';
    }
    return made;
}

void add_text_part(std::string& out, std::string_view type, std::string_view text) {
    std::string canonical = with_crlf(text);
    const bool quoted = is_mostly_ascii(canonical);
    if (quoted && canonical.ends_with(line_end))
        canonical.resize(canonical.size() - line_end.size()); // the part's own end stands for it
    out += "Content-Type: ";
    out += type;
    out += "; charset=utf-8\r\nContent-Transfer-Encoding: ";
    out += quoted ? "quoted-printable\r\n\r\n" : "base64\r\n\r\n";
    out += quoted ? quoted_printable(canonical) : base64_lines(canonical);
    out += line_end;
}

// RFC 2387: the page and what it shows.
void add_page(std::string& out, const Mail& mail, const std::string& boundary) {
    if (mail.images.empty()) {
        add_text_part(out, "text/html", mail.html);
        return;
    }
    out += "Content-Type: multipart/related; type=\"text/html\";\r\n boundary=\"" + boundary + "\"\r\n\r\n--" + boundary + "\r\n";
    add_text_part(out, "text/html", mail.html);
    for (const InlineImage& image : mail.images) {
        out += "--" + boundary + "\r\nContent-Type: " + image.content_type + "\r\nContent-Transfer-Encoding: base64\r\n";
        out += "Content-ID: <" + image.content_id + ">\r\nContent-Disposition: inline\r\n\r\n";
        out += base64_lines(image.bytes);
        out += line_end;
    }
    out += "--" + boundary + "--\r\n";
}

void add_body(std::string& out, const Mail& mail, const std::string& boundary, const std::string& related) {
    if (mail.html.empty()) {
        add_text_part(out, "text/plain", mail.text);
        return;
    }
    out += "Content-Type: multipart/alternative;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
    out += "--" + boundary + "\r\n";
    add_text_part(out, "text/plain", mail.text);
    out += "--" + boundary + "\r\n";
    add_page(out, mail, related);
    out += "--" + boundary + "--\r\n";
}

std::string quoted_file_name(std::string_view file_name) {
    const std::string plain = file_name_text(file_name);
    return plain == file_name ? plain : unstructured(file_name, 8);
}

void add_attachment(std::string& out, const Attachment& part) {
    // Old programs look for an encoded word in `name`, all others for RFC 2231 in the disposition.
    out += "Content-Type: " + part.content_type + ";\r\n name=\"" + quoted_file_name(part.file_name) + "\"\r\n";
    out += "Content-Transfer-Encoding: base64\r\n";
    out += "Content-Disposition: attachment;\r\n " + file_name_parameters(part.file_name) + "\r\n\r\n";
    out += base64_lines(part.bytes);
    out += line_end;
}

// The same key gives the same boundary. "=_" stands neither in base64 nor in quoted-printable text.
std::string boundary_of(std::string_view key, std::string_view which) {
    std::uint64_t hash = 14695981039346656037ULL; // FNV-1a
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    std::string made = "=_settled_";
    for (int shift = 60; shift >= 0; shift -= 4) made += "0123456789abcdef"[hash >> shift & 15];
    return made + '_' + std::string(which);
}

} // namespace

Result<std::string> message_id(std::string_view key, std::string_view domain) {
    if (key.empty() || key.size() > message_key_bytes_max)
        return fail(SETTLED_BAD_DATA, "mail: a key of " + std::to_string(key.size()) + " bytes; expected 1 to " +
                                          std::to_string(message_key_bytes_max));
    if (!is_mail_address("x@" + std::string(domain)))
        return fail(SETTLED_BAD_DATA, "mail: \"" + visible(domain) + "\" is not a domain for a Message-ID");
    std::string made = "<settled.";
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-') {
            made += c;
            continue;
        }
        made += '_';
        made += "0123456789abcdef"[byte >> 4];
        made += "0123456789abcdef"[byte & 15];
    }
    return made + '@' + std::string(domain) + '>';
}

Result<std::string> encoded_header(std::string_view name, std::string_view value) {
    if (Status fine = check_line("header " + std::string(name), value); !fine) return pass(fine);
    return header_line(name, unstructured(value, name.size() + 2));
}

Result<std::string> compose(const Mail& mail) {
    if (Status fine = check(mail); !fine) return pass(fine);
    Result<std::string> id = message_id(mail.key, std::string_view(mail.from.address).substr(mail.from.address.rfind('@') + 1));
    if (!id) return pass(id);

    std::string out;
    add_header(out, "Date", mail.date);
    add_header(out, "From", mail_boxes({mail.from}));
    add_header(out, "To", mail_boxes(mail.to));
    if (!mail.copy.empty()) add_header(out, "Cc", mail_boxes(mail.copy));
    if (!mail.reply_to.empty()) add_header(out, "Reply-To", mail.reply_to);
    add_header(out, "Subject", unstructured(mail.subject, 9));
    add_header(out, "Message-ID", *id);
    add_header(out, "Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers to a machine
    for (const auto& [name, value] : mail.more_headers) add_header(out, name, unstructured(value, name.size() + 2));
    add_header(out, "MIME-Version", "1.0");

    const std::string outer = boundary_of(mail.key, "mixed");
    const std::string inner = boundary_of(mail.key, "alternative");
    const std::string related = boundary_of(mail.key, "related");
    if (mail.attachments.empty()) {
        add_body(out, mail, inner, related);
    } else {
        out += "Content-Type: multipart/mixed;\r\n boundary=\"" + outer + "\"\r\n\r\n--" + outer + "\r\n";
        add_body(out, mail, inner, related);
        for (const Attachment& part : mail.attachments) {
            out += "--" + outer + "\r\n";
            add_attachment(out, part);
        }
        out += "--" + outer + "--\r\n";
    }
    if (out.size() > mail_bytes_max)
        return fail(SETTLED_BAD_DATA, "mail: " + std::to_string(out.size()) + " bytes with its attachments; expected at most " +
                                          std::to_string(mail_bytes_max));
    return out;
}

} // namespace settled::render
