#include "sql_check.hpp"

#include "sql_words.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

namespace settled::ledger_odbc {
namespace {

// `FOR` may stand in SUBSTRING(x FROM 1 FOR 3); before these it locks rows.
constexpr std::array<std::string_view, 5> locking_words = {"update", "share", "no", "key", "browse"};

bool is_word_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
template <std::size_t Size> bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

class Lexer {
  public:
    explicit Lexer(std::string_view sql) : sql_(sql) {}

    Result<CheckedSql> run() {
        if (sql_.size() > sql_bytes_max) return refuse("more than " + std::to_string(sql_bytes_max) + " bytes");
        if (first_invalid_utf8(sql_) != std::string_view::npos) return refuse("bytes that are not UTF-8");
        while (at_ < sql_.size())
            if (Status read = token(); !read) return pass(read);
        if (first_word_.empty()) return refuse("nothing");
        if (depth_ != 0) return refuse("an opening parenthesis without its end");
        if (first_word_ == "with" && !selects_) return refuse("WITH without a SELECT behind it");
        end_piece(sql_.size());
        checked_.pieces.push_back(std::move(piece_));
        return std::move(checked_);
    }

  private:
    Status token() {
        const char c = sql_[at_];
        const char next = at_ + 1 < sql_.size() ? sql_[at_ + 1] : '\0';
        if (is_blank(c)) return ++at_, Status{};
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) return refuse("a control character");
        if (c == '-' && next == '-') return line_comment();
        if (c == '/' && next == '*') return block_comment();
        if (c == '\'') return quoted('\'', "a text");
        if (c == '"' || c == '`') return quoted(c, "a name");
        if (c == '[') return bracketed();
        if (is_word_start(c)) return word();
        if (c == '(' && after_name_) return refuse("a call of a name in quotes");
        if (c == '(' && !last_word_.empty() && (of_an_owner_ || !may_open_parenthesis(last_word_)))
            return refuse("a call of \"" + last_word_ +
                          "\", which is not known to compute only; wrap it in a view of the database");
        last_word_.clear();
        after_name_ = false;
        if (is_digit(c)) return number();
        if (c == ':') return colon(next);
        if (c == '{') return owner();
        if (c == ';') return refuse("\";\"; a connector's file holds one statement and no mark behind it");
        if (c == '@' || c == '#' || c == '$' || c == '\\' || c == '?' || c == '}')
            return refuse(std::string("\"") + c + "\" outside quotes; parameters are written :name");
        if (c == '(') ++depth_;
        if (c == ')' && --depth_ < 0) return refuse("a closing parenthesis without its beginning");
        if (first_word_.empty()) return refuse("something before SELECT or WITH");
        ++at_;
        return {};
    }

    // MySQL takes "--x" as two minus signs; only a blank behind makes it a comment everywhere.
    Status line_comment() {
        if (at_ + 2 < sql_.size() && !is_blank(sql_[at_ + 2])) return refuse("\"--\" without a blank behind it");
        end_piece(at_);
        piece_begin_ = at_ = std::min(sql_.find('\n', at_), sql_.size());
        return {};
    }

    Status block_comment() {
        const char mark = at_ + 2 < sql_.size() ? sql_[at_ + 2] : '\0';
        if (mark == '!' || mark == 'M' || mark == '+') return refuse("a comment that some databases execute");
        const std::size_t end = sql_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return refuse("a comment that never ends");
        if (sql_.substr(at_ + 2, end - at_ - 2).contains("/*")) return refuse("a comment within a comment");
        end_piece(at_);
        piece_ += ' ';
        piece_begin_ = at_ = end + 2;
        return {};
    }

    Status quoted(char mark, std::string_view what) {
        const std::size_t begin = at_;
        if (mark == '\'' && (last_word_ == "q" || last_word_ == "nq") && begin > 0 && !is_blank(sql_[begin - 1]))
            return refuse("a quote of Oracle's q'…' kind");
        for (++at_; at_ < sql_.size(); ++at_) {
            if (sql_[at_] == '\\' && at_ + 1 < sql_.size() && sql_[at_ + 1] == mark) return refuse("a backslash before a quote");
            if (sql_[at_] != mark) continue;
            if (at_ + 1 < sql_.size() && sql_[at_ + 1] == mark) {
                ++at_; // doubled: part of the value
                continue;
            }
            ++at_;
            last_word_.clear();
            after_name_ = mark != '\'';
            return first_word_.empty() ? Status(refuse("something before SELECT or WITH")) : Status{};
        }
        return refuse(std::string(what) + " in quotes that never ends");
    }

    // SQL Server's [names]; elsewhere brackets hold code, so only what a name may hold is let through.
    Status bracketed() {
        const std::size_t end = sql_.find(']', at_);
        if (end == std::string_view::npos) return refuse("a bracket that never ends");
        for (const char c : sql_.substr(at_ + 1, end - at_ - 1))
            if (!is_word_start(c) && !is_digit(c) && c != ' ') return refuse("something other than a name in brackets");
        last_word_.clear();
        after_name_ = true;
        at_ = end + 1;
        return {};
    }

    Status number() {
        while (at_ < sql_.size() && (is_digit(sql_[at_]) || is_word_start(sql_[at_]) || sql_[at_] == '.')) ++at_;
        return {};
    }

    Status colon(char next) {
        if (next == ':') return at_ += 2, Status{}; // PostgreSQL's cast
        if (next == '=') return refuse("an assignment");
        if (!is_word_start(next)) return refuse("\":\" without a parameter's name");
        const std::size_t begin = at_ + 1;
        std::size_t end = begin;
        while (end < sql_.size() && (is_word_start(sql_[end]) || is_digit(sql_[end]))) ++end;
        end_piece(at_);
        checked_.pieces.push_back(std::exchange(piece_, {}));
        checked_.marks.push_back({std::string(sql_.substr(begin, end - begin)), false});
        piece_begin_ = at_ = end;
        return {};
    }

    // {owner}table. ODBC's own {fn …} and {call …} have a blank within and are refused.
    Status owner() {
        const std::size_t end = std::min(sql_.find('}', at_), sql_.size());
        const std::string_view name = sql_.substr(at_ + 1, end - at_ - 1);
        const bool plain = !name.empty() && std::ranges::all_of(name, [](char c) { return is_word_start(c) || is_digit(c); });
        if (!plain || end + 1 >= sql_.size() || !is_word_start(sql_[end + 1]))
            return refuse("\"{\" that is not {owner} right before a table's name");
        if (first_word_.empty()) return refuse("something before SELECT or WITH");
        end_piece(at_);
        checked_.pieces.push_back(std::exchange(piece_, {}));
        checked_.marks.push_back({std::string(name), true});
        piece_begin_ = at_ = end + 1;
        return {};
    }

    Status word() {
        std::size_t end = at_;
        while (end < sql_.size() && (is_word_start(sql_[end]) || is_digit(sql_[end]) || sql_[end] == '$')) ++end;
        const std::string found = ascii_lower(sql_.substr(at_, end - at_));
        if (first_word_.empty()) {
            if (found != "select" && found != "with") return refuse("\"" + found + "\" at the beginning");
            first_word_ = found;
        }
        if (found == "select") selects_ = true;
        if (is_forbidden(found)) return refuse("\"" + found + "\"");
        if (last_word_ == "for" && contains(locking_words, found)) return refuse("\"for " + found + "\"");
        if (last_word_ == "next" && found == "value") return refuse("\"next value\"");
        of_an_owner_ = at_ > 0 && sql_[at_ - 1] == '.';
        last_word_ = found;
        after_name_ = false;
        at_ = end;
        return {};
    }

    // What was read since the last comment or parameter.
    void end_piece(std::size_t end) { piece_ += sql_.substr(piece_begin_, end - piece_begin_); }

    std::unexpected<Error> refuse(const std::string& found) const {
        const auto line = std::ranges::count(sql_.substr(0, at_), '\n') + 1;
        return fail(
            SETTLED_INVALID_CONFIG,
            "line " + std::to_string(line) + ": found " + found + "; expected one SELECT or WITH … SELECT that only reads", line);
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::size_t piece_begin_ = 0;
    int depth_ = 0;
    bool selects_ = false;
    bool after_name_ = false;  // a name in quotes was read last: behind it no list of words would help
    bool of_an_owner_ = false; // last_word_ stands behind a point: a function of somebody's own
    std::string piece_, first_word_, last_word_;
    CheckedSql checked_;
};

} // namespace

Result<CheckedSql> check_sql(std::string_view sql) { return Lexer(sql).run(); }

} // namespace settled::ledger_odbc
