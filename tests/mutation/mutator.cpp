#include "mutator.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>

namespace settled::mutation {
namespace {

constexpr std::size_t grown_bytes_max = 70'000; // beyond every chunk and field limit of the readers
constexpr std::size_t kinds_at_once_max = 4;

// What readers stumble over: marks of formats, numbers at the edge of 64 bits, bytes that are no text.
constexpr std::array<std::string_view, 24> foreign = {"\"",
                                                      "'",
                                                      ",",
                                                      ";",
                                                      "\t",
                                                      "\r\n",
                                                      "\n\n",
                                                      "<",
                                                      ">",
                                                      "</",
                                                      "&#x0;",
                                                      "]]>",
                                                      ":86:",
                                                      "?20",
                                                      "-}",
                                                      "{4:",
                                                      "/",
                                                      "=\"",
                                                      "9223372036854775808",
                                                      "-0,000000000000001",
                                                      "99991231",
                                                      "\xFF\xFE",
                                                      "\xEF\xBB\xBF",
                                                      "\xC0\x80"};

class Hand {
  public:
    Hand(const std::vector<std::string>& files, std::uint64_t seed) : files_(files), random_(seed) {}

    std::string damage() {
        std::string text = files_[below(files_.size())];
        for (std::size_t kinds = 1 + below(kinds_at_once_max); kinds > 0; --kinds) once(text);
        return text;
    }

  private:
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }
    std::size_t place(const std::string& text) { return below(text.size() + 1); }

    struct Range {
        std::size_t begin, size;
    };
    Range line(const std::string& text) {
        const std::size_t at = place(text);
        const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        return {begin, std::min(text.find('\n', begin), text.size()) - begin};
    }

    void once(std::string& text) {
        switch (below(12)) {
        case 0:
            return text.resize(place(text));
        case 1:
            return static_cast<void>(text.erase(0, place(text)));
        case 2:
            for (std::size_t bytes = 1 + below(8); bytes > 0 && !text.empty(); --bytes)
                text[below(text.size())] = static_cast<char>(below(256));
            return;
        case 3:
            for (std::size_t bytes = 1 + below(8); bytes > 0 && !text.empty(); --bytes) {
                char& byte = text[below(text.size())];
                byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << below(8)));
            }
            return;
        case 4:
            return static_cast<void>(text.insert(place(text), foreign[below(foreign.size())]));
        case 5: {
            const Range gone = line(text);
            return static_cast<void>(text.erase(gone.begin, gone.size + 1));
        }
        case 6: {
            const Range twice = line(text);
            return static_cast<void>(text.insert(twice.begin, text.substr(twice.begin, twice.size) + "\n"));
        }
        case 7: {
            const std::string& other = files_[below(files_.size())];
            const Range taken = line(other);
            return static_cast<void>(text.insert(line(text).begin, other.substr(taken.begin, taken.size) + "\n"));
        }
        case 8: {
            const Range moved = line(text);
            const std::string kept = text.substr(moved.begin, moved.size) + "\n";
            text.erase(moved.begin, moved.size + 1);
            return static_cast<void>(text.insert(line(text).begin, kept));
        }
        case 9:
            return other_digit(text);
        case 10:
            return static_cast<void>(text.insert(place(text), 1 + below(grown_bytes_max), "0A ,<\"\n"[below(7)]));
        default: {
            const std::size_t from = place(text);
            return static_cast<void>(text.erase(from, below(64)));
        }
        }
    }

    // The first digit or sign behind some place becomes another: the file stays well-formed and says something else.
    void other_digit(std::string& text) {
        constexpr std::string_view marks = "0123456789-.";
        const std::size_t at = text.find_first_of(marks, place(text));
        if (at != std::string::npos) text[at] = marks[below(marks.size())];
    }

    const std::vector<std::string>& files_;
    std::mt19937_64 random_;
};

} // namespace

std::string mutated(const std::vector<std::string>& files, std::uint64_t seed) { return Hand(files, seed).damage(); }

} // namespace settled::mutation
