#include "matching/reading_ahead.hpp"

#include <algorithm>

namespace settled::matching {

void ReadingAhead::expect(std::span<const Row> rows) {
    rows_ = rows;
    turn_ = 0;
    done_.fill(0);
}

void ReadingAhead::read(Row entry, Text& read) const {
    read_text(entries_[entries_.entries[entry].remittance], read.text);
    references_.look_over(read.text.pieces, read.outlook);
}

void ReadingAhead::go(Step step, std::size_t turn) {
    Text& text = *at(turn);
    const statement::EntryRow& entry = entries_.entries[rows_[turn]];
    switch (step) {
    case texts:
        read(rows_[turn], text);
        references_.fetch_buckets(text.outlook);
        payers_.fetch_places(entry);
        break;
    case rows:
        references_.fetch_rows(text.outlook);
        payers_.fetch_remembered(entry);
        break;
    case items:
        references_.fetch_items(text.outlook);
        break;
    case numbers:
        references_.fetch_texts(text.outlook);
        break;
    case steps:
        break;
    }
}

void ReadingAhead::take(Row entry, std::unique_ptr<Text>& text) {
    if (turn_ == rows_.size() || rows_[turn_] != entry) return read(entry, *text);
    for (const Step step : {texts, rows, items, numbers})
        for (const std::size_t end = std::min(turn_ + entries_ahead[step] + 1, rows_.size()); done_[step] < end; ++done_[step])
            go(step, done_[step]);
    text.swap(at(turn_++));
}

} // namespace settled::matching
