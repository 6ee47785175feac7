// Rules of default interest as data: config/interest/NAME.toml, or a company's own file of that name.
#include "config/shipped.hpp"

#include "config/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace settled::config {
namespace {

constexpr std::array<std::pair<std::string_view, dunning::RateRule>, 3> rate_rules = {
    {{"of_the_day", dunning::RateRule::of_the_day},
     {"of_the_default", dunning::RateRule::of_the_default},
     {"of_the_document", dunning::RateRule::of_the_document}}};
constexpr std::int64_t rate_max = 100 * dunning::percent;

// "-0.88" → millionths of a percent.
std::optional<dunning::Rate> rate(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    dunning::Rate value = 0, place = dunning::percent;
    bool fraction = false;
    if (text.empty()) return std::nullopt;
    for (const char c : text) {
        if (c == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (c < '0' || c > '9' || place == 0) return std::nullopt;
        if (fraction)
            value += (c - '0') * (place /= 10);
        else
            value = value * 10 + (c - '0') * dunning::percent;
        if (value > rate_max) return std::nullopt;
    }
    return negative ? -value : value;
}

class InterestText {
  public:
    explicit InterestText(Findings& findings) : findings_(&findings) {}

    dunning::InterestRule read(const Value& root) {
        for (const Member& member : root.members)
            if (!one(member.key, member.value))
                findings_->error(member.line, "",
                                 fmt::format("unknown or misshapen key {}{}", shown(member.key),
                                             hint(member.key,
                                                  {"name", "law", "source", "rule", "points", "times_percent", "day_base",
                                                   "fixed_sum", "known_until", "rates"},
                                                  "Known keys")));
        if (made_.name.empty()) findings_->error(1, "", "required key \"name\" is missing");
        if (made_.rates.empty()) findings_->error(1, "", "required key \"rates\" is missing");
        if (!made_.known_until)
            findings_->error(1, "", "required key \"known_until\" is missing: the last day these rates speak of");
        return std::move(made_);
    }

  private:
    bool one(std::string_view key, const Value& value) {
        const bool text = value.kind == ValueKind::text;
        if (key == "name" && text) return made_.name = value.text, true;
        if (key == "source" && text) return made_.source = value.text, true;
        if (key == "points" && text) return put(rate(value.text), made_.points);
        if (key == "times_percent" && value.kind == ValueKind::number)
            return put(between(value.number, 1, 1000), made_.times_percent);
        if (key == "day_base" && value.kind == ValueKind::number)
            return value.number == 360 || value.number == 365 ? (made_.day_base = static_cast<int>(value.number), true) : false;
        if (key == "known_until" && value.kind == ValueKind::date) return made_.known_until = value.date, true;
        if (key == "law" && value.kind == ValueKind::table) {
            for (const Member& each : value.members) made_.law_in[each.key] = each.value.text;
            return true;
        }
        if (key == "rule" && text) {
            const auto hit = std::ranges::find(rate_rules, value.text, &std::pair<std::string_view, dunning::RateRule>::first);
            return hit != rate_rules.end() && (made_.rule = hit->second, true);
        }
        if (key == "fixed_sum" && value.kind == ValueKind::table)
            return std::ranges::all_of(value.members, [&](const Member& each) {
                const auto currency = Currency::parse(each.key);
                const auto sum = currency ? parse_money(each.value.text, *currency) : Result<Money>(fail(SETTLED_BAD_DATA, ""));
                return sum && (made_.fixed_sum[*currency] = sum->minor_units, true);
            });
        if (key == "rates" && value.kind == ValueKind::array)
            return std::ranges::all_of(value.items, [&](const Value& row) {
                const Value* from = row.find("from");
                const Value* written = row.find("rate");
                const auto of_row = written ? rate(written->text) : std::nullopt;
                return from && from->kind == ValueKind::date && of_row && made_.rates.emplace(from->date, *of_row).second;
            });
        return false;
    }

    static std::optional<std::int64_t> between(std::int64_t value, std::int64_t least, std::int64_t most) {
        return value >= least && value <= most ? std::optional(value) : std::nullopt;
    }
    static bool put(std::optional<std::int64_t> value, std::int64_t& into) { return value && (into = *value, true); }

    Findings* findings_;
    dunning::InterestRule made_;
};

} // namespace

std::vector<dunning::InterestRule> shipped_interest(std::span<const ShippedText> texts, Findings& findings) {
    std::vector<dunning::InterestRule> all;
    for (const ShippedText& text : texts) {
        Findings of_file(text.file);
        if (const auto root = parse_document(text.text, text.file)) {
            dunning::InterestRule rule = InterestText(of_file).read(*root);
            std::erase_if(all,
                          [&](const dunning::InterestRule& known) { return known.name == rule.name; }); // the later one counts
            all.push_back(std::move(rule));
        } else {
            of_file.as_written(static_cast<int>(root.error().line), root.error().message);
        }
        findings.absorb(std::move(of_file));
    }
    return all;
}

} // namespace settled::config
