#include <formats/xml_pieces.hpp>

#include <formats/peeked_input.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace settled::formats {
namespace {

constexpr std::size_t head_bytes = 1024; // an XML declaration stands in front of everything else

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// XML 1.0, 2.2: no control characters but tab, line feed and carriage return. Written without an
// early exit inside a block, so that the compiler can look at many bytes at once.
std::size_t first_control_character(std::string_view text) {
    constexpr std::size_t block = 4096;
    const auto forbidden = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; };
    for (std::size_t at = 0; at < text.size(); at += block) {
        const std::string_view part = text.substr(at, block);
        unsigned char found = 0;
        for (const char c : part) found = static_cast<unsigned char>(found | static_cast<unsigned char>(forbidden(c)));
        if (found != 0) return at + static_cast<std::size_t>(std::ranges::find_if(part, forbidden) - part.begin());
    }
    return std::string_view::npos;
}

// What is looked at inside markup; all else is passed over.
constexpr auto stops_in_markup = [] {
    std::array<bool, 256> stops{};
    for (const char c : {'>', '"', '\'', '[', '\0'}) stops[static_cast<unsigned char>(c)] = true;
    return stops;
}();

// Of element names as banks write them.
constexpr auto name_letters = [] {
    std::array<bool, 256> letters{};
    for (int c = 0; c < 128; ++c)
        letters[static_cast<std::size_t>(c)] =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':';
    return letters;
}();

// The value of encoding="…" in a declaration.
std::string_view encoding_attribute(std::string_view declaration) {
    const std::size_t key = declaration.find("encoding");
    if (key == std::string_view::npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", key);
    if (open == std::string_view::npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    return close == std::string_view::npos ? std::string_view() : declaration.substr(open + 1, close - open - 1);
}

// How often '<' stands in it, many bytes a step.
std::size_t tags_in(std::string_view text) {
    constexpr std::size_t piece_bytes = 240; // a byte counts them
    std::size_t all = 0;
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), piece_bytes))) {
        std::uint8_t found = 0;
        for (const char c : text.substr(0, piece_bytes)) found = static_cast<std::uint8_t>(found + (c == '<' ? 1 : 0));
        all += found;
    }
    return all;
}

std::string shown(std::string_view name) { return visible(cut_at_character(name, 40)); }

} // namespace

std::optional<Encoding> declared_encoding(std::string_view head) {
    using namespace std::string_view_literals;
    if (const ByteOrderMark mark = byte_order_mark(head); mark.size > 0) return mark.encoding;
    // XML 1.0, appendix F: without a mark, '<' alone tells the width of a character.
    if (head.starts_with("<\0"sv)) return Encoding::utf16le;
    if (head.starts_with("\0<"sv)) return Encoding::utf16be;
    if (!head.starts_with("<?xml")) return Encoding::utf8;
    const std::string_view named = encoding_attribute(head.substr(0, head.find("?>")));
    return named.empty() ? Encoding::utf8 : encoding_named(named);
}

// The file as checked UTF-8, in the encoding that its declaration names.
class XmlPieces::Source {
  public:
    explicit Source(const Input& input) : input_(input) {}

    Result<bool> append_to(std::string& text) {
        if (!text_)
            if (auto opened = open(); !opened) return pass(opened);
        return text_->append_next(text);
    }

  private:
    Status open() {
        const auto head = input_.head(head_bytes);
        if (!head) return std::unexpected(head.error());
        const auto encoding = declared_encoding(*head);
        if (!encoding)
            return fail(SETTLED_BAD_DATA,
                        "the file declares the encoding \"" + shown(encoding_attribute(*head)) +
                            "\", which is not known; ask the bank for UTF-8",
                        1);
        text_.emplace(input_.whole(), *encoding);
        return {};
    }

    PeekedInput input_;
    std::optional<TextInput> text_;
};

XmlPieces::XmlPieces(const Input& input, XmlLimits limits) : source_(std::make_unique<Source>(input)), limits_(limits) {}
XmlPieces::~XmlPieces() = default;

std::unexpected<Error> XmlPieces::truncated() const {
    const std::int64_t last_line = line_ + line_feeds(std::string_view(buffer_).substr(base_));
    if (!root_seen_ && !pending_) return fail(SETTLED_BAD_DATA, "the file holds no XML; expected an XML document", last_line);
    const std::string& inside = pending_ ? name_ : open_.back();
    return fail(SETTLED_BAD_DATA, "the file ends inside <" + shown(inside) + ">; it was cut off, fetch it again", last_line);
}

void XmlPieces::consume(std::size_t bytes) {
    line_ += line_feeds(std::string_view(buffer_).substr(base_, bytes));
    base_ += bytes;
}

Result<bool> XmlPieces::more() {
    if (buffer_.size() - base_ > limits_.piece_bytes)
        return refuse("one element or comment is longer than " + std::to_string(limits_.piece_bytes >> 20) + " MiB");
    buffer_.erase(0, base_);
    base_ = 0;
    // As much again as is held, so that a long piece is searched a few times and not once per chunk.
    const std::size_t held = buffer_.size();
    do {
        const std::size_t before = buffer_.size();
        auto got = source_->append_to(buffer_);
        if (!got) return pass(got);
        if (const std::size_t bad = first_control_character(std::string_view(buffer_).substr(before));
            bad != std::string_view::npos)
            return fail(SETTLED_BAD_DATA, "a control character, which XML does not allow; the file is damaged",
                        line_ + line_feeds(std::string_view(buffer_).substr(0, before + bad)));
        if (!*got) return buffer_.size() > held;
    } while (buffer_.size() < 2 * held || buffer_.size() == held);
    return true;
}

// Behind the '>' that ends the markup beginning at `open`, or null when it is not all there. The
// byte at `end` is readable and is NUL, which no markup contains.
const char* XmlPieces::markup_end(const char* open, const char* end, Kind& kind) {
    const auto behind = [&](const char* from, std::string_view mark) -> const char* {
        const std::string_view rest(from, static_cast<std::size_t>(end - from));
        const std::size_t found = rest.find(mark);
        return found == std::string_view::npos ? nullptr : from + found + mark.size();
    };
    const char* at = open + 1;
    kind = Kind::start;
    if (*at == '/') {
        kind = Kind::end;
    } else if (*at == '?') {
        kind = Kind::other;
        return behind(at + 1, "?>");
    } else if (*at == '!') {
        constexpr std::string_view comment = "<!--", cdata = "<![CDATA[";
        const std::string_view seen(open, static_cast<std::size_t>(end - open));
        kind = Kind::other;
        if (seen.starts_with(comment)) return behind(open + comment.size(), "-->");
        if (seen.starts_with(cdata)) return behind(open + cdata.size(), "]]>");
        if (comment.starts_with(seen) || cdata.starts_with(seen)) return nullptr; // which one is not all there
        kind = Kind::doctype;
    }
    for (;; ++at) {
        while (!stops_in_markup[static_cast<unsigned char>(*at)]) ++at;
        if (*at == '>') break;
        if (*at == '"' || *at == '\'') {
            at = static_cast<const char*>(std::memchr(at + 1, *at, static_cast<std::size_t>(end - at - 1)));
            if (at == nullptr) return nullptr;
        } else if (*at == '[' && kind == Kind::doctype) {
            return at + 1; // declarations follow: the caller refuses
        } else if (*at == '\0') {
            return nullptr;
        }
    }
    if (kind == Kind::start && at[-1] == '/') kind = Kind::empty;
    return at + 1;
}

Result<bool> XmlPieces::next_markup() {
    for (std::size_t from = 0;;) {
        const std::string_view text = std::string_view(buffer_).substr(base_);
        const std::size_t open = text.find('<', from);
        if (open != std::string_view::npos) {
            const char* end = markup_end(text.data() + open, text.data() + text.size(), kind_);
            if (end != nullptr) {
                tag_begin_ = open;
                tag_end_ = static_cast<std::size_t>(end - text.data());
                return true;
            }
        }
        from = std::min(open, text.size());
        auto got = more();
        if (!got) return pass(got);
        if (!*got) return open == std::string_view::npos ? Result<bool>(false) : Result<bool>(truncated());
    }
}

// What may stand outside the root: blanks.
Status XmlPieces::between(std::string_view text) {
    if (!open_.empty() || std::ranges::all_of(text, is_blank)) return {};
    return refuse(root_seen_ ? "text after the end of the document" : "the file does not begin as XML; expected \"<\"");
}

Result<XmlPieces::Step> XmlPieces::next() {
    consume(std::exchange(taken_, 0));
    if (pending_) {
        pending_ = false;
        open_.push_back(name_);
        const bool empty = kind_ == Kind::empty;
        consume(tag_end_);
        if (empty) return end_of(name_);
    }
    for (;;) {
        auto found = next_markup();
        if (!found) return pass(found);
        const std::size_t outside = *found ? tag_begin_ : buffer_.size() - base_;
        if (auto blank = between(std::string_view(buffer_).substr(base_, outside)); !blank) return pass(blank);
        if (!*found) {
            if (!open_.empty() || !root_seen_) return truncated();
            return Step::end_of_document;
        }
        consume(outside);
        tag_end_ -= outside;
        const std::string_view tag = std::string_view(buffer_).substr(base_, tag_end_);
        if (kind_ == Kind::start || kind_ == Kind::empty) return start_of(kind_);
        if (kind_ == Kind::end) {
            consume(tag_end_);
            return end_of(trim(tag.substr(2, tag.size() - 3)));
        }
        if (kind_ == Kind::doctype && tag.ends_with('['))
            return refuse("the document declares entities of its own (DOCTYPE); a bank statement never does, so it is not read");
        consume(tag_end_);
    }
}

Result<XmlPieces::Step> XmlPieces::start_of(Kind kind) {
    const std::string_view tag = std::string_view(buffer_).substr(base_, tag_end_);
    const std::string_view inside = tag.substr(1, tag.size() - (kind == Kind::empty ? 3 : 2));
    name_ = inside.substr(0, inside.find_first_of(" \t\r\n"));
    if (name_.empty() || name_.find_first_of("<&\"'=") != std::string::npos) return refuse("\"<\" that begins no element");
    if (open_.empty() && root_seen_)
        return refuse("a second document <" + shown(name_) + "> in one file; split the file, one document each");
    if (open_.size() >= limits_.depth)
        return refuse("elements inside each other more than " + std::to_string(limits_.depth) + " deep");
    root_seen_ = pending_ = true;
    return Step::element;
}

Result<XmlPieces::Step> XmlPieces::end_of(std::string_view name) {
    if (open_.empty()) return refuse("</" + shown(name) + "> ends an element that never began");
    if (open_.back() != name) return refuse("</" + shown(name) + "> where </" + shown(open_.back()) + "> was expected");
    name_ = std::move(open_.back());
    open_.pop_back();
    return Step::end_of_element;
}

// Bytes of the element whose start tag stands at base_, when its end tag is at hand and nothing before it asks for a
// closer look: no comment or the like, no element of the same name, too few tags to be inside each other too
// deep. 0: element_size() must look.
std::size_t XmlPieces::plain_element_size() const {
    const std::string_view text = std::string_view(buffer_).substr(base_);
    for (std::size_t at = text.find(name_, tag_end_); at != text.npos; at = text.find(name_, at + name_.size())) {
        const std::size_t end = at + name_.size();
        if (end == text.size()) return 0;
        if (name_letters[static_cast<unsigned char>(text[end])]) continue; // a longer name
        if (text[at - 1] == '<') return 0;
        if (text[at - 1] != '/' || text[at - 2] != '<') continue; // a word of a text
        const std::string_view inside = text.substr(tag_end_, end - tag_end_);
        const bool marked = inside.find('!') != inside.npos || inside.find('?') != inside.npos;
        const bool may_be_deep = tags_in(inside) / 2 + open_.size() >= limits_.depth;
        return text[end] != '>' || marked || may_be_deep ? 0 : end + 1;
    }
    return 0;
}

Result<std::size_t> XmlPieces::element_size() {
    std::size_t at = tag_end_;
    std::size_t inside = 1; // elements open within the piece
    for (;;) {
        const char* const first = buffer_.data() + base_;
        const char* const end = buffer_.data() + buffer_.size();
        while (at < buffer_.size() - base_) {
            const char* open = static_cast<const char*>(std::memchr(first + at, '<', static_cast<std::size_t>(end - first) - at));
            if (open == nullptr) {
                at = static_cast<std::size_t>(end - first);
                break;
            }
            Kind kind{};
            const char* behind = markup_end(open, end, kind);
            at = static_cast<std::size_t>((behind == nullptr ? open : behind) - first);
            if (behind == nullptr) break;
            if (kind == Kind::start && ++inside + open_.size() > limits_.depth)
                return fail(SETTLED_BAD_DATA, "elements inside each other more than " + std::to_string(limits_.depth) + " deep",
                            line_ + line_feeds({first, at}));
            if (kind == Kind::doctype)
                return fail(SETTLED_BAD_DATA, "a DOCTYPE inside an element", line_ + line_feeds({first, at}));
            if (kind == Kind::end && --inside == 0) return at;
        }
        auto got = more();
        if (!got) return pass(got);
        if (!*got) return truncated();
    }
}

Result<std::string_view> XmlPieces::take() {
    Result<std::size_t> size = kind_ == Kind::empty ? tag_end_ : plain_element_size();
    if (*size == 0) size = element_size();
    if (!size) return pass(size);
    const std::string_view piece = std::string_view(buffer_).substr(base_, *size);
    pending_ = false;
    taken_ = *size;
    return piece;
}

Status XmlPieces::skip() {
    auto piece = take();
    if (!piece) return pass(piece);
    return {};
}

} // namespace settled::formats
