// Whatever way a history is cut, repeated, re-ordered and announced, its book is the history: nothing lost, nothing twice.
//
// SETTLED_IDENTITY_HISTORIES says how many (default 1,000), SETTLED_IDENTITY_SEED tells one again and keeps its files.

#include "agent.hpp"
#include "bank.hpp"
#include "cutter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace settled::identity {
namespace {

struct Named {
    std::string name, bytes;
};

std::uint64_t number_from_outside(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::vector<BookLine> without(const std::vector<BookLine>& all, const std::vector<BookLine>& some) {
    std::vector<BookLine> rest;
    std::ranges::set_difference(all, some, std::back_inserter(rest));
    return rest;
}

std::string told(const std::vector<BookLine>& lines) {
    std::string text;
    for (const BookLine& line : lines) text += "\n    " + to_string(line);
    return text.empty() ? " nothing" : text;
}

// One history from its first file to its last, and once more.
class Story {
  public:
    explicit Story(std::uint64_t seed) : chance_(seed), history_(make_history(chance_)), agent_(history_.accounts) {
        int arrived = 0;
        for (const std::vector<Piece>& pieces : cut(history_, chance_).files) {
            const BankFile file = write_file(history_, pieces, chance_);
            files_.push_back({std::to_string(1000 + ++arrived) + file.extension, file.bytes});
        }
        truth_ = truth(history_);
    }

    // Empty: all well. Else what was not, in words.
    std::string trouble() {
        for (std::size_t at = 0; at < files_.size();) { // some files a day
            const std::size_t end = std::min(files_.size(), at + 1 + chance_.below(6));
            for (; at < end; ++at) agent_.put(files_[at].name, files_[at].bytes);
            if (std::string words = take_in(false); !words.empty()) return words;
            const auto book = agent_.book();
            if (!book) return book.error().message;
            if (const auto invented = without(book->booked, truth_); !invented.empty())
                return "after file " + files_[at - 1].name + " the book has what never happened:" + told(invented);
        }
        const auto book = agent_.book();
        if (!book) return book.error().message;
        if (book->booked != truth_)
            return "the book lacks" + told(without(truth_, book->booked)) + "\n  and has too much" +
                   told(without(book->booked, truth_));
        if (!book->waiting.empty()) return "booked, and still announced:" + told(book->waiting);
        for (const Named& file : files_) agent_.put(file.name, file.bytes);
        if (const std::string words = take_in(true); !words.empty()) return "the same files again: " + words;
        const auto again = agent_.book();
        return again && again->booked == truth_ ? "" : "the same files again changed the book";
    }

    const std::vector<Named>& files() const { return files_; }
    std::size_t bookings() const { return truth_.size(); }

  private:
    std::string take_in(bool again) {
        auto report = agent_.import();
        if (!report) return report.error().message;
        if (!report->troubles.empty()) return report->troubles.front().error.message;
        for (const jobs::ImportedFile& file : report->files) {
            if (file.error) return file.name + ": " + file.error->message;
            const bool fits = again ? file.fate == jobs::FileFate::already_known
                                    : file.fate == jobs::FileFate::imported || file.fate == jobs::FileFate::already_known;
            if (!fits || (again && file.entries_new != 0))
                return file.name + " is " + std::string(jobs::name(file.fate)) + ", " + std::to_string(file.entries_new) + " new";
        }
        return {};
    }

    Chance chance_;
    History history_;
    Agent agent_;
    std::vector<Named> files_;
    std::vector<BookLine> truth_;
};

void keep(std::uint64_t seed, const std::vector<Named>& files) {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("settled-history-" + std::to_string(seed));
    std::filesystem::create_directories(folder);
    for (const Named& file : files) std::ofstream(folder / file.name, std::ios::binary) << file.bytes;
    std::cout << "  files of seed " << seed << " are kept in " << folder << '\n';
}

TEST(IdentityThroughFiles, RandomHistoriesCutRepeatedReorderedAndChainedGiveTheBookExactly) {
    const std::uint64_t only = number_from_outside("SETTLED_IDENTITY_SEED", 0);
    const std::uint64_t first = only ? only : 1, last = only ? only : number_from_outside("SETTLED_IDENTITY_HISTORIES", 1000);
    constexpr int failures_shown_max = 5;
    int failed = 0;
    std::size_t files = 0, bookings = 0;
    for (std::uint64_t seed = first; seed <= last && failed < failures_shown_max; ++seed) {
        Story story(seed);
        const std::string trouble = story.trouble();
        files += story.files().size(), bookings += story.bookings();
        if (!trouble.empty() || only) keep(seed, story.files());
        if (trouble.empty()) continue;
        ++failed;
        ADD_FAILURE() << "SETTLED_IDENTITY_SEED=" << seed << ": " << trouble;
    }
    std::cout << last - first + 1 << " histories, " << files << " files, " << bookings << " bookings, " << failed << " wrong\n";
    EXPECT_GT(bookings, 0U);
}

} // namespace
} // namespace settled::identity
