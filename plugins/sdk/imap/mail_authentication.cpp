#include <imap/mail_authentication.hpp>

#include <settled/text.hpp>

#include <algorithm>

namespace settled::imap {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Walks over one header value by the grammar of RFC 8601 and RFC 5322.
class Walk {
  public:
    explicit Walk(std::string_view text) : left_(text) {}

    bool at_end() const { return left_.empty(); }
    bool take(char c) {
        if (!left_.starts_with(c)) return false;
        left_.remove_prefix(1);
        return true;
    }

    // Blanks and comments, which nest and may hold escaped parentheses. False: one does not end.
    bool skip_blanks() {
        while (!left_.empty()) {
            if (is_blank(left_.front()))
                left_.remove_prefix(1);
            else if (left_.front() == '(') {
                if (!skip_comment()) return false;
            } else
                break;
        }
        return true;
    }

    // A word, or a quoted text without its marks, or both beside each other ("a b"@bank.example).
    std::optional<std::string> value(std::string_view stops) {
        std::string made;
        while (!left_.empty() && !is_blank(left_.front()) && left_.front() != '(' && !stops.contains(left_.front())) {
            if (left_.front() != '"') {
                made += left_.front();
                left_.remove_prefix(1);
                continue;
            }
            left_.remove_prefix(1);
            while (!left_.empty() && left_.front() != '"') {
                if (left_.front() == '\\') left_.remove_prefix(1);
                if (left_.empty()) break;
                made += left_.front();
                left_.remove_prefix(1);
            }
            if (!take('"')) return std::nullopt;
        }
        return made;
    }

  private:
    bool skip_comment() {
        int depth = 0;
        while (!left_.empty()) {
            const char c = left_.front();
            left_.remove_prefix(1);
            if (c == '\\' && !left_.empty()) left_.remove_prefix(1);
            if (c == '(') ++depth;
            if (c == ')' && --depth == 0) return true;
        }
        return false;
    }

    std::string_view left_;
};

// The authserv-id that the value begins with; empty where it begins otherwise.
std::string server_of(std::string_view value) {
    Walk walk(value);
    return walk.skip_blanks() ? walk.value(";").value_or("") : "";
}

// method [/version] = result, then properties, up to ';' or the end. Nothing: malformed.
std::optional<AuthenticationMethod> parse_method(Walk& walk) {
    AuthenticationMethod made;
    for (bool first = true;; first = false) {
        if (!walk.skip_blanks()) return std::nullopt;
        auto name = walk.value("=;/");
        if (!name || !walk.skip_blanks()) return std::nullopt;
        if (name->empty()) return made; // at ';' or the end
        if (first && walk.take('/') && (!walk.skip_blanks() || !walk.value("=;") || !walk.skip_blanks())) return std::nullopt;
        if (!walk.take('=')) {
            if (first && ascii_lower(*name) == "none") continue; // no method was tried
            return std::nullopt;
        }
        if (!walk.skip_blanks()) return std::nullopt;
        auto value = walk.value(";");
        if (!value) return std::nullopt;
        if (first)
            made.method = ascii_lower(*name), made.result = ascii_lower(*value);
        else
            made.properties.emplace_back(ascii_lower(*name), std::move(*value));
    }
}

// The domain above the address: equal, or one that it lies below.
bool speaks_for(std::string_view signer, std::string_view domain) {
    const std::string by = ascii_lower(signer), of = ascii_lower(domain);
    if (!by.contains('.') || by.starts_with('.')) return false; // a top-level domain speaks for nobody
    return by == of || of.ends_with("." + by);
}

bool is_signed_for(const AuthenticationMethod& method, std::string_view domain) {
    if (method.method != "dkim" || method.result != "pass") return false;
    return std::ranges::any_of(method.properties, [&](const auto& property) {
        if (property.first == "header.d") return speaks_for(property.second, domain);
        // header.i is below the signing domain (RFC 6376, 3.5), so it says no more than that.
        const std::size_t at = property.second.rfind('@');
        return property.first == "header.i" && at != std::string::npos && speaks_for(property.second.substr(at + 1), domain);
    });
}

} // namespace

std::optional<AuthenticationResults> parse_authentication_results(std::string_view text) {
    Walk walk(text);
    AuthenticationResults made;
    if (!walk.skip_blanks()) return std::nullopt;
    auto server = walk.value(";");
    if (!server || server->empty() || !walk.skip_blanks()) return std::nullopt;
    made.server = std::move(*server);
    if (!walk.value(";") || !walk.skip_blanks()) return std::nullopt; // the version
    while (walk.take(';')) {
        auto method = parse_method(walk);
        if (!method) return std::nullopt;
        if (!method->method.empty()) made.methods.push_back(std::move(*method));
    }
    if (!walk.at_end()) return std::nullopt;
    return made;
}

Status check_authentication(std::span<const Header> headers, std::string_view server, std::string_view address) {
    const std::string domain(address.substr(address.rfind('@') + 1));
    const auto refuse = [&](const std::string& found) {
        return fail(SETTLED_BAD_DATA, "the mail says it is from " + visible(address) + ", but " + found +
                                          "; expected dkim=pass for " + visible(domain) + " in the Authentication-Results of " +
                                          std::string(server) + ". It may be forged: ask the sender by another way");
    };
    for (const Header& header : headers) {
        if (!equal_ignoring_ascii_case(header.name, "Authentication-Results")) continue;
        if (!equal_ignoring_ascii_case(server_of(header.value), server)) continue;
        // What a stranger wrote may have spoilt our server's line; the next one may be the stranger's own.
        const auto results = parse_authentication_results(header.value);
        if (!results) return refuse("the Authentication-Results of " + std::string(server) + " cannot be read");
        if (std::ranges::any_of(results->methods, [&](const auto& method) { return is_signed_for(method, domain); })) return {};
        std::string found;
        for (const AuthenticationMethod& method : results->methods) {
            if (method.method != "dkim") continue;
            found += (found.empty() ? "dkim=" : ", dkim=") + visible(method.result);
            for (const auto& [name, value] : method.properties)
                if (name == "header.d" || name == "header.i") found += " for " + visible(cut_at_character(value, 80));
        }
        return refuse(std::string(server) + " found " + (found.empty() ? "no DKIM signature" : found));
    }
    return refuse("it holds no Authentication-Results of " + std::string(server));
}

} // namespace settled::imap
