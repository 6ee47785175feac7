#include "workload.hpp"

#include "ledger/place_table.hpp"
#include "ledger/text_hash.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace settled::bench {
namespace {

constexpr std::size_t columns_max = 32;

[[noreturn]] void refuse(const std::string& path, const char* what) {
    std::fprintf(stderr, "%s: %s\n", path.c_str(), what);
    std::exit(1);
}

constexpr std::size_t rows_at_once = 32;

// One row of a CSV file: its fields, as places say.
class Fields {
  public:
    static constexpr std::size_t nowhere = columns_max;

    // By place among the wanted headings; "" where the file has no such column.
    std::string_view operator[](std::size_t wanted) const {
        return (*places_)[wanted] < count_ ? fields_[(*places_)[wanted]] : std::string_view();
    }
    std::int64_t number(std::size_t wanted) const {
        std::string_view text = (*this)[wanted];
        const bool negative = text.starts_with('-');
        if (negative) text.remove_prefix(1);
        std::uint64_t value = 0; // of a generator's own amounts: none is too large
        for (const char c : text) value = value * 10 + static_cast<unsigned char>(c - '0');
        return negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
    }
    Date date(std::size_t wanted) const { return Date::parse_iso((*this)[wanted]).value_or(Date()); }
    Currency currency(std::size_t wanted) const { return Currency::parse((*this)[wanted]).value_or(Currency()); }

    std::size_t place_of(std::string_view heading) const {
        std::size_t at = 0;
        while (at < count_ && fields_[at] != heading) ++at;
        return at < count_ ? at : nowhere;
    }

    // `places`: of the wanted headings.
    void split(std::string_view line, const std::vector<std::size_t>& places) {
        places_ = &places;
        count_ = 0;
        std::string_view rest = line;
        for (bool more = true; more && count_ < columns_max;) {
            if (rest.starts_with('"')) {
                const std::size_t end = close_quote(rest);
                fields_[count_] = unquoted(rest.substr(1, end - 1), spare_[count_]);
                ++count_;
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

  private:
    static std::size_t close_quote(std::string_view field) {
        std::size_t at = 1;
        while (at < field.size() && (field[at] != '"' || (at + 1 < field.size() && field[at + 1] == '"')))
            at += field[at] == '"' ? 2 : 1;
        return std::min(at, field.size());
    }

    static std::string_view unquoted(std::string_view inside, std::string& out) {
        if (!inside.contains('"')) return inside;
        out.clear();
        for (std::size_t i = 0; i < inside.size(); ++i) {
            out += inside[i];
            if (inside[i] == '"') ++i;
        }
        return out;
    }

    const std::vector<std::size_t>* places_ = nullptr;
    std::array<std::string_view, columns_max> fields_;
    std::array<std::string, columns_max> spare_;
    std::size_t count_ = 0;
};

// A CSV file (RFC 4180, no line break inside a field) in blocks, some rows at once: what one of them leads to is fetched from
// memory while the others are looked at.
class Rows {
  public:
    // `optional`: wanted as well, behind the others.
    Rows(std::string path, std::initializer_list<std::string_view> wanted, std::initializer_list<std::string_view> optional = {})
        : path_(std::move(path)), file_(std::fopen(path_.c_str(), "rb"), &std::fclose) {
        if (!file_) refuse(path_, "cannot be read");
        if (!next_line(true)) refuse(path_, "is empty");
        Fields& heading = fields_.front();
        heading.split(line_, places_);
        for (const std::string_view name : wanted) {
            places_.push_back(heading.place_of(name));
            if (places_.back() == Fields::nowhere) refuse(path_, ("has no column " + std::string(name)).c_str());
        }
        for (const std::string_view name : optional) places_.push_back(heading.place_of(name));
    }

    // Not more rows than this, where each has at least so many bytes.
    std::size_t at_most(std::size_t row_bytes) const {
        std::error_code error;
        const std::uintmax_t bytes = std::filesystem::file_size(path_, error);
        return error ? 0 : static_cast<std::size_t>(bytes) / row_bytes;
    }

    // At most rows_at_once, none at the end; views until the next.
    std::span<const Fields> next() {
        std::size_t count = 0;
        while (count < rows_at_once && next_line(count == 0)) fields_[count++].split(line_, places_);
        return std::span(fields_).first(count);
    }

  private:
    // False at the end of the file, and where it does not stand in the block yet and nothing in there `may_move`.
    bool next_line(bool may_move) {
        for (;;) {
            char* const begin = block_.data() + at_;
            if (auto* const end = static_cast<char*>(std::memchr(begin, '\n', size_ - at_))) {
                line_ = {begin, static_cast<std::size_t>(end - begin)};
                at_ += line_.size() + 1;
                if (line_.ends_with('\r')) line_.remove_suffix(1);
                return true;
            }
            if (!may_move) return false;
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

    std::string path_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::vector<char> block_ = std::vector<char>(std::size_t{1} << 18U);
    std::size_t at_ = 0, size_ = 0;
    std::string_view line_;
    std::vector<Fields> fields_ = std::vector<Fields>(rows_at_once);
    std::vector<std::size_t> places_;
};

// Customers by their id.
class CustomerIndex {
  public:
    explicit CustomerIndex(const ledger::Book& book) : book_(book) {}

    void add(std::string_view id, ledger::Row row) { places_.add(ledger::place_hash(id), row); }

    // Of the column of some rows; PlaceTable::nothing for an id that nobody has.
    std::array<ledger::Row, rows_at_once> rows_of(std::span<const Fields> rows, std::size_t column) const {
        std::array<std::uint32_t, rows_at_once> hashes{};
        std::array<ledger::Row, rows_at_once> found{};
        for (std::size_t i = 0; i < rows.size(); ++i) places_.fetch(hashes[i] = ledger::place_hash(rows[i][column]));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            found[i] = places_.find(hashes[i], [](ledger::Row) { return true; });
            if (found[i] != ledger::PlaceTable::nothing) __builtin_prefetch(&book_.customers[found[i]]);
        }
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (found[i] != ledger::PlaceTable::nothing) book_.text.fetch(book_.customers[found[i]].id);
        for (std::size_t i = 0; i < rows.size(); ++i)
            found[i] =
                places_.find(hashes[i], [&](ledger::Row row) { return book_[book_.customers[row].id] == rows[i][column]; });
        return found;
    }

  private:
    const ledger::Book& book_;
    ledger::PlaceTable places_;
};

void read_customers(const std::string& folder, ledger::Book& book, CustomerIndex& index) {
    Rows file(folder + "/customers.csv", {"customer_id", "name", "alias", "account"}, {"tax_id"});
    for (std::span<const Fields> rows = file.next(); !rows.empty(); rows = file.next())
        for (const Fields& row : rows) {
            ledger::CustomerRow customer;
            customer.id = book.text.add(row[0]);
            customer.name = book.text.add(row[1]);
            customer.short_name = book.text.add(row[2]);
            customer.bank_accounts = book.text.add(row[3]);
            customer.tax_id = book.text.add(row[4]);
            index.add(row[0], static_cast<ledger::Row>(book.customers.size()));
            book.customers.push_back(customer);
        }
}

void read_items(const std::string& folder, ledger::Book& book, const CustomerIndex& index) {
    const std::string path = folder + "/items.csv";
    Rows file(path, {"item_id", "customer_id", "number", "date", "due", "amount_cents", "open_cents", "currency"},
              {"tax_invoice_numbers", "contract_number", "delivery_numbers", "po_number", "reference", "linked_document"});
    constexpr std::size_t row_bytes = 70; // about the shortest that a generator writes
    book.items.reserve(file.at_most(row_bytes));
    for (std::span<const Fields> rows = file.next(); !rows.empty(); rows = file.next()) {
        const auto customers = index.rows_of(rows, 1);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (customers[i] == ledger::PlaceTable::nothing) refuse(path, "names a customer that customers.csv does not have");
            const Fields& row = rows[i];
            ledger::ItemRow& item = book.items.emplace_back();
            item.id = book.text.add(row[0]);
            item.customer = customers[i];
            item.document_number = book.text.add(row[2]);
            item.document_date = row.date(3);
            item.due_date = row.date(4);
            item.amount = row.number(5);
            item.open_amount = row.number(6);
            item.currency = row.currency(7);
            item.tax_invoice_numbers = book.text.add(row[8]);
            item.contract_number = book.text.add(row[9]);
            item.delivery_numbers = book.text.add(row[10]);
            item.po_number = book.text.add(row[11]);
            item.reference = book.text.add(row[12]);
            item.linked_document = book.text.add(row[13]);
            item.doc_type = item.amount < 0 ? SETTLED_DOC_CREDIT_NOTE : SETTLED_DOC_INVOICE;
        }
    }
}

void read_lines(const std::string& folder, statement::EntryBook& book) {
    Rows file(folder + "/lines.csv",
              {"line_id", "date", "amount_cents", "currency", "payer_name", "payer_account", "remittance"});
    constexpr std::size_t row_bytes = 85; // about the shortest that a generator writes
    book.entries.reserve(file.at_most(row_bytes));
    std::vector<std::string_view> payers; // the names and accounts of some rows
    std::vector<ledger::TextRef> references;
    for (std::span<const Fields> rows = file.next(); !rows.empty(); rows = file.next()) {
        payers.clear();
        for (const Fields& row : rows) payers.insert(payers.end(), {row[4], row[5]});
        references.resize(payers.size());
        book.text.intern(payers, references);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Fields& row = rows[i];
            statement::EntryRow& entry = book.entries.emplace_back();
            entry.id = static_cast<std::int64_t>(book.entries.size());
            entry.bank_reference = book.text.add(row[0]);
            entry.booking_date = entry.value_date = row.date(1);
            entry.amount = row.number(2);
            entry.currency = row.currency(3);
            entry.counterparty_name = references[2 * i];
            entry.counterparty_account = references[2 * i + 1];
            entry.remittance = book.text.add(row[6]);
        }
    }
}

} // namespace

Workload read_workload(const std::string& folder) {
    Workload work;
    work.book.ledgers.push_back({"bench", 1, Date(), Date()});
    CustomerIndex customers(work.book);
    read_customers(folder, work.book, customers);
    read_items(folder, work.book, customers);
    work.entries.accounts.push_back({"main", "TEST-0001", "", *Currency::parse("CNY")});
    read_lines(folder, work.entries);
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
