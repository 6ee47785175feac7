#include <formats/text_input.hpp>

#include <settled/text.hpp>

namespace settled::formats {
namespace {

constexpr std::size_t chunk_bytes = 65536;
constexpr std::size_t sample_bytes = 16384; // behind the first byte that is not ASCII

// Text that is UTF-8 is so by its structure, whatever the file claims; a claim of UTF-8 that the bytes
// break is none. windows-1252 is what templates of headers say, so it gives way to what the bytes show;
// every other set was named on purpose.
Encoding choose_between(Encoding seen, std::optional<Encoding> claimed) {
    const bool structured = seen == Encoding::utf8 || seen == Encoding::utf16le || seen == Encoding::utf16be;
    if (!claimed || structured || *claimed == Encoding::utf8 || *claimed == Encoding::windows1252) return seen;
    return *claimed;
}

} // namespace

TextInput::TextInput(const Input& input, std::optional<Encoding> chosen, std::optional<Encoding> claimed)
    : input_(input), chosen_(chosen), claimed_(claimed) {}

// Reads until `wanted` bytes are at hand or the file ends.
Status TextInput::fill(std::size_t wanted) {
    std::size_t held = raw_.size();
    if (held >= wanted || at_end_) return {};
    Status done;
    raw_.resize_and_overwrite(wanted, [&](char* bytes, std::size_t) {
        while (held < wanted && !at_end_ && done) {
            const Result<std::size_t> got = input_.read({bytes + held, wanted - held});
            if (!got) done = std::unexpected(got.error());
            if (got) at_end_ = *got == 0, held += *got;
        }
        return held;
    });
    return done;
}

// Leaves decoder_ empty while there is nothing but ASCII.
Status TextInput::choose_decoder() {
    if (at_start_) {
        at_start_ = false;
        if (const ByteOrderMark mark = byte_order_mark(raw_); mark.size > 0) {
            raw_.erase(0, mark.size);
            decoder_.emplace(mark.encoding);
            return {};
        }
        if (chosen_) decoder_.emplace(*chosen_);
        // Only UTF-16 has zeros in text; it must be seen at the start, its first bytes look like ASCII.
        if (!decoder_ && raw_.find('\0') != raw_.npos) decoder_.emplace(guess_encoding(raw_));
    }
    if (decoder_) return {};
    const std::size_t first = first_high_byte(raw_);
    if (first == std::string_view::npos) return {};
    if (Status done = fill(first + sample_bytes); !done) return done;
    // From the letter before, so that the first high byte is seen inside its word.
    const Encoding seen = guess_encoding(std::string_view(raw_).substr(first > 0 ? first - 1 : 0));
    decoder_.emplace(choose_between(seen, claimed_));
    return {};
}

Result<bool> TextInput::append_next(std::string& out) {
    if (Status done = fill(chunk_bytes); !done) return pass(done);
    if (raw_.empty()) {
        if (!decoder_) return false;
        Status done = decoder_->finish();
        if (!done) done.error().line += lines_before_decoder_;
        return done ? Result<bool>(false) : pass(done);
    }
    if (Status done = choose_decoder(); !done) return pass(done);
    if (!decoder_) {
        lines_before_decoder_ += line_feeds(raw_);
        out += raw_;
    } else if (Status done = decoder_->append(raw_, out); !done) {
        done.error().line += lines_before_decoder_;
        return pass(done);
    }
    raw_.clear();
    return true;
}

} // namespace settled::formats
