#include "config/value_check.hpp"

#include "config/words.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::config {
namespace {

std::vector<std::string_view> views(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

// One key of one block: everything an error needs to be said.
class KeyCheck {
  public:
    KeyCheck(const KeyRow& row, const std::string& where, const CheckContext& context)
        : row_(&row), where_(&where), context_(&context) {}

    void value(const Value& value) {
        switch (row_->type) {
        case ValueType::flag:
            (void)is(value, row_->key, ValueKind::flag, "true or false");
            return;
        case ValueType::number:
            return number(value);
        case ValueType::day:
            (void)is(value, row_->key, ValueKind::date, "a date without quotes such as 2026-12-01");
            return;
        case ValueType::amounts:
            return amounts(value);
        case ValueType::by_language:
            return by_language(value);
        case ValueType::named_references:
            return named(value, [&](const Value& one, const std::string& name) { channel(one, name); });
        case ValueType::fingerprints:
            return named(value, [&](const Value& one, const std::string& name) { fingerprint(one, name); });
        case ValueType::span:
            return span(value);
        case ValueType::rows:
            return rows(value);
        case ValueType::texts:
        case ValueType::decimals:
        case ValueType::choices:
        case ValueType::times:
        case ValueType::references:
        case ValueType::principals:
        case ValueType::recipients:
        case ValueType::customers:
            return list(value);
        default:
            return one_text(value, std::string(row_->key));
        }
    }

  private:
    void error(int line, std::string_view words) { context_->findings->error(line, *where_, words); }

    bool is(const Value& value, std::string_view name, ValueKind kind, std::string_view expected) {
        if (value.kind == kind) return true;
        error(value.line, fmt::format("{} is {}; expected {}", name, describe(value.kind), expected));
        return false;
    }

    void number(const Value& value) {
        if (!is(value, row_->key, ValueKind::number, "a whole number without quotes")) return;
        const Range range = range_of(row_->allowed);
        if (value.number < range.least || value.number > range.most)
            error(value.line, fmt::format("{} is {}; expected {} to {}", row_->key, value.number, range.least, range.most));
    }

    void list(const Value& value) {
        if (!is(value, row_->key, ValueKind::array, fmt::format("a list such as [{}]", example(row_->type)))) return;
        if (row_->type == ValueType::customers && value.items.size() < 2)
            error(value.line, fmt::format("{} needs at least two entries such as \"u8:C0017\", \"odoo:412\"", row_->key));
        for (const Value& item : value.items) one_text(item, fmt::format("an entry of {}", row_->key));
    }

    // Everything that is written as one text, alone or as an entry of a list.
    void one_text(const Value& value, const std::string& name) {
        if (!is(value, name, ValueKind::text, fmt::format("a text in quotes{}", such_as(example(row_->type))))) return;
        const std::string& text = value.text;
        switch (row_->type) {
        case ValueType::currency:
            if (auto words = currency_refusal(text)) error(value.line, fmt::format("{} {}", name, *words));
            return;
        case ValueType::zone:
            return zone(value);
        case ValueType::choice:
        case ValueType::choices:
            return choice(value, name, parts_of(row_->allowed));
        case ValueType::reference:
        case ValueType::references:
            return reference(value, name, row_->allowed);
        case ValueType::decimals:
            if (!is_percentage(text))
                error(value.line, fmt::format("{} {} is no percentage; expected 0 to 100 such as \"2.5\"", name, shown(text)));
            return;
        case ValueType::amount:
            return; // needs the row's currency: see check.cpp
        case ValueType::time:
        case ValueType::times:
            if (!minute_of_day(text))
                error(value.line, fmt::format("{} {} is not a time; expected \"HH:MM\"", name, shown(text)));
            return;
        case ValueType::secret:
            return secret(value);
        case ValueType::own_port:
            if (!own_port(text))
                error(value.line,
                      fmt::format("{} {} is no port of this machine; expected \"127.0.0.1:9464\" or \"[::1]:9464\": what "
                                  "stands there is not for the network",
                                  name, shown(text)));
            return;
        case ValueType::web_address:
            if (!is_web_address(text))
                error(value.line,
                      fmt::format("{} is no address that settled calls; expected \"https://HOST/…\" (or http://), without "
                                  "a user or password in it",
                                  name));
            return;
        case ValueType::principals:
            return principal(value, name);
        case ValueType::recipients:
            return recipient(value, name);
        case ValueType::customers:
            return customer(value, name);
        default:
            if (row_->required && trim(text).empty()) error(value.line, fmt::format("{} is empty", name));
        }
    }

    void zone(const Value& value) {
        const auto& zones = *context_->time_zones;
        if (zones.empty() || std::ranges::find(zones, value.text) != zones.end()) return;
        std::string guess(zone_of_city(value.text));
        if (guess.empty()) guess = nearest(value.text, views(zones));
        error(value.line, fmt::format("{} {} is not a time zone;{} Expected an IANA name such as \"Asia/Shanghai\"", row_->key,
                                      shown(value.text), guess.empty() ? "" : fmt::format(" did you mean \"{}\"?", guess)));
    }

    void choice(const Value& value, const std::string& name, const std::vector<std::string_view>& choices) {
        if (std::ranges::find(choices, value.text) == choices.end())
            error(value.line,
                  fmt::format("{} {} is not known{}", name, shown(value.text), hint(value.text, named_ones(choices), "Choices")));
    }

    void reference(const Value& value, const std::string& name, std::string_view block) {
        static const std::vector<std::string> nobody;
        const auto hit = context_->names->find(block);
        const bool is_shipped = block == "calendar" || block == "procedure";
        if (is_shipped && hit == context_->names->end()) return; // the caller handed none in, so nothing can be said
        const auto& known = hit == context_->names->end() ? nobody : hit->second;
        if (std::ranges::find(known, value.text) != known.end()) return;
        error(value.line,
              fmt::format("{} {} does not exist{}", name, shown(value.text), hint(value.text, views(known), title_of(block))));
    }

    void secret(const Value& value) {
        if (auto words = secret_refusal(row_->key, value.text)) error(value.line, *words);
    }

    void principal(const Value& value, const std::string& name) {
        const auto parts = split(value.text, ':');
        if (parts.size() < 2 || (parts[0] != "group" && parts[0] != "user") || parts[1].empty())
            error(value.line,
                  fmt::format("{} {} names nobody; expected \"group:NAME\" or \"user:NAME\"", name, shown(value.text)));
    }

    void recipient(const Value& value, const std::string& name) {
        constexpr std::string_view role_prefix = "role:";
        if (!value.text.starts_with(role_prefix)) {
            if (!value.text.contains('@'))
                error(value.line, fmt::format("{} {} is no address; expected one, or \"role:NAME\"", name, shown(value.text)));
            return;
        }
        const std::string_view role = std::string_view(value.text).substr(role_prefix.size());
        const auto roles = parts_of(find_key("person", "roles")->allowed);
        if (std::ranges::find(roles, role) == roles.end())
            error(value.line,
                  fmt::format("{} names the role {}, which is not known{}", name, shown(role), hint(role, roles, "Roles")));
    }

    void customer(const Value& value, const std::string& name) {
        const std::size_t mark = value.text.find(':');
        if (mark == std::string::npos || mark + 1 == value.text.size())
            return error(value.line,
                         fmt::format("{} {} is no customer; expected ledger:id such as \"u8:C0017\"", name, shown(value.text)));
        Value ledger = value;
        ledger.text = value.text.substr(0, mark);
        reference(ledger, fmt::format("the ledger of {}", shown(value.text)), "ledger");
    }

    void amounts(const Value& value) {
        if (!is(value, row_->key, ValueKind::table, "a table such as { CNY = \"30.00\" }")) return;
        for (const Member& member : value.members) {
            const std::string name = fmt::format("{}.{}", row_->key, visible(member.key));
            if (auto words = currency_refusal(member.key)) {
                error(member.line, fmt::format("{}: {}", row_->key, *words));
                continue;
            }
            if (!is(member.value, name, ValueKind::text, "an amount in quotes such as \"30.00\"")) continue;
            const auto money = parse_money(member.value.text, *Currency::parse(member.key));
            if (!money)
                error(member.line, fmt::format("{}: {}", name, money.error().message));
            else if (money->minor_units < 0)
                error(member.line, fmt::format("{}: an amount below zero; expected 0 or more", name));
        }
    }

    void by_language(const Value& value) {
        if (value.kind == ValueKind::text) return;
        if (!is(value, row_->key, ValueKind::table, "a text in quotes or a table such as { zh-CN = \"…\", en = \"…\" }")) return;
        for (const Member& member : value.members) {
            if (!is_language(member.key))
                error(member.line,
                      fmt::format("{}: {} is no language; expected one such as zh-CN, en, de", row_->key, shown(member.key)));
            (void)is(member.value, fmt::format("{}.{}", row_->key, visible(member.key)), ValueKind::text, "a text in quotes");
        }
    }

    template <class Check> void named(const Value& value, const Check& check) {
        if (!is(value, row_->key, ValueKind::table, fmt::format("a table such as {{ {} }}", example(row_->type)))) return;
        for (const Member& member : value.members) {
            const std::string name = fmt::format("{}.{}", row_->key, visible(member.key));
            if (is(member.value, name, ValueKind::text, "a text in quotes")) check(member.value, name);
            if (row_->type == ValueType::named_references) channel_name(member);
        }
    }

    void channel(const Value& value, const std::string& name) { reference(value, name, row_->allowed); }

    void channel_name(const Member& member) {
        const auto channels = parts_of(find_key("procedure.step", "channel")->allowed);
        if (std::ranges::find(channels, member.key) == channels.end())
            error(member.line,
                  fmt::format("{}: {} is no channel{}", row_->key, shown(member.key), hint(member.key, channels, "Channels")));
    }

    void fingerprint(const Value& value, const std::string& name) {
        if (!is_fingerprint(value.text))
            error(value.line, fmt::format("{} is no fingerprint; expected \"sha256:\" and 64 digits 0-9, a-f", name));
    }

    void span(const Value& value) {
        const std::string expected = fmt::format("two times such as [{}]", example(row_->type));
        if (!is(value, row_->key, ValueKind::array, expected)) return;
        if (value.items.size() != 2)
            return error(value.line, fmt::format("{} has {} entries; expected {}", row_->key, value.items.size(), expected));
        for (const Value& item : value.items)
            if (item.kind != ValueKind::text || !minute_of_day(item.text))
                return error(item.line, fmt::format("{}: expected {}", row_->key, expected));
        if (value.items[0].text == value.items[1].text)
            error(value.line, fmt::format("{} begins and ends at {}", row_->key, value.items[0].text));
    }

    void rows(const Value& value) {
        if (!is(value, row_->key, ValueKind::array, "a list of tables in braces")) return;
        int number = 0;
        for (const Value& item : value.items) {
            const std::string name = fmt::format("{}, {} {}", *where_, row_->key, ++number);
            if (item.kind == ValueKind::table)
                check_whole_table(item, row_->allowed, name, item.line, *context_);
            else
                context_->findings->error(item.line, name, fmt::format("is {}; expected a table in braces", describe(item.kind)));
        }
    }

    const KeyRow* row_;
    const std::string* where_;
    const CheckContext* context_;
};

} // namespace

std::vector<const Member*> check_table(const Value& table, std::string_view block, const std::string& where, int table_line,
                                       const CheckContext& context) {
    std::vector<const Member*> others;
    for (const Member& member : table.members) {
        if (const KeyRow* row = find_key(block, member.key))
            KeyCheck(*row, where, context).value(member.value);
        else
            others.push_back(&member);
    }
    for (const KeyRow& row : keys())
        if (row.block == block && row.required && table.find(row.key) == nullptr)
            context.findings->error(table_line, where, fmt::format("required key \"{}\" is missing: {}", row.key, row.help_en));
    return others;
}

void check_whole_table(const Value& table, std::string_view block, const std::string& where, int table_line,
                       const CheckContext& context) {
    for (const Member* member : check_table(table, block, where, table_line, context))
        context.findings->error(
            member->line, where,
            fmt::format("unknown key {}{}", shown(member->key), hint(member->key, key_names(block), "Known keys")));
}

} // namespace settled::config
