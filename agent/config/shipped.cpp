#include "config/shipped.hpp"

#include "config/build.hpp"
#include "config/cross_check.hpp"
#include "config/value_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace settled::config {
namespace {

constexpr std::array<std::string_view, 7> weekday_names = {"sunday",   "monday", "tuesday", "wednesday",
                                                           "thursday", "friday", "saturday"};

std::vector<dunning::Procedure> procedures_of(const ShippedText& shipped, Findings& findings) {
    const auto root = parse_document(shipped.text, shipped.file);
    if (!root) {
        findings.as_written(static_cast<int>(root.error().line), root.error().message);
        return {};
    }
    const std::vector<std::string> no_zones;
    const Names no_names;
    const CheckContext context{&no_names, &no_zones, &findings};
    std::vector<dunning::Procedure> made;
    const std::vector<Instance> found = instances(*root, findings);
    for (const Instance& instance : found) {
        if (instance.block->name != "procedure") {
            findings.error(instance.line, instance.where, "is not expected here; only [procedure.NAME] is");
            continue;
        }
        check_whole_table(*instance.table, "procedure", instance.where, instance.line, context);
        cross_check_procedure(instance, findings);
        if (!findings.has_errors()) made.push_back(build_procedure(instance, {}));
    }
    return made;
}

// Reads one calendar's text; anything unexpected is named with its line.
class CalendarText {
  public:
    explicit CalendarText(Findings& findings) : findings_(&findings) {}

    dunning::Calendar read(const Value& root) {
        for (const Member& member : root.members) {
            if (member.key == "name" && member.value.kind == ValueKind::text)
                calendar_.name = member.value.text;
            else if (member.key == "free_weekdays" && member.value.kind == ValueKind::array)
                free_weekdays(member.value);
            else if (member.key == "year" && member.value.kind == ValueKind::table)
                years(member.value);
            else
                findings_->error(member.line, "",
                                 fmt::format("unknown or misshapen key {}{}", shown(member.key),
                                             hint(member.key, {"name", "free_weekdays", "year"}, "Known keys")));
        }
        if (calendar_.name.empty())
            findings_->error(1, "", "required key \"name\" is missing: what companies call this calendar");
        return std::move(calendar_);
    }

  private:
    void free_weekdays(const Value& list) {
        for (unsigned day = 0; day < weekday_names.size(); ++day) {
            const bool free = std::ranges::any_of(list.items, [&](const Value& item) { return item.text == weekday_names[day]; });
            calendar_.set_free_weekday(std::chrono::weekday(day), free);
        }
        const std::vector<std::string_view> known(weekday_names.begin(), weekday_names.end());
        for (const Value& item : list.items)
            if (std::ranges::find(known, item.text) == known.end())
                findings_->error(
                    item.line, "",
                    fmt::format("free_weekdays: {} is no weekday{}", shown(item.text), hint(item.text, known, "Weekdays")));
    }

    void years(const Value& table) {
        for (const Member& member : table.members) {
            const std::string where = fmt::format("[year.{}]", written_key(member.key));
            int year = 0;
            const char* const end = member.key.data() + member.key.size();
            const auto [stop, error] = std::from_chars(member.key.data(), end, year);
            if (error != std::errc() || stop != end || !Date::of(year, 1, 1) || member.value.kind != ValueKind::table)
                findings_->error(member.line, where, "is no year; expected [year.2026] and its keys below");
            else
                one_year(member.value, where, year);
        }
    }

    void one_year(const Value& table, const std::string& where, int year) {
        bool complete = true;
        for (const Member& member : table.members) {
            const Value& value = member.value;
            if (member.key == "holidays" && value.kind == ValueKind::array)
                days(value, where, year, [&](Date day) { calendar_.add_holiday(day); });
            else if (member.key == "working_days" && value.kind == ValueKind::array)
                days(value, where, year, [&](Date day) { calendar_.add_working_day(day); });
            else if (member.key == "silence" && value.kind == ValueKind::array)
                silence(value, where);
            else if (member.key == "complete" && value.kind == ValueKind::flag)
                complete = value.number != 0;
            else if ((member.key != "source" && member.key != "note") || value.kind != ValueKind::text)
                findings_->error(
                    member.line, where,
                    fmt::format(
                        "unknown or misshapen key {}{}", shown(member.key),
                        hint(member.key, {"complete", "holidays", "note", "silence", "source", "working_days"}, "Known keys")));
        }
        if (complete) calendar_.add_year(year);
    }

    template <class Add> void days(const Value& list, const std::string& where, int year, const Add& add) {
        for (const Value& item : list.items) {
            if (item.kind == ValueKind::date && item.date.year() == year)
                add(item.date);
            else
                findings_->error(item.line, where,
                                 fmt::format("an entry is no day of {}; expected one such as {}-01-01", year, year));
        }
    }

    void silence(const Value& list, const std::string& where) {
        for (const Value& item : list.items) {
            const Value* first = item.find("first");
            const Value* last = item.find("last");
            const bool good = first && last && first->kind == ValueKind::date && last->kind == ValueKind::date &&
                              first->date <= last->date && days_between(first->date, last->date) <= dunning::search_days_max;
            if (good)
                calendar_.add_silence(first->date, last->date);
            else
                findings_->error(
                    item.line, where,
                    fmt::format("silence: expected {{ first = DAY, last = DAY }} of at most {} days", dunning::search_days_max));
        }
    }

    Findings* findings_;
    dunning::Calendar calendar_;
};

} // namespace

std::vector<dunning::Procedure> shipped_procedures(std::span<const ShippedText> texts, Findings& findings) {
    std::vector<dunning::Procedure> all;
    for (const ShippedText& text : texts) {
        Findings of_file(text.file);
        std::ranges::move(procedures_of(text, of_file), std::back_inserter(all));
        findings.absorb(std::move(of_file));
    }
    return all;
}

std::map<std::string, dunning::Calendar> shipped_calendars(std::span<const ShippedText> texts, Findings& findings) {
    std::map<std::string, dunning::Calendar> all;
    for (const ShippedText& text : texts) {
        Findings of_file(text.file);
        if (const auto root = parse_document(text.text, text.file)) {
            dunning::Calendar calendar = CalendarText(of_file).read(*root);
            const std::string name = calendar.name;
            all.insert_or_assign(name, std::move(calendar));
        } else {
            of_file.as_written(static_cast<int>(root.error().line), root.error().message);
        }
        findings.absorb(std::move(of_file));
    }
    return all;
}

} // namespace settled::config
