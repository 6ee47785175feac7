#include "config/cross_check.hpp"

#include "config/words.hpp"
#include "ledger/retention.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace settled::config {
namespace {

// The text of a key, or "" where it is absent or no text.
std::string_view text_of(const Value& table, std::string_view key) {
    const Value* value = table.find(key);
    return value && value->kind == ValueKind::text ? std::string_view(value->text) : std::string_view();
}

bool is_disabled(const Instance& instance) {
    const Value* enabled = instance.table->find("enabled");
    return enabled && enabled->kind == ValueKind::flag && enabled->number == 0;
}

// Statements write one account with and without blanks.
std::string without_blanks(std::string_view account) {
    std::string plain;
    for (const char c : account)
        if (c != ' ') plain += c;
    return plain;
}

class CrossCheck {
  public:
    CrossCheck(const std::vector<Instance>& instances, Findings& findings) : instances_(&instances), findings_(&findings) {
        for (const Instance& instance : instances)
            if (instance.block->name == "gateway" && is_disabled(instance)) disabled_gateways_.insert(instance.name);
    }

    void run() {
        needs_one("company");
        needs_one("ledger");
        for (const Instance& instance : *instances_) {
            const std::string_view block = instance.block->name;
            if (block == "store")
                store(instance);
            else if (block == "bank_account")
                bank_account(instance);
            else if (block == "procedure")
                cross_check_procedure(instance, *findings_);
            else if (block == "matching")
                matching(instance);
            else if (block == "schedule")
                schedule(instance);
            else if (block == "person")
                person(instance);
            else if (block == "statement_source")
                source(instance);
            if (!disabled_gateways_.empty()) gateway_of(instance);
        }
    }

  private:
    void error(const Instance& instance, const Value* at, std::string_view words) {
        findings_->error(at ? at->line : instance.line, instance.where, words);
    }

    void needs_one(std::string_view block) {
        if (std::ranges::none_of(*instances_, [&](const Instance& instance) { return instance.block->name == block; }))
            findings_->error(0, "", fmt::format("there is no [{0}.NAME]; at least one {0} is needed", block));
    }

    // A number that changes nothing is not taken in silence: somebody believes in it.
    void retention(const Instance& store) {
        const Value* years = store.table->find("retention_years");
        if (years == nullptr || years->kind != ValueKind::number) return;
        bool any = false;
        int shortest = 0;
        for (const Instance& instance : *instances_) {
            if (instance.block->name != "company") continue;
            const std::string_view country = text_of(*instance.table, "country");
            for (int kind = 1; kind <= ledger::retention_kinds; ++kind) {
                const int law = ledger::retention_rule(country, static_cast<ledger::RetentionKind>(kind)).years;
                shortest = any ? std::min(shortest, law) : law, any = true;
            }
        }
        if (any && years->number <= shortest)
            findings_->warning(
                years->line, store.where,
                fmt::format("retention_years = {} lengthens nothing: every period of the companies' law is {} years or "
                            "more, and no law is shortened; leave it out",
                            years->number, shortest));
    }

    void store(const Instance& instance) {
        retention(instance);
        const Value* url = instance.table->find("url");
        if (url == nullptr || url->kind != ValueKind::text) return;
        const bool server = url->text.starts_with("postgresql://");
        constexpr std::string_view file_scheme = "sqlite:";
        if (!server && (!url->text.starts_with(file_scheme) || url->text.size() == file_scheme.size()))
            error(instance, url,
                  fmt::format("url {} is no store; expected \"sqlite:FILE\" or \"postgresql://USER@HOST/DATABASE\"",
                              shown(url->text)));
        const Value* password = instance.table->find("password");
        if (password && !server) error(instance, password, "password belongs to a postgresql:// url; a sqlite file has none");
    }

    void bank_account(const Instance& instance) {
        std::vector<const Value*> numbers;
        if (const Value* account = instance.table->find("account")) numbers.push_back(account);
        if (const Value* aliases = instance.table->find("aliases"))
            for (const Value& alias : aliases->items) numbers.push_back(&alias);
        const std::string currency(text_of(*instance.table, "currency"));
        for (const Value* number : numbers) {
            if (number->kind != ValueKind::text) continue;
            const auto [hit, is_new] = accounts_.emplace(std::pair(without_blanks(number->text), currency), instance.where);
            if (!is_new && hit->second != instance.where) // one number may hold several currencies
                error(instance, number, fmt::format("the same account and currency as {}; each stands once", hit->second));
        }
    }

    void matching(const Instance& instance) {
        const Value* rows = instance.table->find("residual");
        if (rows == nullptr || rows->kind != ValueKind::array) return;
        for (const Value& row : rows->items) {
            const auto currency = Currency::parse(text_of(row, "currency"));
            const Value* limit = row.find("limit");
            if (!currency || !limit || limit->kind != ValueKind::text) continue;
            const auto money = parse_money(limit->text, *currency);
            if (!money)
                error(instance, limit, "limit: " + money.error().message);
            else if (money->minor_units < 0)
                error(instance, limit, "limit: an amount below zero; expected 0 or more");
        }
    }

    void schedule(const Instance& instance) {
        const bool at = instance.table->find("at") != nullptr;
        const bool every = instance.table->find("every_minutes") != nullptr;
        if (at == every) error(instance, nullptr, "expected either at = [\"07:30\"] or every_minutes = 30");
        const Value* between = instance.table->find("between");
        if (between && at) error(instance, between, "between belongs to every_minutes; at names its times itself");
    }

    void person(const Instance& instance) {
        const Value* substitute = instance.table->find("substitute");
        if (substitute && substitute->text == instance.name)
            error(instance, substitute, "substitute is the person itself; name another");
    }

    void source(const Instance& instance) {
        const bool used = std::ranges::any_of(*instances_, [&](const Instance& other) {
            return other.block->name == "bank_account" && text_of(*other.table, "source") == instance.name;
        });
        if (!used && !is_disabled(instance))
            findings_->warning(
                instance.line, instance.where,
                fmt::format("no [bank_account] has source = \"{}\", so everything it brings is refused", instance.name));
    }

    // A way out that is shut is not to be relied on in silence.
    void gateway_of(const Instance& instance) {
        const auto refuse = [&](const Value& value) {
            if (value.kind == ValueKind::text && disabled_gateways_.contains(value.text))
                error(instance, &value,
                      fmt::format("gateway {} stands with enabled = false; name another, or none", shown(value.text)));
        };
        if (const Value* one = instance.table->find("gateway")) refuse(*one);
        if (const Value* also = instance.table->find("also"))
            for (const Value& item : also->items) refuse(item);
        if (const Value* channels = instance.table->find("gateways"))
            for (const Member& member : channels->members) refuse(member.value);
    }

    const std::vector<Instance>* instances_;
    Findings* findings_;
    std::set<std::string, std::less<>> disabled_gateways_;
    std::map<std::pair<std::string, std::string>, std::string> accounts_; // number, currency → where
};

} // namespace

void cross_check_procedure(const Instance& procedure, Findings& findings) {
    const Value* steps = procedure.table->find("step");
    if (steps == nullptr || steps->kind != ValueKind::array) return;
    std::set<std::string_view> names;
    int number = 0;
    for (const Value& step : steps->items) {
        const std::string where = fmt::format("{}, step {}", procedure.where, ++number);
        if (step.kind != ValueKind::table) continue;
        const std::string_view name = text_of(step, "name"), kind = text_of(step, "kind");
        if (!name.empty() && !names.insert(name).second)
            findings.error(step.line, where, fmt::format("name {} stands twice; steps are told apart by it", shown(name)));
        if (kind == "message" && text_of(step, "template").empty())
            findings.error(step.line, where, "required key \"template\" is missing: the letter of a message");
        if (kind == "task" && text_of(step, "task").empty())
            findings.error(step.line, where, "required key \"task\" is missing: what is to be done");
    }
    if (steps->items.empty())
        findings.error(steps->line, procedure.where, "step is an empty list; a procedure needs at least one");
}

void refuse_papers(const std::vector<Instance>& instances, Findings& findings) {
    for (const Instance& instance : instances) {
        const Value* steps = instance.block->name == "procedure" ? instance.table->find("step") : nullptr;
        if (steps == nullptr) continue;
        int number = 0;
        for (const Value& step : steps->items) {
            ++number;
            const Value* attach = step.kind == ValueKind::table ? step.find("attach") : nullptr;
            if (attach == nullptr || std::ranges::find(attach->items, "pdf", &Value::text) == attach->items.end()) continue;
            findings.error(
                attach->line, fmt::format("{}, step {}", instance.where, number),
                "attach = [\"pdf\"]: this build of settled makes no PDF; expected a step without it, whose letter goes as "
                "HTML, or a Linux agent");
        }
    }
}

void cross_check(const std::vector<Instance>& instances, Findings& findings) { CrossCheck(instances, findings).run(); }

} // namespace settled::config
