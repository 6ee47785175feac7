#include "matching/reading.hpp"

#include "matching/fold.hpp"

#include <algorithm>
#include <string>

namespace settled::matching {
namespace {

constexpr std::size_t iban_signs_min = 15;

// The country of an IBAN (ISO 13616), "" for any other account.
std::string country_of(std::string_view account) {
    const std::string signs = account_signs(account);
    const bool iban =
        signs.size() >= iban_signs_min && is_letter(signs[0]) && is_letter(signs[1]) && is_digit(signs[2]) && is_digit(signs[3]);
    return iban ? signs.substr(0, 2) : std::string();
}

Path path_of(const statement::EntryRow& entry, const statement::EntryBook& entries, const Rules& rules) {
    if (!rules.home_currency.none() && entry.currency != rules.home_currency) return Path::foreign;
    const std::string theirs = country_of(entries[entry.counterparty_account]);
    const std::string ours =
        entry.account < entries.accounts.size() ? country_of(entries.accounts[entry.account].number) : std::string();
    return !theirs.empty() && !ours.empty() && theirs != ours ? Path::foreign : Path::domestic;
}

// What looks like no number of the ledger may be the end of one of the payer's numbers.
void read_endings(const ledger::Book& book, const References& references, Reading& reading) {
    std::vector<Row> customers = reading.payer.known() ? std::vector<Row>{reading.payer.customer} : reading.payer.rivals;
    const auto is_payer = [&](Row customer) { return std::ranges::find(customers, customer) != customers.end(); };
    const auto hits_of = [&](std::string_view written) {
        std::vector<Quote::Hit> hits;
        if (looks_like_date(written)) return hits;
        for (const Row customer : customers)
            for (const Quote::Hit& hit : references.ending(customer, written))
                if (book.items[hit.item].currency == reading.currency && book.items[hit.item].customer == customer)
                    hits.push_back(hit);
        return hits;
    };
    const auto known_already = [&](Row item) {
        return std::ranges::any_of(reading.quotes.known, [&](const Quote& known) {
            return std::ranges::any_of(known.hits, [&](const Quote::Hit& hit) { return hit.item == item; });
        });
    };
    // A short number of somebody else's may be meant as the end of one of the payer's own.
    for (Quote& quote : reading.quotes.known) {
        const bool own =
            std::ranges::any_of(quote.hits, [&](const Quote::Hit& hit) { return is_payer(book.items[hit.item].customer); });
        if (!quote.weak || own) continue;
        for (const Quote::Hit& hit : hits_of(quote.text))
            if (!known_already(hit.item)) quote.hits.push_back(hit);
    }
    const auto take = [&](std::string_view written) {
        std::vector<Quote::Hit> hits = hits_of(written);
        if (hits.empty()) return false;
        std::erase_if(hits, [&](const Quote::Hit& hit) { return known_already(hit.item); });
        if (!hits.empty()) reading.quotes.known.push_back({.text = std::string(written), .weak = true, .hits = std::move(hits)});
        return true;
    };
    // "/INV/04890": a word and an ending. A whole number of the house's style ends nothing else.
    std::erase_if(reading.quotes.unknown, [&](const std::string& written) {
        return take(written) || (!references.house_style(written) && take(References::tail(written)));
    });
    std::erase_if(reading.quotes.strangers, take);
    std::erase_if(reading.quotes.fragments, take);
}

} // namespace

Reading read_entry(const ledger::Book& book, const statement::EntryBook& entries, Row row, const Payers& payers,
                   const References& references, const Rules& rules) {
    const statement::EntryRow& entry = entries.entries[row];
    Reading reading;
    reading.entry = row;
    reading.amount = entry.amount;
    reading.currency = entry.currency;
    reading.date = entry.value_date.none() ? entry.booking_date : entry.value_date;
    reading.path = path_of(entry, entries, rules);
    reading.text = read_text(entries[entry.remittance]);
    reading.payer = payers.of(entry, entries, reading.text);
    reading.quotes = references.read(reading.text, entries[entry.structured_reference]);
    read_endings(book, references, reading);
    return reading;
}

} // namespace settled::matching
