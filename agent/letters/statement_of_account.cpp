#include "letters/statement_of_account.hpp"

#include "letters/frame.hpp"
#include "render/html.hpp"
#include "render/locale.hpp"

#include <settled/text.hpp>

#include <algorithm>

namespace settled::letters {
namespace {

using ledger::AccountLine;
using ledger::AccountStatement;
using render::PdfCell;
using render::PdfRow;
using render::PdfStyle;
using render::PdfTable;
using render::PdfText;
using render::Values;

constexpr auto words_file = "statement.txt";

Result<Words> words_of(std::string_view language, std::string_view file, const TemplateSource& templates) {
    const std::string where = "letters/" + std::string(language) + '/' + std::string(file);
    const auto text = templates.find(language, file);
    if (!text) return fail(SETTLED_BAD_DATA, where + ": there is no such file; expected it beside the other letters");
    if (Status fine = check_template(*text, where); !fine) return pass(fine);
    auto words = read_words(*text);
    if (!words) return fail(words.error().code, where + ": " + words.error().message, words.error().line);
    return words;
}

// Words with values in them; the first failure is kept and told at the end.
class Speaker {
  public:
    Speaker(const StatementInput& input, const TemplateSource& templates) : input_(input), templates_(templates) {
        for (const std::string_view file :
             {std::string_view(words_file), std::string_view("paper.txt"), std::string_view("words.txt")})
            if (auto words = words_of(input.language, file, templates); words)
                words_.insert(words->begin(), words->end()); // its own go before those of all letters
            else if (failure_)
                failure_ = pass(words);
        const CustomerAccount& account = *input.account;
        const std::string company = input.company->name_in(input.language);
        values_ = {{"company_name", render::valid_utf8(company)},
                   {"customer_name", fold_blanks(account.customer_name)},
                   {"customer_short_name", fold_blanks(account.customer_name)},
                   {"contact", fold_blanks(account.contact)},
                   {"from", day(account.from)},
                   {"to", day(account.to)},
                   {"today", day(account.known_on)},
                   {"reply_to", input.reply_to},
                   {"asks", input.text == StatementText::request}};
    }

    std::string said(std::string_view name, const Values& record = {}) {
        Values values = record;
        values.insert(values_.begin(), values_.end());
        Result<std::string> made = put_words("{{>" + std::string(name) + "}}", words_, render::Escape::none);
        if (made) made = render::fill(*made, values, render::Escape::none);
        if (made) return std::move(*made);
        if (failure_)
            failure_ = fail(made.error().code, "letters/" + input_.language + "/" + words_file + ": " + made.error().message);
        return {};
    }
    std::string day(Date date) const { return render::date_text(date, input_.language); }
    std::string amount(std::int64_t minor_units, Currency currency) const {
        return render::amount_text({minor_units, currency}, input_.language);
    }
    // What differs between the currencies of one account.
    Values values_of(const CurrencyAccount& one) const {
        const AccountStatement& statement = one.statement;
        const auto known = [&](const std::optional<std::int64_t>& sum) {
            return sum ? amount(*sum, one.currency) : std::string();
        };
        return {{"currency", one.currency.code()},
                {"opening", known(statement.opening)},
                {"closing", known(statement.closing)},
                {"overdue", one.split.overdue > 0 ? amount(one.split.overdue, one.currency) : std::string()},
                {"to_pay", one.split.to_pay() > 0 ? amount(one.split.to_pay(), one.currency) : std::string()}};
    }
    const Status& failure() const { return failure_; }
    const Values& values() const { return values_; }
    const Words& words() const { return words_; }

    // The frame of every letter with these values.
    Result<std::string> framed(std::string_view file, const Values& values, render::Escape escape) const {
        auto frame = templates_.find(input_.language, file);
        if (!frame) frame = templates_.find("", file);
        if (!frame) return fail(SETTLED_BAD_DATA, "letters/" + std::string(file) + ": there is no such file");
        auto worded = put_words(*frame, words_, escape);
        return worded ? render::fill(*worded, values, escape) : worded;
    }

  private:
    const StatementInput& input_;
    const TemplateSource& templates_;
    Words words_;
    Values values_;
    Status failure_;
};

class Paper {
  public:
    Paper(const StatementInput& input, const TemplateSource& templates) : input_(input), say_(input, templates) {}

    Result<render::PdfDocument> run() {
        const CustomerAccount& account = *input_.account;
        made_.language = input_.language, made_.day = account.known_on;
        made_.title = say_.said("title"), made_.author = made_.letterhead = say_.said("letterhead");
        made_.page_words = say_.said("page");
        made_.foot = made_.title + "  ·  " + account.customer_name + "  ·  " + say_.said("period");
        std::string to = fold_blanks(account.customer_name);
        if (!account.contact.empty()) to += '\n' + fold_blanks(account.contact);
        text(say_.said("to"), PdfStyle::small);
        text(std::move(to), PdfStyle::strong);
        made_.blocks.emplace_back(PdfText{say_.day(account.known_on), PdfStyle::normal, render::PdfAlign::right});
        text(made_.title, PdfStyle::title);
        text(say_.said("period_line"), PdfStyle::strong);
        text(say_.said("greeting"));
        text(say_.said(input_.text == StatementText::request ? "opening_request" : "opening_reconcile"));
        for (const CurrencyAccount& one : account.currencies) add(one);
        if (account.currencies.empty()) text(say_.said("nothing"));
        if (input_.text == StatementText::request) add_accounts();
        text(say_.said("closing"));
        add_reply();
        if (!say_.failure()) return std::unexpected(say_.failure().error());
        return std::move(made_);
    }

  private:
    void text(std::string words, PdfStyle style = PdfStyle::normal) {
        if (!words.empty()) made_.blocks.emplace_back(PdfText{std::move(words), style});
    }

    void add(const CurrencyAccount& one) {
        const Values values = say_.values_of(one);
        text(say_.said("currency_heading", values), PdfStyle::heading);
        if (!one.statement.opening) text(say_.said("no_opening", values));
        made_.blocks.emplace_back(postings(one, values));
        if (!one.statement.closing) text(say_.said("no_closing", values));
        add_split(one, values);
        add_open(one, values);
    }

    PdfRow sum(std::string label, Date on, const std::string& more, const std::string& less, const std::string& balance) {
        PdfRow row;
        row.total = true;
        row.cells = {{on.none() ? "" : say_.day(on)}, {std::move(label)}, {more}, {less}, {balance}};
        return row;
    }

    PdfTable postings(const CurrencyAccount& one, const Values& values) {
        const AccountStatement& statement = one.statement;
        PdfTable table;
        table.columns = {{say_.said("date"), 19, false},
                         {say_.said("posting"), 36, false},
                         {say_.said("more"), 18, true},
                         {say_.said("less"), 18, true}};
        table.columns.push_back({say_.said("balance"), 19, true});
        if (statement.opening) {
            PdfRow& first = table.rows.emplace_back();
            first.cells = {{say_.day(input_.account->from)},
                           {say_.said("opening_balance"), {}, true},
                           {},
                           {},
                           {say_.amount(*statement.opening, one.currency), {}, true}};
        }
        std::int64_t more = 0, less = 0;
        for (std::size_t i = 0; i < statement.lines.size(); ++i) {
            const AccountLine& line = statement.lines[i];
            // The sums were made of these amounts before: they fit.
            (line.posting.amount > 0 ? more : less) += line.posting.amount;
            if (i < statement_lines_max) table.rows.push_back(row(line, one.currency));
        }
        if (statement.lines.size() > statement_lines_max) {
            Values left = values;
            left["count"] = std::to_string(statement.lines.size() - statement_lines_max);
            table.rows.push_back({{{}, {say_.said("lines_left_out", left)}, {}, {}, {}}});
        }
        table.rows.push_back(
            sum(say_.said("movements"), {}, say_.amount(more, one.currency), say_.amount(-less, one.currency), ""));
        if (statement.closing)
            table.rows.push_back(sum(say_.said("closing_balance"), std::min(input_.account->to, input_.account->known_on), "", "",
                                     say_.amount(*statement.closing, one.currency)));
        return table;
    }

    PdfRow row(const AccountLine& line, Currency currency) {
        const ledger::AccountPosting& posting = line.posting;
        PdfCell what{say_.said("posting_" + std::string(ledger::name(posting.kind))), {}, false};
        if (!posting.number.empty()) what.text += ' ' + posting.number;
        if (posting.due_date) what.notes.push_back(say_.said("due_on", {{"due_date", say_.day(posting.due_date)}}));
        if (!posting.text.empty()) what.notes.push_back(posting.text);
        const std::string sum = say_.amount(posting.amount < 0 ? -posting.amount : posting.amount, currency);
        PdfRow made;
        made.cells = {{say_.day(posting.date)},
                      std::move(what),
                      {posting.amount > 0 ? sum : std::string()},
                      {posting.amount > 0 ? std::string() : sum},
                      {line.balance ? say_.amount(*line.balance, currency) : std::string()}};
        return made;
    }

    void add_split(const CurrencyAccount& one, const Values& values) {
        render::PdfPairs box;
        box.heading = say_.said("split_heading", values);
        const OpenSplit& split = one.split;
        const auto line = [&](std::string_view words, std::int64_t amount) {
            if (amount != 0) box.pairs.emplace_back(say_.said(words, values), say_.amount(amount, one.currency));
        };
        line("not_due", split.not_due), line("split_overdue", split.overdue), line("retention", split.retention_not_due);
        line("no_due_date", split.no_due_date), line("credits", split.credits);
        box.pairs.emplace_back(say_.said("open_sum"), say_.amount(split.not_due + split.overdue + split.retention_not_due +
                                                                      split.no_due_date + split.credits,
                                                                  one.currency));
        line("on_its_way", split.on_its_way);
        if (input_.text == StatementText::request) line("please_pay", split.to_pay());
        made_.blocks.emplace_back(std::move(box));
    }

    void add_open(const CurrencyAccount& one, const Values& values) {
        if (one.open.empty()) return;
        text(say_.said("open_heading", values), PdfStyle::heading);
        PdfTable table;
        table.columns = {{say_.said("document"), 34, false},
                         {say_.said("document_date"), 22, false},
                         {say_.said("due_date"), 22, false},
                         {say_.said("days_late"), 14, true},
                         {say_.said("open_amount"), 22, true}};
        std::size_t shown = 0;
        for (const OpenLine& item : one.open) {
            if (++shown > open_lines_max) break;
            PdfRow& row = table.rows.emplace_back();
            row.cells = {{item.number},
                         {say_.day(item.document_date)},
                         {say_.day(item.due_date)},
                         {item.days_overdue > 0 ? std::to_string(item.days_overdue) : std::string()},
                         {say_.amount(item.open, one.currency)}};
        }
        made_.blocks.emplace_back(std::move(table));
        if (one.open.size() <= open_lines_max) return;
        Values left = values;
        left["count"] = std::to_string(one.open.size() - open_lines_max);
        text(say_.said("lines_left_out", left), PdfStyle::small);
    }

    void add_accounts() {
        for (const config::BankAccount* account : input_.accounts) {
            const bool asked = std::ranges::any_of(input_.account->currencies, [&](const CurrencyAccount& one) {
                return one.currency == account->currency && one.split.to_pay() > 0;
            });
            if (!asked || !account->show_in_letters) continue;
            const Values values{{"currency", account->currency.code()}, {"bank", account->bank}};
            render::PdfPairs box;
            box.heading = say_.said("pay_to", values) + " (" + std::string(account->currency.code()) + ")";
            box.pairs.emplace_back(say_.said("holder"), say_.said("letterhead"));
            if (!account->bank.empty()) box.pairs.emplace_back(say_.said("bank"), account->bank);
            box.pairs.emplace_back(say_.said("account"), render::account_text(account->account));
            made_.blocks.emplace_back(std::move(box));
        }
    }

    void add_reply() {
        render::PdfFields reply;
        reply.heading = say_.said("reply_heading");
        reply.boxed = true;
        reply.rows = {{{say_.said("reply_right"), false}}, {{say_.said("reply_wrong"), false}}, {{""}}, {{""}}};
        reply.rows.push_back({{say_.said("reply_person")}, {say_.said("date")}, {say_.said("reply_seal")}});
        made_.blocks.emplace_back(std::move(reply));
        text(say_.said("no_audit"), PdfStyle::small);
    }

    const StatementInput& input_;
    Speaker say_;
    render::PdfDocument made_;
};

std::vector<Values> paragraph(const std::vector<std::string>& lines) {
    std::vector<Values> made;
    for (const std::string& line : lines)
        if (!line.empty()) made.push_back({{"line", line}, {"next", !made.empty()}});
    if (made.empty()) return {};
    return {{{"lines", std::move(made)}}};
}

} // namespace

Result<render::PdfDocument> statement_of_account(const StatementInput& input, const TemplateSource& templates) {
    return Paper(input, templates).run();
}

Result<Letter> statement_mail(const StatementInput& input, const TemplateSource& templates) {
    Speaker say(input, templates);
    const bool asks = input.text == StatementText::request;
    std::vector<std::string> sums;
    for (const CurrencyAccount& one : input.account->currencies) {
        const Values values = say.values_of(one);
        sums.push_back(say.said("mail_sum", values));
        if (asks && one.split.to_pay() > 0) sums.push_back(say.said("mail_to_pay", values));
    }
    Values values = say.values();
    std::vector<Values> opening = paragraph({say.said("mail_opening")});
    std::ranges::move(paragraph(sums), std::back_inserter(opening));
    const std::string subject = say.said("mail_subject");
    values["title"] = say.said("title");
    values["gentle"] = true;
    values["opening"] = std::move(opening);
    values["closing"] = paragraph({say.said("mail_closing")});
    for (const char* none : {"tables", "accounts", "interest"}) values[none] = std::vector<Values>();
    for (const char* none : {"signature_name", "signature_phone"}) values[none] = "";
    values["signature_email"] = input.reply_to;
    if (!say.failure()) return std::unexpected(say.failure().error());
    auto plain = say.framed("frame.txt", values, render::Escape::none);
    if (!plain) return pass(plain);
    auto html = say.framed("frame.html", values, render::Escape::html);
    if (!html) return pass(html);
    return Letter{render::mail_header_text(subject), std::move(*plain), std::move(*html)};
}

} // namespace settled::letters
