#include "letters/paper.hpp"

#include <array>
#include <utility>

namespace settled::letters {
namespace {

using render::PdfAlign;
using render::PdfCell;
using render::PdfPairs;
using render::PdfRow;
using render::PdfSpace;
using render::PdfStyle;
using render::PdfTable;
using render::PdfText;
using render::Values;

class Paper {
  public:
    Paper(const FilledLetter& letter, const std::string& language, Date day) : letter_(letter) {
        made_.language = language, made_.day = day;
    }

    Result<render::PdfDocument> run() {
        made_.title = text("title"), made_.author = made_.letterhead = text("company_name");
        made_.page_words = said("page");
        made_.foot = made_.title + "  ·  " + text("customer_name") + "  ·  " + text("today");
        add_head();
        add_paragraphs("opening");
        for (const Values& table : list(letter_.values, "tables"))
            for (const Values& group : list(table, "groups")) add_items(text(table, "currency"), group);
        add_paragraphs("closing");
        for (const Values& account : list(letter_.values, "accounts")) add_account(account);
        add_end();
        if (!failure_) return pass(failure_);
        return std::move(made_);
    }

  private:
    static std::string text(const Values& values, std::string_view name) {
        const auto hit = values.find(name);
        return hit == values.end() ? std::string() : hit->second.text();
    }
    static const std::vector<Values>& list(const Values& values, std::string_view name) {
        static const std::vector<Values> none;
        const auto hit = values.find(name);
        return hit == values.end() ? none : hit->second.list();
    }
    static bool is_set(const Values& values, std::string_view name) {
        const auto hit = values.find(name);
        return hit != values.end() && hit->second.flag();
    }
    std::string text(std::string_view name) const { return text(letter_.values, name); }

    // Words of the language with the letter's values and those of a record; the first failure is kept.
    std::string said(std::string_view name, const Values& record = {}) {
        Values values = record;
        values.insert(letter_.values.begin(), letter_.values.end());
        Result<std::string> worded = put_words("{{>" + std::string(name) + "}}", letter_.words, render::Escape::none);
        if (worded) worded = render::fill(*worded, values, render::Escape::none);
        if (worded) return std::move(*worded);
        if (failure_) failure_ = std::unexpected(worded.error());
        return {};
    }

    void add_head() {
        std::string to = text("customer_name");
        if (!text("contact").empty()) to += '\n' + text("contact");
        made_.blocks.emplace_back(PdfText{said("to"), PdfStyle::small});
        made_.blocks.emplace_back(PdfText{std::move(to), PdfStyle::strong});
        made_.blocks.emplace_back(PdfText{text("today"), PdfStyle::normal, PdfAlign::right});
        made_.blocks.emplace_back(PdfSpace{6});
        made_.blocks.emplace_back(PdfText{made_.title, PdfStyle::title});
        made_.blocks.emplace_back(PdfText{said("greeting")});
    }

    void add_paragraphs(std::string_view which) {
        for (const Values& paragraph : list(letter_.values, which)) {
            std::string lines;
            for (const Values& line : list(paragraph, "lines")) lines += (lines.empty() ? "" : "\n") + text(line, "line");
            made_.blocks.emplace_back(PdfText{std::move(lines)});
        }
    }

    static std::string_view group_words(const Values& group) {
        return is_set(group, "due") ? "due" : is_set(group, "undated") ? "open" : is_set(group, "paid") ? "paid" : "coming";
    }

    void add_items(const std::string& currency, const Values& group) {
        const bool due = is_set(group, "due");
        made_.blocks.emplace_back(PdfText{said(std::string(group_words(group)) + "_heading"), PdfStyle::heading});
        PdfTable table;
        table.columns = {{said("document"), 30, false}, {said("document_date"), 25, false}, {said("due_date"), 25, false}};
        if (due) table.columns.push_back({said("days_late"), 13, true});
        table.columns.push_back({said("amount") + ' ' + currency, 24, true});
        for (const Values& item : list(group, "rows")) table.rows.push_back(row(item, due));
        const auto sum = [&](std::string label, std::string amount) {
            if (amount.empty()) return;
            PdfRow& made = table.rows.emplace_back();
            made.total = true, made.cells.resize(table.columns.size());
            made.cells.front().text = std::move(label), made.cells.back().text = std::move(amount);
        };
        sum(said(std::string(group_words(group)) + "_total"), text(group, "group_total"));
        const std::string unapplied = text(group, "unapplied");
        sum(said("unapplied"), unapplied.empty() ? "" : "\u2212" + unapplied);
        sum(said("rest"), text(group, "rest"));
        made_.blocks.emplace_back(std::move(table));
    }

    PdfRow row(const Values& item, bool due) {
        PdfRow made;
        PdfCell document{text(item, "number"), {}, false}, amount{text(item, "open"), {}, false};
        for (const std::string_view name : {"tax_invoices", "contract", "order", "delivery"})
            if (!text(item, name).empty())
                document.notes.push_back(said(name == "tax_invoices" ? std::string_view("tax_invoice") : name, item));
        if (is_set(item, "in_part")) document.notes.push_back(said("in_part", item));
        for (const std::string_view name : {"received", "disputed"})
            if (!text(item, name).empty()) document.notes.push_back(said(name, item));
        made.cells = {std::move(document), {text(item, "document_date"), {}, false}, {text(item, "due_date"), {}, false}};
        if (due) made.cells.push_back({text(item, "days_overdue"), {}, false});
        made.cells.push_back(std::move(amount));
        return made;
    }

    void add_account(const Values& account) {
        PdfPairs box;
        box.heading = said("pay_to", account) + " (" + text(account, "currency") + ")";
        box.pairs.emplace_back(said("holder"), text("company_name"));
        if (!text(account, "bank").empty()) box.pairs.emplace_back(said("bank"), text(account, "bank"));
        box.pairs.emplace_back(said("account"), text(account, "account"));
        made_.blocks.emplace_back(std::move(box));
    }

    void add_end() {
        made_.blocks.emplace_back(PdfText{said("valediction")});
        made_.blocks.emplace_back(PdfSpace{8});
        std::string signature = text("company_name");
        for (const std::string_view name : {"signature_name", "signature_phone", "signature_email"})
            if (!text(name).empty()) signature += '\n' + text(name);
        made_.blocks.emplace_back(PdfText{std::move(signature)});
        if (const std::string seal = said("seal"); !seal.empty()) made_.blocks.emplace_back(PdfText{seal, PdfStyle::small});
    }

    const FilledLetter& letter_;
    render::PdfDocument made_;
    Status failure_;
};

} // namespace

Result<render::PdfDocument> on_paper(const FilledLetter& letter, const std::string& language, Date day) {
    return Paper(letter, language, day).run();
}

} // namespace settled::letters
