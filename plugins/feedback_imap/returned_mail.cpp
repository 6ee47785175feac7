#include "returned_mail.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include <gmime/gmime.h>

namespace settled::feedback {
namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T> using Object = std::unique_ptr<T, Unref>;
using Fields = std::map<std::string, std::string>; // names in lower case

constexpr std::string_view own_prefix = "settled.";
constexpr std::size_t text_max = 500;

std::string text_or_nothing(const char* text) { return text == nullptr ? std::string() : std::string(text); }

std::string header(GMimeObject* object, const char* name) { return text_or_nothing(g_mime_object_get_header(object, name)); }

int hex_digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Every "mark, two digits" as its byte: "_2e" of our keys, "+2E" of RFC 3461.
std::string unescaped(std::string_view text, char mark) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == mark && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high < 0 ? -1 : hex_digit(text[i + 2]);
        if (low < 0) {
            made += text[i];
            continue;
        }
        made += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return made;
}

// The first of our keys in a header that lists Message-IDs.
std::string key_among(std::string_view ids) {
    for (std::size_t at = ids.find('<'); at != std::string_view::npos; at = ids.find('<', at + 1))
        if (std::string key = key_of(ids.substr(at, ids.find('>', at) - at + 1)); !key.empty()) return key;
    return {};
}

std::string decoded(GMimePart* part) {
    GMimeDataWrapper* const content = g_mime_part_get_content(part);
    if (content == nullptr) return {};
    const Object<GMimeStream> memory(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    const GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

// Groups of "Name: value" lines, folded ones joined, an empty line between groups (RFC 3464, 2.1).
std::vector<Fields> groups_of(std::string_view text) {
    std::vector<Fields> groups(1);
    std::string* last = nullptr;
    for (std::string_view line : split(text, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) {
            if (!groups.back().empty() && groups.size() <= recipients_max) groups.emplace_back();
            last = nullptr;
        } else if ((line.front() == ' ' || line.front() == '\t') && last != nullptr) {
            last->append(" ").append(trim(line));
        } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
            last = &groups.back()[ascii_lower(trim(line.substr(0, colon)))];
            *last = trim(line.substr(colon + 1));
        }
    }
    if (groups.back().empty()) groups.pop_back();
    return groups;
}

std::string field(const Fields& fields, const std::string& name) {
    const auto hit = fields.find(name);
    return hit == fields.end() ? std::string() : hit->second;
}

// "smtp; 550 no such user" → what stands behind the kind.
std::string_view without_kind(std::string_view value) {
    const std::size_t mark = value.find(';');
    return trim(mark == std::string_view::npos ? value : value.substr(mark + 1));
}

// "rfc822; ap@acme.test" → the address.
std::string address_in(std::string_view value) {
    std::string_view address = without_kind(value);
    if (address.starts_with('<') && address.ends_with('>')) address = address.substr(1, address.size() - 2);
    return unescaped(address, '+').contains('@') && !address.contains("+4") ? std::string(address) : unescaped(address, '+');
}

// A report's parts, wherever they stand in the mail.
struct Report {
    std::vector<Fields> status;      // message/delivery-status: of the message, then of each recipient
    std::vector<Fields> disposition; // message/disposition-notification
    std::string original_id;         // of the mail that came back
    std::string plain;               // the first text for people
};

Status read_parts(GMimeObject* object, int depth, Report& report) {
    if (object == nullptr) return {};
    if (depth > parts_depth_max) return fail(SETTLED_BAD_DATA, "the mail's parts are nested too deep");
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart* const parts = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(parts); ++i)
            if (Status read = read_parts(g_mime_multipart_get_part(parts, i), depth + 1, report); !read) return read;
        return {};
    }
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage* const inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (inner != nullptr && report.original_id.empty()) report.original_id = header(GMIME_OBJECT(inner), "Message-ID");
        return {};
    }
    GMimeContentType* const type = g_mime_object_get_content_type(object);
    if (!GMIME_IS_PART(object) || type == nullptr) return {};
    const auto is = [&](const char* kind, const char* name) { return g_mime_content_type_is_type(type, kind, name) != 0; };
    if (is("message", "delivery-status"))
        report.status = groups_of(decoded(GMIME_PART(object)));
    else if (is("message", "disposition-notification"))
        report.disposition = groups_of(decoded(GMIME_PART(object)));
    else if (is("text", "rfc822-headers") && report.original_id.empty())
        for (const Fields& fields : groups_of(decoded(GMIME_PART(object)))) report.original_id = field(fields, "message-id");
    else if (is("text", "plain") && report.plain.empty())
        report.plain = decoded(GMIME_PART(object));
    return {};
}

std::vector<Event> delivery_events(const Report& report, const std::string& key) {
    std::vector<Event> events;
    for (const Fields& fields : report.status) {
        const std::string action = ascii_lower(field(fields, "action"));
        if (action.empty()) continue; // the group of the message itself
        Event event;
        event.message_key = key;
        event.kind = action == "failed"    ? SETTLED_FEEDBACK_FAILED
                     : action == "delayed" ? SETTLED_FEEDBACK_DELAYED
                                           : SETTLED_FEEDBACK_DELIVERED; // delivered, relayed, expanded
        const std::string original = field(fields, "original-recipient");
        event.address = address_in(original.empty() ? field(fields, "final-recipient") : original);
        const std::string diagnostic = field(fields, "diagnostic-code");
        event.text = field(fields, "status") + " " + (diagnostic.empty() ? action : std::string(without_kind(diagnostic)));
        event.text = visible(cut_at_character(event.text, text_max));
        events.push_back(std::move(event));
        if (events.size() == recipients_max) break;
    }
    return events;
}

bool is_automatic(GMimeObject* mail) {
    const std::string submitted = ascii_lower(header(mail, "Auto-Submitted"));
    if (!submitted.empty() && !submitted.starts_with("no")) return true; // RFC 3834
    for (const char* name : {"X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id", "X-Failed-Recipients"})
        if (!header(mail, name).empty()) return true;
    const std::string precedence = ascii_lower(header(mail, "Precedence"));
    if (precedence == "bulk" || precedence == "junk" || precedence == "list" || precedence == "auto_reply") return true;
    const std::string from = ascii_lower(header(mail, "From"));
    return from.contains("mailer-daemon@") || from.contains("postmaster@") || trim(header(mail, "Return-Path")) == "<>";
}

// Absence notes of programs that say so in the subject alone.
bool is_absence(std::string_view subject) {
    constexpr std::array<std::string_view, 8> begins = {"automatic reply", "auto-reply", "out of office", "automatische antwort",
                                                        "abwesenheit",     "自动回复",   "自動回覆",      "自动答复"};
    const std::string low = ascii_lower(trim(subject));
    return std::ranges::any_of(begins, [&](std::string_view begin) { return low.starts_with(begin); });
}

// Only these words alone on the first line: an answer that discusses them is an answer.
bool wants_no_more(std::string_view plain) {
    constexpr std::array<std::string_view, 6> words = {"退订", "拒收", "unsubscribe", "stop", "abmelden", "取消订阅"};
    for (const std::string_view line : split(plain, '\n')) {
        const std::string first = ascii_lower(trim(line));
        if (!first.empty()) return std::ranges::find(words, first) != words.end();
    }
    return false;
}

} // namespace

std::string key_of(std::string_view message_id) {
    message_id = trim(message_id);
    if (message_id.starts_with('<')) message_id.remove_prefix(1);
    if (!message_id.starts_with(own_prefix)) return {};
    message_id.remove_prefix(own_prefix.size());
    return unescaped(message_id.substr(0, message_id.find('@')), '_');
}

Result<std::vector<Event>> events_of(std::string_view bytes) {
    g_mime_init(); // counted by GMime; the plugin lives as long as its process
    const Object<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Object<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Object<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!message) return fail(SETTLED_BAD_DATA, "this is no mail that can be read");
    GMimeObject* const mail = GMIME_OBJECT(message.get());
    Report report;
    if (Status read = read_parts(g_mime_message_get_mime_part(message.get()), 0, report); !read) return pass(read);
    // Our own mail: the archive's copy, which went out in one piece with the customer's.
    if (const std::string own = key_of(header(mail, "Message-ID")); !own.empty())
        return std::vector<Event>{{SETTLED_FEEDBACK_DELIVERED, own, {}, "our own copy came to the archive"}};
    if (!report.status.empty()) {
        std::string key = key_of(report.original_id);
        if (key.empty()) key = unescaped(field(report.status.front(), "original-envelope-id"), '+');
        return key.empty() ? std::vector<Event>() : delivery_events(report, key);
    }
    if (!report.disposition.empty()) {
        const std::string key = key_of(field(report.disposition.front(), "original-message-id"));
        if (key.empty()) return std::vector<Event>();
        return std::vector<Event>{
            {SETTLED_FEEDBACK_DELIVERED, key, address_in(field(report.disposition.front(), "final-recipient")),
             "read: " + visible(cut_at_character(field(report.disposition.front(), "disposition"), text_max))}};
    }
    std::string key = key_among(header(mail, "In-Reply-To"));
    if (key.empty()) key = key_among(header(mail, "References"));
    if (key.empty()) return std::vector<Event>();
    const std::string subject = text_or_nothing(g_mime_message_get_subject(message.get()));
    const settled_feedback_kind kind = is_automatic(mail) || is_absence(subject) ? SETTLED_FEEDBACK_AUTOMATIC
                                       : wants_no_more(report.plain)             ? SETTLED_FEEDBACK_OPTED_OUT
                                                                                 : SETTLED_FEEDBACK_ANSWERED;
    return std::vector<Event>{{kind, key, {}, visible(cut_at_character(fold_blanks(subject), text_max))}};
}

} // namespace settled::feedback
