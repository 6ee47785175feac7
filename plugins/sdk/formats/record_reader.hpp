// record_reader.hpp -- a row of texts by column name becomes one canonical record, or a reason why not.
//
// What every ledger connector needs: SQL, CSV and workbooks all yield texts under column names, and
// CONTRACT's columns say what each text must be. Nothing is guessed: an amount has at most its
// currency's decimals, a date is written in a shape of ledger_days.hpp, an enumeration is one of the
// contract's words. An error names entity, row, column, value and what was expected.
//
// An id of several columns (receipt_id, receipt_id_2, receipt_id_3) comes out joined with '/'. An open
// item without a due date is due at due_base + terms_days where the row has both.
#pragma once

#include <settled/columns.hpp>
#include <settled/money.hpp>
#include <settled/result.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::formats {

// What a ledger means where its text says less than the contract wants.
struct RecordRules {
    Currency home_currency;                                     // of a row that names none
    std::map<std::string, std::string, std::less<>> currencies; // this ledger's names → ISO 4217 codes
    std::map<std::string, std::string, std::less<>> constants;  // columns that are not read but say the same in every row
};

// "CNY" for CNY, RMB, 人民币 and the like, for the names of `rules`, and the home currency for "".
// Nothing for anything else.
std::optional<Currency> currency_of(std::string_view name, const RecordRules& rules);

class RecordReader {
  public:
    // A value longer than this is refused: no column of the contract is a document.
    static constexpr std::size_t value_bytes_max = std::size_t{64} * 1024;

    // `columns` are the headings in order, in any case; "" marks one to be skipped. INVALID_CONFIG
    // names an unknown column with the nearest known one, a column given twice, and required ones
    // that are missing, and a constant that is read as well or is none of its column's values.
    static Result<RecordReader> create(const Entity& entity, const std::vector<std::string>& columns, RecordRules rules = {});

    // The next row, values in order of `columns`; an empty value is an absent one. The record borrows
    // from `values` and from the reader: it lives until the next call. BAD_DATA says what is wrong with
    // the row.
    Result<const void*> read(std::span<const std::string_view> values);

    std::int64_t rows() const { return row_; } // read so far
    const Entity& entity() const { return *entity_; }

  private:
    struct Column {
        const Field* field;
        std::size_t index; // into the row's values
        const Field* currency = nullptr;
        bool moment = false; // a text that says when: one shape whatever database wrote it
    };

    // An id whose further parts stand in columns of their own.
    struct Composed {
        const Field* field;
        std::vector<std::size_t> parts; // into the row's values, in order
        std::string joined;
    };

    RecordReader(const Entity& entity, RecordRules rules);
    Status add_column(std::string_view heading, std::size_t index);
    Status set_constants(const std::vector<std::string>& columns);
    bool is_part(std::string_view name, std::size_t index);
    Status set(const Column& column, std::string_view value);
    Status set_currency(const Column& column, std::string_view value);
    Status set_amount(const Column& column, std::string_view value);
    std::string_view list_of(std::string_view value);
    std::string_view moment_text(std::string_view value);
    std::string& rewritten();
    Status join(Composed& composed, std::span<const std::string_view> values);
    void compute_due_date();
    std::unexpected<Error> refuse(const Field& field, std::string_view value, const std::string& expected) const;

    const Entity* entity_;
    RecordRules rules_;
    std::vector<Column> columns_;                  // currencies first, so that an amount knows its decimals
    std::vector<std::max_align_t> record_, empty_; // empty_: a row before its values are read
    std::vector<const Field*> preset_;             // what empty_ holds of all rows
    std::vector<std::string> lists_;               // storage of rewritten texts, reused
    std::size_t lists_used_ = 0;
    std::vector<Composed> composed_;
    std::string last_currency_name_; // rows of one currency come together
    Currency last_currency_;
    std::size_t key_index_ = std::numeric_limits<std::size_t>::max(); // of the entity's key among the columns
    std::string_view key_;                                            // of the row being read, for messages
    std::int64_t row_ = 0;
};

} // namespace settled::formats
