// xml_pieces.hpp -- cuts XML into pieces while it streams, so that a tree of the whole is never built.
//
// It knows where elements begin and end (comments, CDATA, processing instructions and quoted '>' are
// understood) and nothing of what they mean. The caller walks: it enters an element, takes it whole
// (pugixml reads the piece), or skips it. Memory is one piece, whatever the size of the file.
//
// What comes out is well-formed UTF-8 without control characters: the encoding that the document
// declares (or its byte-order mark shows) is the one it is read in, and a byte that does not belong is
// BAD_DATA with its line. A DOCTYPE that declares anything is refused: entities can grow without bound.
#pragma once

#include <formats/text_input.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::formats {

struct XmlLimits {
    std::size_t piece_bytes = std::size_t{64} << 20; // of one element taken whole, or one comment
    std::size_t depth = 64;                          // elements inside each other
};

// "ns:Amt" is "Amt": elements are known by their local names.
constexpr std::string_view local_name(std::string_view qualified) { return qualified.substr(qualified.rfind(':') + 1); }

class XmlPieces {
  public:
    enum class Step { element, end_of_element, end_of_document };

    // The input must outlive this object.
    explicit XmlPieces(const Input& input, XmlLimits limits = {});
    ~XmlPieces();
    XmlPieces(XmlPieces&&) = delete;

    // To the next start or end of an element. An element that was neither taken nor skipped is entered.
    Result<Step> next();

    // Of the element that next() stopped at.
    std::string_view name() const { return local_name(name_); }
    std::size_t depth() const { return open_.size() + (pending_ ? 1 : 0); } // 1 is the root
    std::int64_t line() const { return line_; }

    // After Step::element: all of it, from '<' to the last '>'; valid until the next call.
    Result<std::string_view> take();
    Status skip();

  private:
    enum class Kind : std::uint8_t { start, empty, end, other, doctype };
    class Source;

    static const char* markup_end(const char* open, const char* end, Kind& kind);
    Result<bool> next_markup(); // false at the end of the file
    std::size_t plain_element_size() const;
    Result<std::size_t> element_size();
    Result<bool> more(); // false when the file has no more
    Result<Step> start_of(Kind kind);
    Result<Step> end_of(std::string_view name);
    Status between(std::string_view text);
    void consume(std::size_t bytes);
    std::unexpected<Error> refuse(std::string message) const { return fail(SETTLED_BAD_DATA, std::move(message), line_); }
    std::unexpected<Error> truncated() const;

    std::unique_ptr<Source> source_;
    XmlLimits limits_;
    std::string buffer_;
    std::size_t base_ = 0;                    // what lies before it is done with
    std::size_t tag_begin_ = 0, tag_end_ = 0; // the last markup, relative to base_
    std::size_t taken_ = 0;                   // bytes of the piece that take() gave
    Kind kind_ = Kind::other;
    std::string name_;
    std::vector<std::string> open_;
    std::int64_t line_ = 1; // of base_
    bool root_seen_ = false, pending_ = false;
};

// The encoding that an XML document says it is in, from its first bytes; UTF-8 when it says nothing,
// none when it names one that nobody here knows.
std::optional<Encoding> declared_encoding(std::string_view head);

} // namespace settled::formats
