#include "markup.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::ofx {
namespace {

constexpr std::size_t head_bytes = 4096;         // some banks put a page of blank lines before the header
constexpr std::size_t heading_bytes_max = 16384; // before the first tag
constexpr std::size_t tag_bytes_max = 4096;      // with the attributes of XML
constexpr std::size_t value_bytes_max = 65536;
constexpr std::size_t comment_bytes_max = 1 << 20;
constexpr std::size_t kept_bytes = 65536; // of what is done with, before it is given up
constexpr std::size_t shown_bytes_max = 40;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_name(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == ':'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F; }

bool is_capital(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// What a byte asks for, so that a text is judged without a branch for each of its bytes.
constexpr unsigned char is_space = 1, asks_for_work = 2;
constexpr auto byte_kinds = [] {
    std::array<unsigned char, 256> kinds{};
    for (std::size_t c = 0; c < 0x20; ++c) kinds[c] = asks_for_work;
    for (const char c : {'\x7F', '&'}) kinds[static_cast<unsigned char>(c)] = asks_for_work;
    kinds[static_cast<unsigned char>(' ')] = is_space;
    return kinds;
}();

// Nothing to resolve, to leave out or to fold.
bool is_plain(std::string_view text) {
    unsigned before = 0, seen = 0, twice = 0;
    for (const char c : text) {
        const unsigned kind = byte_kinds[static_cast<unsigned char>(c)];
        seen |= kind;
        twice |= kind & before;
        before = kind;
    }
    return (seen & asks_for_work) == 0 && twice == 0;
}

std::string shown(std::string_view text) { return visible(cut_at_character(text, shown_bytes_max)); }

} // namespace

Markup::Markup(const Input& input, std::optional<formats::Encoding> chosen) : input_(input), chosen_(chosen) {}

Status Markup::open() {
    const auto head = input_.head(head_bytes);
    if (!head) return std::unexpected(head.error());
    text_.emplace(input_.whole(), chosen_, claimed_encoding(*head));
    // What stands before the first tag is the header: OFXHEADER:100, or nothing.
    const auto found = to_markup(nullptr, heading_bytes_max);
    if (!found) return std::unexpected(found.error());
    if (*found) return {};
    return refuse(buffer_.empty() ? "the file is empty" : "no tag such as <OFX>; this is no OFX file");
}

Result<bool> Markup::has(std::size_t bytes_ahead) {
    while (buffer_.size() - at_ < bytes_ahead && !at_end_) {
        const auto more = text_->append_next(buffer_);
        if (!more) return std::unexpected(more.error());
        at_end_ = !*more;
    }
    return buffer_.size() - at_ >= bytes_ahead;
}

void Markup::advance(std::size_t bytes) {
    const std::string_view done = std::string_view(buffer_).substr(at_, bytes);
    for (std::size_t at = done.find('\n'); at != done.npos; at = done.find('\n', at + 1)) ++line_;
    at_ += bytes;
}

void Markup::give_up_what_is_done() {
    if (at_ < kept_bytes) return;
    buffer_.erase(0, at_);
    at_ = 0;
}

// To the next occurrence of the mark: found_ is set. False at the end of the file.
Result<bool> Markup::find(std::string_view mark, std::size_t limit, std::string_view what) {
    for (std::size_t from = 0;;) {
        const std::string_view left = std::string_view(buffer_).substr(at_);
        found_ = left.find(mark, from);
        if (found_ != left.npos && found_ <= limit) return true;
        if (left.size() > limit)
            return refuse(std::string(what) + " is longer than " + std::to_string(limit) + " bytes; is the file damaged?");
        from = left.size() - std::min(left.size(), mark.size() - 1);
        const auto more = has(left.size() + 1);
        if (!more) return std::unexpected(more.error());
        if (!*more) return false;
    }
}

// Consumes up to the next '<' that begins markup, keeping the text. False at the end of the file.
Result<bool> Markup::to_markup(std::string* text, std::size_t limit) {
    for (std::size_t taken = 0;;) {
        const auto found = find("<", limit, text == nullptr ? "what stands before the first tag" : "a value");
        if (!found) return found;
        const std::size_t bytes = *found ? found_ : buffer_.size() - at_;
        taken += bytes;
        if (taken > limit) return refuse("a value is longer than " + std::to_string(limit) + " bytes; is the file damaged?");
        if (text != nullptr) text->append(buffer_, at_, bytes);
        consume(bytes);
        if (!*found) return false;
        const auto next = has(2);
        if (!next) return next;
        const char behind = *next ? buffer_[at_ + 1] : ' ';
        if (is_letter(behind) || behind == '/' || behind == '!' || behind == '?') return true;
        if (text != nullptr) *text += '<';
        consume(1);
        ++taken;
    }
}

// A comment, <!DOCTYPE …> or <?…?>: at_ stands behind it afterwards.
Status Markup::skip_declaration() {
    const auto known = has(4);
    if (!known) return std::unexpected(known.error());
    const std::string_view left = std::string_view(buffer_).substr(at_);
    const std::string_view end = left.starts_with("<!--") ? "-->" : left.starts_with("<?") ? "?>" : ">";
    const auto found = find(end, comment_bytes_max, "a comment or declaration");
    if (!found) return std::unexpected(found.error());
    if (!*found) return refuse("the file ends inside a comment or declaration; it was cut off, fetch it again");
    consume(found_ + end.size());
    return {};
}

// All text up to the next tag, comments left out.
Status Markup::read_text(std::string& text) {
    constexpr std::string_view cdata = "<![CDATA[", cdata_end = "]]>";
    raw_.clear();
    text.clear();
    for (;;) {
        const auto found = to_markup(&raw_, value_bytes_max);
        if (!found) return std::unexpected(found.error());
        if (!*found) break;
        if (buffer_[at_ + 1] != '!' && buffer_[at_ + 1] != '?') break;
        const auto known = has(cdata.size());
        if (!known) return std::unexpected(known.error());
        if (!std::string_view(buffer_).substr(at_).starts_with(cdata)) {
            if (Status done = skip_declaration(); !done) return done;
            continue;
        }
        consume(cdata.size());
        const auto end = find(cdata_end, value_bytes_max, "a value");
        if (!end) return std::unexpected(end.error());
        if (!*end) return refuse("the file ends inside a value; it was cut off, fetch it again");
        append_resolved(text, raw_);
        raw_.clear();
        text.append(buffer_, at_, found_);
        consume(found_ + cdata_end.size());
    }
    if (raw_.find('\0') != raw_.npos) return refuse("the file holds zero bytes; this is no text file of a bank");
    if (const std::string_view plain = trim(raw_); text.empty() && is_plain(plain)) {
        text = plain;
        return {};
    }
    append_resolved(text, raw_);
    std::erase_if(text, is_control);
    text = fold_blanks(text);
    return {};
}

Status Markup::read_tag(Tag& tag) {
    const auto found = find(">", tag_bytes_max, "a tag");
    if (!found) return std::unexpected(found.error());
    if (!*found) return refuse("the file ends inside a tag; it was cut off, fetch it again");
    std::string_view inside = std::string_view(buffer_).substr(at_ + 1, found_ - 1);
    tag.kind = inside.starts_with('/') ? Tag::Kind::end : Tag::Kind::start;
    if (tag.kind == Tag::Kind::end) inside.remove_prefix(1);
    tag.closed = tag.kind == Tag::Kind::start && inside.ends_with('/');
    if (tag.closed) inside.remove_suffix(1);
    std::string_view name = inside.substr(0, inside.find_first_of(" \t\r\n"));
    if (name.empty() || !std::ranges::all_of(name, is_name) || inside.contains('<'))
        return refuse("\"<" + shown(inside) + ">\" is no tag of OFX");
    name = name.substr(name.rfind(':') + 1);
    name_.resize(name.size());
    std::ranges::transform(name, name_.begin(), upper);
    tag.name = name_;
    consume(found_ + 1);
    return {};
}

// What nearly every tag is: a name in capitals and a plain text up to the next tag, all at hand. False for all
// else, of which nothing is taken.
bool Markup::take_plain(Tag& tag) {
    const std::string_view left = std::string_view(buffer_).substr(at_, tag_bytes_max);
    if (left.size() < 2 || left.front() != '<') return false;
    const bool is_end = left[1] == '/';
    const std::size_t begin = is_end ? 2 : 1;
    std::size_t end = begin;
    while (end < left.size() && is_capital(left[end])) ++end;
    if (end == begin || end == left.size() || left[end] != '>') return false;
    const std::size_t stop = left.find('<', end);
    if (stop == left.npos || stop + 1 == left.size() || (left[stop + 1] != '/' && !is_letter(left[stop + 1]))) return false;
    const std::string_view behind = left.substr(end + 1, stop - end - 1), text = trim(behind);
    if (!is_plain(text)) return false;
    tag.kind = is_end ? Tag::Kind::end : Tag::Kind::start;
    tag.closed = false;
    tag.name = left.substr(begin, end - begin);
    tag.text = is_end ? std::string_view() : text;
    tag.line = line_;
    advance(stop); // name and text stay where they are
    return true;
}

Status Markup::next(Tag& tag) {
    give_up_what_is_done();
    if (take_plain(tag)) return {};
    if (!text_)
        if (Status done = open(); !done) return done;
    for (;;) {
        raw_.clear();
        const auto more = to_markup(&raw_, value_bytes_max);
        if (!more) return std::unexpected(more.error());
        tag.line = line_;
        tag.text = {};
        tag.kind = Tag::Kind::end_of_file;
        if (!*more) return {};
        if (buffer_[at_ + 1] != '!' && buffer_[at_ + 1] != '?') break;
        if (Status done = skip_declaration(); !done) return done;
    }
    if (Status done = read_tag(tag); !done) return done;
    if (tag.kind == Tag::Kind::end || tag.closed) return {};
    Status done = read_text(value_);
    tag.text = value_;
    return done;
}

} // namespace settled::ofx
