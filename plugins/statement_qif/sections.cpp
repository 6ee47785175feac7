#include "sections.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::qif {
namespace {

constexpr std::size_t name_bytes_max = 140;
constexpr std::size_t waiting_bytes_max = std::size_t{8} << 20;

constexpr std::array<std::string_view, 5> booking_types = {"bank", "cash", "ccard", "oth a", "oth l"};
constexpr std::array<std::string_view, 13> lists = {"cat",     "category", "class", "memorized", "prices", "security", "budget",
                                                    "invitem", "template", "tag",   "payee",     "tax",    "bill"};
constexpr std::array<std::string_view, 11> account_types = {"bank",  "cash",    "ccard",  "oth a",  "oth l",        "oth s",
                                                            "invst", "invoice", "mutual", "401(k)", "401(k)/403(b)"};

bool is_one_of(std::string_view word, std::span<const std::string_view> known) {
    return std::ranges::find(known, word) != known.end();
}

std::string quoted(std::string_view text) { return "\"" + visible(cut_at_character(text, name_bytes_max)) + "\""; }

} // namespace

// ---- statements ----------------------------------------------------------------------------------------

Status Statements::begin(const Account& account, std::int64_t line) {
    if (Status done = end(line); !done) return done;
    account_ = account;
    line_ = line;
    opening_ = {};
    open_ = true;
    sent_ = false;
    return {};
}

// Quicken writes an account's opening balance as its first booking, a transfer of the account to itself.
bool Statements::is_opening(const Record& record) const {
    return !account_.name.empty() && equal_ignoring_ascii_case(record.text('P'), "Opening Balance") &&
           transfer_account(record.text('L')) == account_.name;
}

Status Statements::send_begin() {
    if (std::exchange(sent_, true)) return {};
    if (account_.name.empty())
        sink_.diagnostic(SETTLED_WARNING, "NO_ACCOUNT", line_,
                         "the file names no account (!Account); set account for this source");
    settled_statement_begin begin{.size = sizeof begin};
    begin.currency = currency_.abi();
    begin.account = account_.name;
    begin.account_name = account_.description;
    begin.opening = opening_;
    begin.line = line_;
    return sink_.begin(begin);
}

Status Statements::booking(const Record& record, DateOrder order, char decimal_mark) {
    const auto entry = reader_.read(record, {order, decimal_mark, currency_});
    if (!entry) return std::unexpected(entry.error());
    for (const Remark& remark : reader_.remarks()) sink_.diagnostic(remark.severity, remark.code, record.line, remark.message);
    if (!sent_ && is_opening(record)) {
        opening_ = {1, (*entry)->booking_date, (*entry)->amount};
        return send_begin();
    }
    if (Status done = send_begin(); !done) return done;
    return sink_.entry(**entry);
}

Status Statements::end(std::int64_t line) {
    if (!std::exchange(open_, false)) return {};
    if (Status done = send_begin(); !done) return done;
    settled_statement_end end{.size = sizeof end};
    end.line = line;
    return sink_.end(end);
}

// ---- sections ------------------------------------------------------------------------------------------

Sections::Sections(StatementSink& sink, const Choices& choices)
    : sink_(sink), statements_(sink, choices.currency), days_(choices.order), amounts_(choices.decimal_mark),
      order_(choices.order), decimal_mark_(choices.decimal_mark), account_of_files_without_(choices.account) {
    account_.name = account_of_files_without_;
}

Status Sections::take(Record& record) {
    if (record.is_header()) return take_header(record);
    switch (kind_) {
    case Kind::bookings:
        return take_booking(record);
    case Kind::account:
        return take_account(record), Status{};
    case Kind::securities:
        ++securities_;
        return {};
    case Kind::none:
    case Kind::list:
        return {};
    }
    return {};
}

Status Sections::take_header(const Record& record) {
    const std::string_view header = record.header;
    if (header.starts_with("option:") || header.starts_with("clear:")) return {};
    if (header.starts_with("account")) {
        kind_ = Kind::account;
        return {};
    }
    const std::string_view type = header.starts_with("type:") ? trim(header.substr(5)) : std::string_view();
    kind_ = Kind::list;
    if (is_one_of(type, booking_types)) {
        kind_ = Kind::bookings;
        any_ = true;
        return hold({account_, {.line = record.line}});
    }
    if (type == "invst" || type == "port") {
        kind_ = Kind::securities;
        if (securities_line_ == 0) securities_line_ = record.line;
    } else if (!is_one_of(type, lists)) {
        warn("UNKNOWN_SECTION", record.line, "the section " + quoted("!" + record.header) + " is not known and was passed over");
    }
    return {};
}

void Sections::take_account(const Record& record) {
    account_.name = cut_at_character(record.text('N'), name_bytes_max);
    account_.description = cut_at_character(record.text('D'), name_bytes_max);
    const std::string type = ascii_lower(record.text('T'));
    if (!type.empty() && !is_one_of(type, account_types))
        warn("ACCOUNT_TYPE", record.line,
             "the type " + quoted(record.text('T')) + " of the account " + quoted(account_.name) + " is not known");
}

Status Sections::take_booking(Record& record) {
    if (const Field* day = record.find('D'))
        if (Status done = days_.add(day->text, day->line); !done) return done;
    if (const Field* amount = amount_field(record))
        if (Status done = amounts_.add(amount->text, amount->line); !done) return done;
    for (const Field& field : record.fields)
        if (field.letter == '$' && !field.text.empty())
            if (Status done = amounts_.add(field.text, field.line); !done) return done;
    return hold({std::nullopt, std::move(record)});
}

// Sends it, or keeps it until it can be read.
Status Sections::hold(Waiting waiting) {
    if (!order_ && days_.certain() && amounts_.certain()) {
        if (Status done = decide(); !done) return done;
    }
    if (order_ && decimal_mark_ != '\0') return release(waiting);
    waiting_bytes_ += waiting.record.bytes();
    waiting_.push_back(std::move(waiting));
    return waiting_bytes_ > waiting_bytes_max ? decide() : Status{}; // what was seen by then decides for the rest
}

Status Sections::decide() {
    if (!order_) {
        const auto order = days_.decide();
        if (!order) return std::unexpected(order.error());
        order_ = *order;
    }
    if (decimal_mark_ == '\0') {
        const auto mark = amounts_.decide();
        if (!mark) return std::unexpected(mark.error());
        decimal_mark_ = *mark;
    }
    for (; !waiting_.empty(); waiting_.pop_front())
        if (Status done = release(waiting_.front()); !done) return done;
    waiting_bytes_ = 0;
    return {};
}

Status Sections::release(const Waiting& waiting) {
    if (waiting.begins) return statements_.begin(*waiting.begins, waiting.record.line);
    return statements_.booking(waiting.record, *order_, decimal_mark_);
}

Status Sections::finish(std::int64_t last_line) {
    if (any_)
        if (Status done = decide(); !done) return done;
    if (Status done = statements_.end(last_line); !done) return done;
    if (securities_line_ != 0)
        warn("INVESTMENT", securities_line_,
             "an investment account: its " + std::to_string(securities_) +
                 " records of securities are left out, cash among them too");
    if (!any_ && securities_line_ == 0) warn("NO_STATEMENT", last_line, "the file is QIF and holds no bookings of an account");
    return {};
}

} // namespace settled::qif
