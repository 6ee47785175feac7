#include "jobs/decisions_folder.hpp"

#include "jobs/compose.hpp"
#include "matching/words.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace settled::jobs {
namespace {

using matching::Phrase;

constexpr std::size_t workbook_bytes_max = std::size_t{50} << 20;
constexpr std::string_view done_folder = "done";

constexpr Phrase subject{"Your decisions: {} taken over, {} refused", "您的决定：{} 条已处理，{} 条未处理",
                         "Ihre Entscheidungen: {} übernommen, {} abgelehnt"};
constexpr Phrase nothing_taken{"nothing was taken over: {}", "未处理：{}", "nichts übernommen: {}"};
constexpr Phrase taken{"done", "已处理", "übernommen"};
constexpr Phrase not_taken{"REFUSED", "未处理", "ABGELEHNT"};

bool waits(const world::FolderEntry& entry) {
    const std::string name = ascii_lower(entry.name);
    const bool hidden = name.starts_with('.') || name.starts_with("~$"); // what spreadsheet programs put beside an open file
    return !entry.is_folder && !hidden && (name.ends_with(".xlsx") || name.ends_with(".xls"));
}

std::string outcome_text(const TakenWorkbook& workbook, const std::string& language_tag) {
    const matching::Language language = matching::language(language_tag);
    const auto done = std::ranges::count_if(workbook.rows, &AnsweredRow::is_done);
    std::string text = fmt::format(fmt::runtime(subject.in(language)), done, std::ssize(workbook.rows) - done);
    text += fmt::format("\n{}\n\n", workbook.file);
    if (!workbook.refused.empty()) text += fmt::format(fmt::runtime(nothing_taken.in(language)), workbook.refused) + "\n";
    for (const AnsweredRow& row : workbook.rows)
        text += fmt::format("{} {}: {} · {} · {}\n", row.sheet, row.row, row.decision,
                            (row.is_done ? taken : not_taken).in(language), row.outcome);
    return text;
}

// Keeps file and outcome in "done"; a name that is taken there gets a number.
Status put_away(const std::filesystem::path& folder, const std::string& name, std::string_view bytes,
                const std::string& outcome) {
    const std::filesystem::path done = folder / done_folder;
    if (Status made = world::make_folder(done); !made) return made;
    constexpr int names_max = 1000;
    for (int number = 1; number <= names_max; ++number) {
        const std::string kept = number == 1 ? name : fmt::format("{}-{}", number, name);
        Status created = world::create_file(done / kept, bytes);
        if (!created && created.error().code == SETTLED_REJECTED) continue;
        if (!created) return created;
        if (Status told = world::write_file(done / (kept + ".txt"), outcome); !told) return told;
        return world::remove_file(folder / name);
    }
    return fail(SETTLED_UNAVAILABLE,
                fmt::format("{}: {} files of this name; clear the folder", (done / name).string(), names_max));
}

// The outcome goes back by the person's company's mail gateway, where there is one.
Status mail_back(JobContext& context, const Scope& scope, const config::Person& person, const TakenWorkbook& workbook) {
    for (const config::Company* company : companies_of(context, scope)) {
        const config::Gateway* gateway = context.settings.gateway_of(*company, "email");
        if (!gateway || !person.works_for(company->name) || person.email.empty()) continue;
        auto day = day_of(context, *company, scope);
        if (!day) return pass(day);
        auto stamped = stamp(context, *company, *day);
        if (!stamped) return pass(stamped);
        const std::string text = outcome_text(workbook, person.language);
        auto message = compose(context, *company, *gateway,
                               {fmt::format("{}.answers.{}.{}", company->name, person.name, stamped->at),
                                text.substr(0, text.find('\n')),
                                text,
                                "",
                                person.language,
                                {person.email},
                                {}});
        if (!message) return pass(message);
        message->kind = "answers", message->audience = "staff", message->planned_for = *day;
        message->created_at = stamped->at, message->created_by = stamped->actor;
        auto added = context.store.outbox().add(*message, {}, *stamped);
        return added ? Status{} : Status(pass(added));
    }
    return {};
}

} // namespace

Result<std::vector<TakenWorkbook>> take_decisions(JobContext& context, const Scope& scope) {
    std::vector<TakenWorkbook> all;
    const std::filesystem::path folder = context.settings.access.decisions_folder;
    if (folder.empty()) return all;
    auto entries = world::list_folder(folder);
    if (!entries) return pass(entries);
    for (const world::FolderEntry& entry : *entries) {
        if (context.interrupted || all.size() == workbooks_at_once_max) break;
        if (!waits(entry) || !world::is_at_rest(folder / entry.name, settle_seconds)) continue;
        auto bytes = world::read_file(folder / entry.name, workbook_bytes_max);
        if (!bytes) return pass(bytes);
        auto owner = world::file_owner(folder / entry.name);
        if (!owner) return pass(owner);
        TakenWorkbook& one = all.emplace_back(TakenWorkbook{entry.name, *owner, {}, {}});
        const config::Person* person = context.settings.person(*owner);
        if (!person) {
            one.refused = fmt::format("the file is {}'s, who is no [person] of the configuration", *owner);
        } else {
            JobContext as_person = context;
            as_person.actor = *owner;
            auto rows = import_answers(as_person, scope, *bytes, person->language);
            rows ? void(one.rows = std::move(*rows)) : void(one.refused = rows.error().message);
            if (Status mailed = mail_back(context, scope, *person, one); !mailed) context.journal.warning(mailed.error().message);
        }
        const std::string language = !person ? context.settings.language : person->language;
        if (Status kept = put_away(folder, entry.name, *bytes, outcome_text(one, language)); !kept) return pass(kept);
    }
    return all;
}

} // namespace settled::jobs
