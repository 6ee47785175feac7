// match -- the matching engine over a folder of canonical files: how long it takes, and what it answers.
//
// usage: match DIR [ANSWERS.csv]
// DIR holds what workload.hpp says.
// ANSWERS gets line_id, item_ids, state, customer_id and the evidence of every line: facts, not sentences. Standard output
// gets a count per state and the milliseconds of reading, of the engine with writing, and of both.
#include "workload.hpp"

#include "matching/reconcile.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace settled;

// Answers as lines of CSV; written in large blocks.
class Answers {
  public:
    Answers(const char* path, const bench::Workload& work) : file_(std::fopen(path, "wb"), &std::fclose), work_(work) {
        put("line_id,item_ids,state,customer_id,evidence\n");
    }
    Answers(const Answers&) = delete;
    Answers& operator=(const Answers&) = delete;
    ~Answers() { flush(); }

    bool good() const { return file_ != nullptr; }

    void write(const matching::Decision& decision) {
        put(work_.entries[work_.entries.entries[decision.entry].bank_reference]);
        put(",");
        std::string_view between;
        if (decision.state == matching::State::settled)
            for (const matching::Allocation& allocation : decision.best.allocations) {
                put(between);
                put(work_.book[work_.book.items[allocation.item].id]);
                between = ";";
            }
        put(",");
        put(matching::name(decision.state));
        put(",");
        if (!decision.best.allocations.empty() && decision.best.allocations.front().customer != matching::no_row)
            put(work_.book[work_.book.customers[decision.best.allocations.front().customer].id]);
        put(",");
        for (const matching::Evidence& evidence : decision.best.evidence) write(evidence);
        put("\n");
    }

  private:
    static constexpr std::size_t block_bytes = 1U << 16U;

    void put(std::string_view text) {
        if (text.size() > block_.size() - size_) flush();
        if (text.size() > block_.size()) {
            write_out(text);
            return;
        }
        std::memcpy(block_.data() + size_, text.data(), text.size());
        size_ += text.size();
    }

    void number(std::string_view name, std::int64_t value) {
        if (value == 0) return;
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        put(name);
        put({digits.data(), static_cast<std::size_t>(end - digits.data())});
    }

    void write(const matching::Evidence& evidence) {
        put(matching::name(evidence.kind));
        if (evidence.item != matching::no_row) {
            put(" item=");
            put(work_.book[work_.book.items[evidence.item].id]);
        }
        number(" amount=", evidence.amount);
        number(" limit=", evidence.limit);
        number(" count=", evidence.count);
        number(" days=", evidence.days);
        if (!evidence.text.empty()) {
            put(" text=");
            std::string_view text = evidence.text;
            if (text.size() > block_.size() - size_) flush();
            text = text.substr(0, block_.size());
            for (const char c : text) block_[size_++] = c == ',' || c == ';' || c == '\n' ? ' ' : c;
        }
        put(";");
    }

    void write_out(std::string_view text) {
        if (file_) std::fwrite(text.data(), 1, text.size(), file_.get());
    }
    void flush() {
        write_out({block_.data(), size_});
        size_ = 0;
    }

    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    const bench::Workload& work_;
    std::vector<char> block_ = std::vector<char>(block_bytes);
    std::size_t size_ = 0;
};

} // namespace

int main(int count, char** words) {
    if (count != 2 && count != 3) {
        std::fputs("usage: match DIR [ANSWERS.csv]\n", stderr);
        return 2;
    }
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    const bench::Workload work = bench::read_workload(words[1]);
    const auto loaded = Clock::now();
    Answers answers(count == 3 ? words[2] : "/dev/null", work);
    if (!answers.good()) {
        std::fprintf(stderr, "match: %s cannot be written\n", words[2]);
        return 1;
    }
    std::array<std::size_t, 9> states{};
    matching::reconcile(work.book, work.entries, {}, bench::rules(), *Date::of(2026, 11, 30), {},
                        [&](matching::Decision&& decision) {
                            ++states.at(static_cast<std::size_t>(decision.state));
                            answers.write(decision);
                        });
    const auto decided = Clock::now();
    for (std::size_t state = 1; state < states.size(); ++state)
        if (states[state] > 0) {
            const std::string_view name = matching::name(static_cast<matching::State>(state));
            std::printf("%.*s %zu\n", static_cast<int>(name.size()), name.data(), states[state]);
        }
    const auto milliseconds = [](auto from, auto to) {
        return static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count());
    };
    std::printf("items %zu, lines %zu, read %lld ms, decided %lld ms, all %lld ms\n", work.book.items.size(),
                work.entries.entries.size(), milliseconds(start, loaded), milliseconds(loaded, decided),
                milliseconds(start, decided));
    return 0;
}
