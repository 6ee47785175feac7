#include "workload.hpp"

#include "ledger/place_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace settled::bench {
namespace {

constexpr std::size_t columns_max = 32;

[[noreturn]] void refuse(const std::string& path, const char* what) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), what);
    std::exit(1);
}

// A CSV file (RFC 4180, no line break inside a field) in blocks, one row at a time. Fields are views until the next row.
class Rows {
  public:
    // `optional`: wanted as well, behind the others.
    Rows(std::string path, std::initializer_list<std::string_view> wanted, std::initializer_list<std::string_view> optional = {})
        : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb"), &std::fclose) {
        if (!file_) refuse(path_, "cannot be read");
        if (!next_line()) refuse(path_, "is empty");
        split();
        for (const std::string_view name : wanted) {
            places_.push_back(place_of(name));
            if (places_.back() == nowhere) refuse(path_, ("has no column " + std::string(name)).c_str());
        }
        for (const std::string_view name : optional) places_.push_back(place_of(name));
    }

    // Not more rows than this, where each has at least so many bytes.
    std::size_t at_most(std::size_t row_bytes) const {
        std::error_code error;
        const std::uintmax_t bytes = std::filesystem::file_size(path_, error);
        return error ? 0 : static_cast<std::size_t>(bytes) / row_bytes;
    }

    bool next() {
        if (!next_line()) return false;
        split();
        return true;
    }
    // By place among the wanted headings; "" where the file has no such column.
    std::string_view operator[](std::size_t wanted) const {
        return places_[wanted] < count_ ? fields_[places_[wanted]] : std::string_view();
    }
    std::int64_t number(std::size_t wanted) const {
        std::int64_t value = 0;
        const std::string_view text = (*this)[wanted];
        std::from_chars(text.data(), text.data() + text.size(), value);
        return value;
    }
    Date date(std::size_t wanted) const { return Date::parse_iso((*this)[wanted]).value_or(Date()); }
    Currency currency(std::size_t wanted) const { return Currency::parse((*this)[wanted]).value_or(Currency()); }

  private:
    static constexpr std::size_t nowhere = columns_max;

    std::size_t place_of(std::string_view heading) const {
        std::size_t at = 0;
        while (at < count_ && fields_[at] != heading) ++at;
        return at < count_ ? at : nowhere;
    }

    bool next_line() {
        for (;;) {
            char* const begin = block_.data() + at_;
            if (auto* const end = static_cast<char*>(std::memchr(begin, '\n', size_ - at_))) {
                line_ = {begin, static_cast<std::size_t>(end - begin)};
                at_ += line_.size() + 1;
                if (line_.ends_with('\r')) line_.remove_suffix(1);
                return true;
            }
            std::memmove(block_.data(), begin, size_ - at_);
            size_ -= at_;
            at_ = 0;
            if (size_ == block_.size()) refuse(path_, "has a line that is too long");
            const std::size_t got = std::fread(block_.data() + size_, 1, block_.size() - size_, file_.get());
            size_ += got;
            if (got > 0) continue;
            line_ = {block_.data(), size_};
            size_ = 0;
            return !line_.empty();
        }
    }

    void split() {
        count_ = 0;
        std::string_view rest = line_;
        for (bool more = true; more && count_ < columns_max;) {
            if (rest.starts_with('"')) {
                const std::size_t end = close_quote(rest);
                fields_[count_++] = unquoted(rest.substr(1, end - 1));
                more = end + 1 < rest.size();
                rest.remove_prefix(std::min(end + 2, rest.size()));
                continue;
            }
            const std::size_t end = std::min(rest.find(','), rest.size());
            fields_[count_++] = rest.substr(0, end);
            more = end < rest.size();
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    static std::size_t close_quote(std::string_view field) {
        std::size_t at = 1;
        while (at < field.size() && (field[at] != '"' || (at + 1 < field.size() && field[at + 1] == '"')))
            at += field[at] == '"' ? 2 : 1;
        return std::min(at, field.size());
    }

    std::string_view unquoted(std::string_view inside) {
        if (!inside.contains('"')) return inside;
        std::string& out = spare_[count_];
        out.clear();
        for (std::size_t i = 0; i < inside.size(); ++i) {
            out += inside[i];
            if (inside[i] == '"') ++i;
        }
        return out;
    }

    std::string path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::vector<char> block_ = std::vector<char>(std::size_t{1} << 18U);
    std::size_t at_ = 0, size_ = 0;
    std::string_view line_;
    std::array<std::string_view, columns_max> fields_;
    std::array<std::string, columns_max> spare_;
    std::size_t count_ = 0;
    std::vector<std::size_t> places_;
};

} // namespace

Workload read_workload(const std::string& folder) {
    Workload work;
    ledger::Book& book = work.book;
    book.ledgers.push_back({"bench", 1, Date(), Date()});
    ledger::PlaceTable customers;
    const auto hash_of = [](std::string_view id) { return static_cast<std::uint32_t>(std::hash<std::string_view>{}(id)); };
    for (Rows rows(folder + "/customers.csv", {"customer_id", "name", "alias", "account"}, {"tax_id"}); rows.next();) {
        ledger::CustomerRow customer;
        customer.id = book.text.add(rows[0]);
        customer.name = book.text.add(rows[1]);
        customer.short_name = book.text.add(rows[2]);
        customer.bank_accounts = book.text.add(rows[3]);
        customer.tax_id = book.text.add(rows[4]);
        customers.add(hash_of(rows[0]), static_cast<ledger::Row>(book.customers.size()));
        book.customers.push_back(customer);
    }
    Rows items(folder + "/items.csv",
               {"item_id", "customer_id", "number", "date", "due", "amount_cents", "open_cents", "currency"},
               {"tax_invoice_numbers", "contract_number", "delivery_numbers", "po_number", "reference", "linked_document"});
    constexpr std::size_t item_row_bytes = 70, line_row_bytes = 85; // about the shortest that a generator writes
    book.items.reserve(items.at_most(item_row_bytes));
    while (items.next()) {
        const auto has_id = [&](ledger::Row row) { return book[book.customers[row].id] == items[1]; };
        const ledger::Row customer = customers.find(hash_of(items[1]), has_id);
        if (customer == ledger::PlaceTable::nothing)
            refuse(folder + "/items.csv", "names a customer that customers.csv does not have");
        ledger::ItemRow item;
        item.id = book.text.add(items[0]);
        item.customer = customer;
        item.document_number = book.text.add(items[2]);
        item.document_date = items.date(3);
        item.due_date = items.date(4);
        item.amount = items.number(5);
        item.open_amount = items.number(6);
        item.currency = items.currency(7);
        item.tax_invoice_numbers = book.text.add(items[8]);
        item.contract_number = book.text.add(items[9]);
        item.delivery_numbers = book.text.add(items[10]);
        item.po_number = book.text.add(items[11]);
        item.reference = book.text.add(items[12]);
        item.linked_document = book.text.add(items[13]);
        item.doc_type = item.amount < 0 ? SETTLED_DOC_CREDIT_NOTE : SETTLED_DOC_INVOICE;
        book.items.push_back(item);
    }
    work.entries.accounts.push_back({"main", "TEST-0001", "", *Currency::parse("CNY")});
    Rows lines(folder + "/lines.csv",
               {"line_id", "date", "amount_cents", "currency", "payer_name", "payer_account", "remittance"});
    work.entries.entries.reserve(lines.at_most(line_row_bytes));
    while (lines.next()) {
        statement::EntryRow entry;
        entry.id = static_cast<std::int64_t>(work.entries.entries.size()) + 1;
        entry.bank_reference = work.entries.text.add(lines[0]);
        entry.booking_date = entry.value_date = lines.date(1);
        entry.amount = lines.number(2);
        entry.currency = lines.currency(3);
        entry.counterparty_name = work.entries.text.intern(lines[4]);
        entry.counterparty_account = work.entries.text.intern(lines[5]);
        entry.remittance = work.entries.text.add(lines[6]);
        work.entries.entries.push_back(entry);
    }
    return work;
}

matching::Rules rules() {
    matching::Rules rules;
    const Currency cny = *Currency::parse("CNY");
    rules.home_currency = cny;
    rules.residuals.push_back({matching::Residual::bank_fee, cny, matching::Path::any, 5000});
    rules.discount_basis_points = {200, 300};
    return rules;
}

} // namespace settled::bench
