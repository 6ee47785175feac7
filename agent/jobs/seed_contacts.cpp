#include "jobs/seed_contacts.hpp"

#include "jobs/people.hpp"
#include "jobs/picture.hpp"
#include "jobs/table_file.hpp"

#include <learning/heading_words.hpp>
#include <settled/mail_address.hpp>
#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace settled::jobs {
namespace {

using ledger::Row;

constexpr std::size_t heading_rows_max = 20; // titles may stand above the headings

// Separated by '|', folded.
constexpr std::string_view customer_headings =
    "customer_id|customerid|customer|customerno.|customernumber|customercode|客户编码|客户编号|客户代码|客户号|客户|客户名称|"
    "kundennummer|kundennr.|kunde|debitor|debitorennummer";
constexpr std::string_view mail_headings = "email|e-mail|mail|emailaddress|邮箱|电子邮箱|邮箱地址|电子邮件|邮件|mailadresse";
constexpr std::string_view phone_headings =
    "phone|telephone|tel|tel.|mobile|mobilephone|手机|手机号|手机号码|电话|联系电话|telefon|handy|mobiltelefon|rufnummer";

bool is_one_of(std::string_view heading, std::string_view words) {
    const std::string folded = learning::folded(heading);
    return !folded.empty() && std::ranges::any_of(split(words, '|'), [&](std::string_view word) { return word == folded; });
}

struct Columns {
    std::optional<std::size_t> customer, mail, phone;
    bool usable() const { return customer && (mail || phone); }
};

Columns columns_of(const TableRow& row) {
    Columns found;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string& heading = row.cells[i].text;
        if (!found.customer && is_one_of(heading, customer_headings)) found.customer = i;
        if (!found.mail && is_one_of(heading, mail_headings)) found.mail = i;
        if (!found.phone && is_one_of(heading, phone_headings)) found.phone = i;
    }
    return found;
}

struct Line {
    std::int64_t row = 0;
    std::string customer, mail, phone;
};

Result<std::vector<Line>> lines_of(std::string_view bytes) {
    auto tables = tables_of(bytes);
    if (!tables) return pass(tables);
    for (const TableOfFile& table : *tables)
        for (std::size_t head = 0; head < std::min(table.rows.size(), heading_rows_max); ++head) {
            const Columns columns = columns_of(table.rows[head]);
            if (!columns.usable()) continue;
            std::vector<Line> lines;
            for (std::size_t i = head + 1; i < table.rows.size(); ++i) {
                const auto cell = [&](std::optional<std::size_t> column) {
                    const auto& cells = table.rows[i].cells;
                    return column && *column < cells.size() ? std::string(trim(cells[*column].text)) : std::string();
                };
                Line line{table.rows[i].line, cell(columns.customer), cell(columns.mail), cell(columns.phone)};
                if (!line.customer.empty() || !line.mail.empty() || !line.phone.empty()) lines.push_back(std::move(line));
            }
            return lines;
        }
    return fail(SETTLED_BAD_DATA, "no row of headings was found with a customer (customer_id, 客户编码, Kundennummer) and a mail "
                                  "address or telephone (email, 邮箱, phone, 手机); name the columns in the first line");
}

// One company's customers by whatever a person calls them.
struct Known {
    const config::Company* company = nullptr;
    store::Stamp stamped;
    std::unique_ptr<Picture> picture;
    std::multimap<std::string, Row, std::less<>> by_name;

    bool is_confirmed(const ledger::CustomerRow& customer, std::string_view address) const {
        return std::ranges::any_of(picture->facts, [&](const ledger::Fact& fact) {
            return fact.kind == ledger::FactKind::accept_contact && fact.customer_id == picture->book[customer.id] &&
                   fact.ledger == picture->book.ledger_of(customer).name && equal_ignoring_ascii_case(fact.text, address);
        });
    }
};

Result<std::vector<Known>> known_customers(JobContext& context, const Scope& scope) {
    std::vector<Known> all;
    for (const config::Company* company : companies_of(context, scope)) {
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        auto picture = look(context, *company, *day);
        if (!picture) return pass(picture);
        Known& known = all.emplace_back(Known{company, std::move(*stamped), std::move(*picture), {}});
        const ledger::Book& book = known.picture->book;
        for (Row row = 0; row < book.customers.size(); ++row) {
            const ledger::CustomerRow& customer = book.customers[row];
            known.by_name.emplace(book.qualified(customer), row);
            known.by_name.emplace(book[customer.id], row);
            if (book[customer.name] != book[customer.id]) known.by_name.emplace(book[customer.name], row);
        }
    }
    return all;
}

class Seeding {
  public:
    Seeding(JobContext& context, const Scope& scope, std::vector<Known> known)
        : context_(context), is_dry_run_(scope.dry_run), known_(std::move(known)) {}

    Status take(const Line& line) {
        Known* company = nullptr;
        Row customer = ledger::no_row;
        std::string choices;
        for (Known& known : known_)
            for (auto [at, end] = known.by_name.equal_range(line.customer); at != end; ++at) {
                const std::string name = known.picture->book.qualified(known.picture->book.customers[at->second]);
                choices += (choices.empty() ? "" : ", ") + name;
                company = &known, customer = at->second;
            }
        if (!company) return refuse(line, line.mail + line.phone, "no such customer in any ledger");
        if (choices.contains(", ")) return refuse(line, line.mail + line.phone, "several customers go by that: " + choices);
        if (line.mail.empty() && line.phone.empty()) return refuse(line, "", "no address in this row");
        const ledger::CustomerRow& row = company->picture->book.customers[customer];
        if (Status done = take_mails(line, *company, row); !done) return done;
        return line.phone.empty() ? Status{} : take_phone(line, *company, row);
    }

    std::vector<SeededContact> seeded() && { return std::move(seeded_); }

  private:
    Status refuse(const Line& line, std::string address, std::string why) {
        seeded_.push_back({line.row, line.customer, std::move(address), true, std::move(why)});
        return {};
    }

    Status take_mails(const Line& line, const Known& known, const ledger::CustomerRow& customer) {
        const MailAddresses listed = split_mail_addresses(line.mail);
        for (const std::string& bad : listed.refused)
            if (Status done = refuse(line, bad, "not a mail address"); !done) return done;
        const std::string_view of_ledger = known.picture->book[customer.email];
        const MailAddresses wanted = split_mail_addresses(of_ledger);
        for (const std::string& address : listed.good) {
            const bool is_there = std::ranges::any_of(
                wanted.good, [&](const std::string& each) { return equal_ignoring_ascii_case(each, address); });
            if (Status done = is_there ? confirm(line, known, customer, address) : differs(line, address, of_ledger); !done)
                return done;
        }
        return {};
    }

    Status take_phone(const Line& line, const Known& known, const ledger::CustomerRow& customer) {
        const std::string address = fold_blanks(line.phone), of_ledger = fold_blanks(known.picture->book[customer.phone]);
        return address == of_ledger ? confirm(line, known, customer, address) : differs(line, address, of_ledger);
    }

    Status differs(const Line& line, std::string address, std::string_view of_ledger) {
        return refuse(line, std::move(address),
                      of_ledger.empty()
                          ? "the ledger has no address of this kind; enter it there, pull, and confirm it then"
                          : fmt::format("the ledger has {}; put it right there or here, and confirm it then", of_ledger));
    }

    Status confirm(const Line& line, const Known& known, const ledger::CustomerRow& customer, const std::string& address) {
        const bool was = known.is_confirmed(customer, address);
        seeded_.push_back({line.row, known.picture->book.qualified(customer), address, false,
                           was           ? "was confirmed before"
                           : is_dry_run_ ? "would be confirmed"
                                         : "confirmed"});
        if (was || is_dry_run_) return {};
        ledger::Fact fact;
        fact.kind = ledger::FactKind::accept_contact, fact.text = address;
        fact.ledger = known.picture->book.ledger_of(customer).name, fact.customer_id = known.picture->book[customer.id];
        auto kept = keep_word(context_, *known.company, known.stamped, known.picture->book.qualified(customer), fact);
        return kept ? Status{} : Status(pass(kept));
    }

    JobContext& context_;
    bool is_dry_run_;
    std::vector<Known> known_;
    std::vector<SeededContact> seeded_;
};

} // namespace

Result<std::vector<SeededContact>> seed_contacts(JobContext& context, const Scope& scope, std::string_view bytes) {
    auto lines = lines_of(bytes);
    if (!lines) return pass(lines);
    auto known = known_customers(context, scope);
    if (!known) return pass(known);
    Seeding seeding(context, scope, std::move(*known));
    for (std::size_t i = 0; i < lines->size(); ++i) {
        if (context.interrupted)
            return fail(SETTLED_STOPPED, "interrupted; what was confirmed up to here stands, the rest does not");
        context.journal.progress("contacts", static_cast<std::int64_t>(i), std::ssize(*lines));
        if (Status taken = seeding.take((*lines)[i]); !taken) return pass(taken);
    }
    return std::move(seeding).seeded();
}

} // namespace settled::jobs
