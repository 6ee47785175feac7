#include "jobs/case_file.hpp"

#include "dunning/interest.hpp"
#include "dunning/words.hpp"
#include "jobs/named_customer.hpp"
#include "jobs/people.hpp"
#include "jobs/picture.hpp"
#include "ledger/terms.hpp"
#include "render/html.hpp"
#include "render/json_object.hpp"
#include "render/locale.hpp"
#include "render/pdf.hpp"
#include "world/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace settled::jobs {
namespace {

using ledger::Row;
using render::PdfCell;
using render::PdfPairs;
using render::PdfStyle;
using render::PdfTable;
using render::PdfText;

struct Letter {
    store::Message message;
    std::string file;
};

class CasePaper {
  public:
    CasePaper(const config::Settings& settings, const Picture& picture, const ledger::Positions& positions, Row customer)
        : settings_(settings), picture_(picture), positions_(positions), customer_(customer),
          language_(settings.language.starts_with("zh") ? "zh-CN" : "en") {}

    render::PdfDocument paper(const std::vector<Letter>& letters, const std::vector<LogEntry>& log) {
        const ledger::CustomerRow& row = picture_.book.customers[customer_];
        const std::string name(picture_.book[row.name]);
        made_.title = fmt::format("{} · {}", say("Case file", "案卷"), name), made_.language = language_,
        made_.day = picture_.as_of;
        made_.author = made_.letterhead = picture_.company->name_in(language_),
        made_.foot = made_.title + "  ·  " + picture_.as_of.iso();
        made_.page_words = say("Page # of ##", "第 # 页，共 ## 页");
        made_.blocks.emplace_back(PdfText{made_.title, PdfStyle::title});
        PdfPairs parties;
        parties.pairs = {{say("Debtor", "债务人"), name},
                         {say("Number", "客户编号"), picture_.book.qualified(row)},
                         {say("Tax number", "税号"), std::string(picture_.book[row.tax_id])},
                         {say("As of", "截止日"), picture_.as_of.iso()}};
        std::erase_if(parties.pairs, [](const auto& pair) { return pair.second.empty(); });
        made_.blocks.emplace_back(std::move(parties));
        add_items();
        add_payments();
        add_letters(letters);
        add_log(log);
        return std::move(made_);
    }

  private:
    std::string say(std::string_view english, std::string_view chinese) const {
        return std::string(language_ == "en" ? english : chinese);
    }
    void heading(int number, const std::string& words) {
        made_.blocks.emplace_back(PdfText{fmt::format("{}  {}", number, words), PdfStyle::heading});
    }
    static PdfCell cell(std::string text) { return {std::move(text), {}, false}; }

    void add_items() {
        heading(1, say("What is owed", "欠款明细"));
        const dunning::Procedure* procedure = settings_.procedure(picture_.company->procedure);
        const dunning::InterestRule* rule = procedure ? settings_.interest_rule(procedure->interest) : nullptr;
        PdfTable table;
        table.columns = {{say("Document", "单据"), 34, false},     {say("Document date", "单据日期"), 20, false},
                         {say("Due date", "到期日"), 20, false},   {say("Days overdue", "逾期天数"), 14, true},
                         {say("As issued", "原始金额"), 26, true}, {say("Still owed", "尚欠"), 26, true}};
        if (rule) table.columns.push_back({say("Interest", "利息"), 22, true});
        std::map<Currency, std::int64_t> owed, interest;
        std::string unknown_interest;
        for (Row item = 0; item < picture_.book.items.size(); ++item) {
            const ledger::ItemRow& row = picture_.book.items[item];
            const std::int64_t position = positions_.items[item].position;
            if (row.customer != customer_ || position == 0) continue;
            const Date due = ledger::due_state(picture_.book, item, std::max<std::int64_t>(position, 0), picture_.as_of).due;
            const int days = due ? std::max(days_between(due, picture_.as_of), 0) : 0;
            PdfCell document = cell(std::string(picture_.book[row.document_number]));
            for (const ledger::TextRef more : {row.contract_number, row.tax_invoice_numbers, row.delivery_numbers})
                if (!more.empty()) document.notes.emplace_back(picture_.book[more]);
            std::vector<PdfCell> cells{std::move(document),
                                       cell(row.document_date.iso()),
                                       cell(due.iso()),
                                       cell(days > 0 ? std::to_string(days) : ""),
                                       cell(money(row.amount, row.currency)),
                                       cell(money(position, row.currency))};
            if (rule) {
                const auto told =
                    dunning::interest(*rule, {{position, row.currency}, row.document_date, due, picture_.as_of, {}});
                if (days > 0 && position > 0 && !told) unknown_interest = told.error().message;
                const bool shown = days > 0 && position > 0 && told;
                cells.push_back(cell(shown ? money(told->interest.minor_units, row.currency) : ""));
                if (shown) interest[row.currency] += told->interest.minor_units;
            }
            table.rows.push_back({std::move(cells), false});
            owed[row.currency] += position;
        }
        for (const auto& [currency, sum] : owed) {
            render::PdfRow& total = table.rows.emplace_back();
            total.total = true, total.cells.resize(table.columns.size());
            total.cells[0].text = say("Total", "合计"), total.cells[5].text = money(sum, currency);
            if (rule && interest[currency] > 0) total.cells[6].text = money(interest[currency], currency);
        }
        made_.blocks.emplace_back(std::move(table));
        if (!unknown_interest.empty())
            made_.blocks.emplace_back(PdfText{say("Interest is not told: ", "利息未计：") + unknown_interest, PdfStyle::small});
    }

    std::string money(std::int64_t amount, Currency currency) const { return render::money_text({amount, currency}, language_); }

    bool is_ours(const store::StoredAllocation& allocation) const {
        const ledger::CustomerRow& row = picture_.book.customers[customer_];
        return allocation.ledger == picture_.book.ledger_of(row).name && allocation.customer_id == picture_.book[row.id];
    }

    void add_payments() {
        PdfTable table;
        table.columns = {{say("Date", "日期"), 18, false},
                         {say("From", "付款人"), 40, false},
                         {say("For", "用于"), 40, false},
                         {say("Amount", "金额"), 26, true}};
        for (const store::StoredMatch& match : picture_.matches) {
            std::string documents;
            bool ours = false;
            for (const store::StoredAllocation& allocation : match.best.allocations)
                if (is_ours(allocation)) ours = true, documents += (documents.empty() ? "" : ", ") + allocation.document_number;
            const bool certain = match.state != matching::State::question && match.state != matching::State::unmatched;
            if (ours && certain)
                table.rows.push_back({{cell(match.date.iso()), cell(match.counterparty_name), cell(std::move(documents)),
                                       cell(render::money_text(match.amount, language_))},
                                      false});
        }
        heading(2, say("What came in", "已收款项"));
        put(std::move(table));
    }

    void add_letters(const std::vector<Letter>& letters) {
        PdfTable table;
        table.columns = {{say("Number", "序号"), 10, false},
                         {say("Left on", "发出时间"), 26, false},
                         {say("Letter", "函件"), 44, false},
                         {say("To", "收件人"), 36, false},
                         {say("State", "状态"), 18, false}};
        for (const Letter& letter : letters) {
            PdfCell file = cell(letter.message.subject);
            file.notes = {letter.file, "SHA-256 " + letter.message.content_sha256};
            if (!letter.message.server_words.empty()) file.notes.push_back(letter.message.server_words);
            table.rows.push_back({{cell(std::to_string(letter.message.id)), cell(letter.message.finished_at.substr(0, 16)),
                                   std::move(file), cell(fmt::format("{}", fmt::join(letter.message.recipients, ", "))),
                                   cell(std::string(store::name(letter.message.state)))},
                                  false});
        }
        heading(3, say("Letters sent", "已发函件"));
        put(std::move(table));
    }

    void add_log(const std::vector<LogEntry>& log) {
        PdfTable table;
        table.columns = {{say("When", "时间"), 26, false}, {say("Who", "经办人"), 20, false}, {say("What", "事项"), 90, false}};
        for (const LogEntry& entry : log)
            if (entry.sha256.empty())
                table.rows.push_back(
                    {{cell(entry.at.substr(0, 16)), cell(entry.actor), cell(entry.what + ": " + entry.text)}, false});
        heading(4, say("What was said and decided", "往来与决定"));
        put(std::move(table));
    }

    void put(PdfTable table) {
        if (table.rows.empty())
            made_.blocks.emplace_back(PdfText{say("none", "无"), PdfStyle::small});
        else
            made_.blocks.emplace_back(std::move(table));
    }

    const config::Settings& settings_;
    const Picture& picture_;
    const ledger::Positions& positions_;
    Row customer_;
    std::string language_;
    render::PdfDocument made_;
};

Result<std::vector<Letter>> letters_of(JobContext& context, const Picture& picture, Row customer) {
    const ledger::CustomerRow& row = picture.book.customers[customer];
    auto messages =
        context.store.outbox().list(picture.company->name, {.states = {store::MessageState::sent, store::MessageState::unknown},
                                                            .kind = "reminder",
                                                            .ledger = picture.book.ledger_of(row).name,
                                                            .customer_id = std::string(picture.book[row.id]),
                                                            .with_content = false});
    if (!messages) return pass(messages);
    std::vector<Letter> made;
    for (const store::Message& listed : *messages) {
        auto whole = context.store.outbox().find(listed.id); // with its bytes
        if (!whole) return pass(whole);
        if (!*whole) continue;
        std::string file = fmt::format("{:02}-{}-{}.eml", made.size() + 1, listed.finished_at.substr(0, 10),
                                       render::file_name_text(listed.step));
        made.push_back({std::move(**whole), std::move(file)});
    }
    return made;
}

} // namespace

Result<CaseFile> make_case(JobContext& context, const Scope& scope, const std::string& customer,
                           const std::filesystem::path& folder) {
    auto who = named_customer(context, scope, customer);
    if (!who) return pass(who);
    const config::Company& company = *who->company;
    const Picture& picture = *who->picture;
    const ledger::CustomerRow& row = picture.book.customers[who->customer];
    const auto font = render::installed_pdf_font();
    if (!font)
        return fail(SETTLED_INVALID_CONFIG,
                    "no TrueType font with Chinese letters is installed; install the package fonts-wqy-microhei");
    auto positions = positions_of(picture);
    if (!positions) return pass(positions);
    auto letters = letters_of(context, picture, who->customer);
    if (!letters) return pass(letters);
    const std::string named = picture.book.qualified(row);
    auto log = customer_log(context, scope, named);
    if (!log) return pass(log);
    auto bytes = render::write_pdf(CasePaper(context.settings, picture, *positions, who->customer).paper(*letters, *log), *font);
    if (!bytes) return pass(bytes);
    if (Status made = world::make_folder(folder); !made) return pass(made);
    CaseFile file{named, std::string(picture.book[row.name]), {folder / "00-index.pdf"}};
    if (Status written = world::write_file(file.files.front(), *bytes); !written) return pass(written);
    for (const Letter& letter : *letters) {
        if (Status written = world::write_file(folder / letter.file, letter.message.content); !written) return pass(written);
        file.files.push_back(folder / letter.file);
    }
    auto stamped = stamp(context, company, picture.as_of);
    if (!stamped) return pass(stamped);
    auto noted = context.store.audit().append(
        company.name, "case", render::json_object({{"customer", named}, {"letters", static_cast<std::int64_t>(letters->size())}}),
        *stamped);
    if (!noted) return pass(noted);
    return file;
}

} // namespace settled::jobs
