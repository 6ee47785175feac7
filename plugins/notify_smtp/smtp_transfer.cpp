#include "smtp_transfer.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace settled::smtp {
namespace {

constexpr int server_error_first = 500;
constexpr int server_busy_first = 400;

struct Source {
    std::string_view left;
    const HandOver* hand_over;
    Reply* reply;
    Status* refused;
};

// libcurl wants bytes; with none left it is about to write the final dot.
std::size_t give_bytes(char* buffer, std::size_t size, std::size_t count, void* user) {
    Source& source = *static_cast<Source*>(user);
    if (source.left.empty()) {
        if (source.reply->handed_over) return 0;
        *source.refused = (*source.hand_over)();
        if (!*source.refused) return CURL_READFUNC_ABORT;
        source.reply->handed_over = true;
        return 0;
    }
    const std::size_t given = std::min(size * count, source.left.size());
    std::memcpy(buffer, source.left.data(), given);
    source.left.remove_prefix(given);
    return given;
}

std::size_t keep_words(char* bytes, std::size_t size, std::size_t count, void* user) {
    constexpr std::size_t words_max = 1000;
    auto& words = *static_cast<std::string*>(user);
    if (words.size() < words_max) words.append(bytes, std::min(size * count, words_max - words.size()));
    return size * count;
}

// Hears what is said: whom the last command named, and the server's last line. Nothing else is kept, for the login passes
// here too.
int listen(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* user) {
    constexpr std::string_view recipient_command = "RCPT TO:<";
    constexpr std::size_t words_max = 300;
    if (user == nullptr) return 0;
    Reply& reply = *static_cast<Reply*>(user);
    const std::string_view said(bytes, size);
    if (kind == CURLINFO_HEADER_OUT) reply.left = reply.left || said.starts_with("QUIT");
    if (reply.left) return 0;
    if (kind == CURLINFO_HEADER_OUT) {
        reply.recipient.clear();
        if (said.starts_with(recipient_command))
            reply.recipient = said.substr(recipient_command.size(), said.find('>') - recipient_command.size());
    } else if (kind == CURLINFO_HEADER_IN) {
        reply.words = cut_at_character(trim(said), words_max);
    }
    return 0;
}

// "550 5.1.1 no such mailbox": by the enhanced code (RFC 3463) where there is one: x.1 addressing, x.2 mailbox and x.4
// routing speak of the address, but 5.1.7 and 5.1.8 of the sender's. Else by the reply code (RFC 5321 4.2.2).
bool is_about_the_address(std::string_view reply) {
    const std::vector<std::string_view> words = split(reply, ' ');
    const std::string_view enhanced = words.size() > 1 ? words[1] : std::string_view();
    if (enhanced.starts_with("5.") && split(enhanced, '.').size() == 3) {
        const std::string_view subject = split(enhanced, '.')[1];
        return (subject == "1" && enhanced != "5.1.7" && enhanced != "5.1.8") || subject == "2" || subject == "4";
    }
    constexpr std::array<std::string_view, 4> unknown_mailbox = {"550", "551", "553", "556"};
    return std::ranges::find(unknown_mailbox, reply.substr(0, 3)) != unknown_mailbox.end();
}

struct Recipients {
    explicit Recipients(const std::vector<std::string>& addresses) {
        for (const std::string& address : addresses) list = curl_slist_append(list, ("<" + address + ">").c_str());
    }
    Recipients(const Recipients&) = delete;
    Recipients& operator=(const Recipients&) = delete;
    ~Recipients() { curl_slist_free_all(list); }
    curl_slist* list = nullptr;
};

} // namespace

Transfer::Transfer(Account account) : account_(std::move(account)), handle_(account_, "smtp,smtps") {}

Status Transfer::failure(CURLcode result, const Reply& reply) const {
    const std::string words = handle_.words(result);
    if (auto known = net::common_failure(account_, result, words)) return std::unexpected(std::move(*known));
    const std::string server = account_.url + ": ";
    if (reply.code >= server_error_first) {
        const std::string said = words + (reply.words.empty() ? "" : ": " + visible(reply.words));
        if (reply.handed_over) return fail(SETTLED_REJECTED, server + said);
        if (!reply.recipient.empty() && is_about_the_address(reply.words))
            return fail(SETTLED_REJECTED, server + "the recipient <" + reply.recipient + "> is refused for good (" + said + ")");
        return fail(SETTLED_ACCESS_DENIED, server + "the server refuses the mail for a reason that is not its recipient (" +
                                               said + "). Ask the administrator of the mail server");
    }
    if (reply.code >= server_busy_first) return fail(SETTLED_UNAVAILABLE, server + words);
    return fail(SETTLED_UNAVAILABLE,
                server + words + (reply.handed_over ? "; the message may have arrived" : "; it is tried again"));
}

Status Transfer::send(const Envelope& envelope, const HandOver& hand_over, Reply& reply) {
    CURL* handle = handle_.get();
    Status released;
    Source source{envelope.content, &hand_over, &reply, &released};
    const Recipients recipients(envelope.recipients);
    const std::string sender = "<" + envelope.sender + ">";
    handle_.forget_words();
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, nullptr);
    curl_easy_setopt(handle, CURLOPT_NOBODY, 0L);
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.list);
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, give_bytes);
    curl_easy_setopt(handle, CURLOPT_READDATA, &source);
    curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L); // to the function below, which prints nothing
    curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, listen);
    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &reply);
    const CURLcode result = curl_easy_perform(handle);
    curl_easy_setopt(handle, CURLOPT_VERBOSE, 0L);
    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, nullptr);
    long code = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    reply.code = static_cast<int>(code);
    if (!released) return released;
    if (result == CURLE_OK) return {};
    return failure(result, reply);
}

Status Transfer::probe(std::string& server_words) {
    CURL* handle = handle_.get();
    handle_.forget_words();
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 0L);
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, nullptr);
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, nullptr);
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, keep_words);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &server_words);
    const CURLcode result = curl_easy_perform(handle);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, nullptr);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, nullptr);
    long code = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    if (result == CURLE_OK) return {};
    return failure(result, {static_cast<int>(code), false});
}

} // namespace settled::smtp
