#include <imap/mail.hpp>

#include <settled/text.hpp>

#include <memory>

#include <gmime/gmime.h>

namespace settled::imap {
namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T> using Object = std::unique_ptr<T, Unref>;

std::string text_or_nothing(const char* text) { return text == nullptr ? std::string() : std::string(text); }

// "C:\out\a.xml" and "out/a.xml" are a.xml.
std::string without_folders(const std::string& name) {
    const std::size_t at = name.find_last_of("/\\");
    return at == std::string::npos ? name : name.substr(at + 1);
}

std::string only_address(GMimeMessage* message) {
    InternetAddressList* const list = g_mime_message_get_from(message);
    if (list == nullptr || internet_address_list_length(list) != 1) return {};
    InternetAddress* const one = internet_address_list_get_address(list, 0);
    if (!INTERNET_ADDRESS_IS_MAILBOX(one)) return {};
    return text_or_nothing(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
}

std::string content_of(GMimePart* part) {
    GMimeDataWrapper* const content = g_mime_part_get_content(part);
    if (content == nullptr) return {};
    const Object<GMimeStream> memory(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    const GByteArray* const bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
}

Status collect(GMimeObject* object, int depth, std::vector<Attachment>& attachments) {
    if (depth > nesting_max)
        return fail(SETTLED_BAD_DATA, "the mail's parts are nested more than " + std::to_string(nesting_max) + " deep");
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart* const parts = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(parts); ++i)
            if (Status done = collect(g_mime_multipart_get_part(parts, i), depth + 1, attachments); !done) return done;
        return {};
    }
    if (!GMIME_IS_PART(object)) return {};
    GMimePart* const part = GMIME_PART(object);
    const std::string name = without_folders(text_or_nothing(g_mime_part_get_filename(part)));
    if (name.empty()) return {};
    if (attachments.size() == attachments_max)
        return fail(SETTLED_BAD_DATA, "the mail has more than " + std::to_string(attachments_max) + " attachments");
    attachments.push_back({name, content_of(part)});
    return {};
}

} // namespace

Result<Mail> read_mail(std::string_view bytes) {
    g_mime_init(); // counted by GMime; the plugin lives as long as its process
    const Object<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
    const Object<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Object<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
    if (!message) return fail(SETTLED_BAD_DATA, "this is no mail that can be read");
    Mail mail;
    GMimeHeaderList* const headers = g_mime_object_get_header_list(GMIME_OBJECT(message.get()));
    int from_lines = 0;
    for (int i = 0; i < g_mime_header_list_get_count(headers); ++i) {
        GMimeHeader* const header = g_mime_header_list_get_header_at(headers, i);
        mail.headers.push_back(
            {text_or_nothing(g_mime_header_get_name(header)), text_or_nothing(g_mime_header_get_raw_value(header))});
        if (equal_ignoring_ascii_case(mail.headers.back().name, "From")) ++from_lines;
    }
    mail.subject = text_or_nothing(g_mime_message_get_subject(message.get()));
    if (from_lines == 1) mail.from = only_address(message.get());
    GMimeObject* const content = g_mime_message_get_mime_part(message.get());
    if (content != nullptr)
        if (Status done = collect(content, 0, mail.attachments); !done) return pass(done);
    return mail;
}

} // namespace settled::imap
