#include "jobs/try_gateway.hpp"

#include "jobs/chat_digest.hpp"
#include "jobs/compose.hpp"
#include "jobs/open_gateway.hpp"
#include "render/html.hpp"
#include "render/json_object.hpp"

#include <settled/mail_address.hpp>
#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace settled::jobs {
namespace {

struct Words {
    const char *subject, *text;
};
constexpr Words english = {"settled: test message",
                           "A test of [gateway.{}], asked for by {} on {}. It went to this address only; "
                           "no customer receives it. Nothing has to be done."};
constexpr Words chinese = {"settled：测试消息",
                           "[gateway.{}] 的测试消息，由 {} 于 {} 发起。仅发送到此地址，客户不会收到，无需处理。"};

bool is_mail_address(std::string_view address) { return address.contains('@'); }

std::string digits_of(std::string_view number) {
    std::string digits;
    std::ranges::copy_if(number, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

// With and without the country's number they are one telephone.
bool is_same_telephone(std::string_view one, std::string_view other) {
    constexpr std::size_t digits_that_tell = 7;
    const std::string a = digits_of(one), b = digits_of(other);
    return std::min(a.size(), b.size()) >= digits_that_tell && (a.ends_with(b) || b.ends_with(a));
}

bool is_of(const ledger::Book& book, const ledger::CustomerRow& customer, std::string_view address) {
    if (!is_mail_address(address)) return is_same_telephone(book[customer.phone], address);
    return std::ranges::any_of(split_mail_addresses(book[customer.email]).good,
                               [&](const std::string& known) { return equal_ignoring_ascii_case(known, address); });
}

// "": no ledger of the configuration has it.
Result<std::string> customer_with(JobContext& context, const std::string& address) {
    for (const config::Company& company : context.settings.companies) {
        auto day = day_of(context, company, {});
        if (!day) return pass(day);
        std::vector<std::string> ledgers;
        for (const config::Ledger* ledger : context.settings.ledgers_of(company.name)) ledgers.push_back(ledger->name);
        auto book = context.store.ledgers().load(company.name, ledgers, *day);
        if (!book) return pass(book);
        for (const ledger::CustomerRow& customer : book->customers)
            if (is_of(*book, customer, address)) return book->qualified(customer);
    }
    return std::string();
}

// The company that uses the gateway, whose clock and name it is then.
const config::Company& company_of(const JobContext& context, const Scope& scope, const std::string& gateway) {
    const std::vector<const config::Company*> chosen = companies_of(context, scope);
    const auto uses = [&](const config::Company* company) {
        return std::ranges::any_of(company->gateways, [&](const auto& channel) { return channel.second == gateway; });
    };
    const auto found = std::ranges::find_if(chosen, uses);
    return **(found == chosen.end() ? chosen.begin() : found);
}

// A service that sends approved words only is told its template "test", else the first; each value of it is "test".
void choose_template(const config::Gateway& gateway, host::OutgoingMessage& message) {
    constexpr std::string_view before = "templates.", code = ".code";
    std::vector<std::string> names;
    for (const auto& [key, value] : gateway.block.options)
        if (key.starts_with(before) && key.ends_with(code))
            names.push_back(key.substr(before.size(), key.size() - before.size() - code.size()));
    if (names.empty()) return;
    message.template_name = std::ranges::find(names, "test") != names.end() ? "test" : names.front();
    const std::string parameters = fmt::format("{}{}.parameters.", before, message.template_name);
    for (const auto& [key, ours] : gateway.block.options)
        if (key.starts_with(parameters)) message.parameters.emplace_back(ours, "test");
}

Result<host::OutgoingMessage> compose_test(JobContext& context, const config::Company& company, const config::Gateway& gateway,
                                           const std::string& address, const store::Stamp& stamped) {
    const bool is_chinese = context.settings.language.starts_with("zh");
    const Words& words = is_chinese ? chinese : english;
    host::OutgoingMessage made;
    made.key = fmt::format("{}.test.{:016x}", company.name, context.random.next());
    const std::string text = fmt::format(fmt::runtime(words.text), gateway.name, context.actor, stamped.at);
    if (is_chat(gateway)) {
        const store::Message digest = compose(company, gateway, {made.key, context.settings.language, words.subject, text, text});
        made.content = digest.content, made.recipients = digest.recipients, made.parameters = digest.parameters;
        return made;
    }
    made.recipients = {address};
    if (!is_mail_address(address)) {
        made.content = text, made.template_name = "test";
        choose_template(gateway, made);
        return made;
    }
    const HouseMail mail{
        made.key, words.subject, text + "\n", "<p>" + render::html_text(text) + "</p>", context.settings.language, {address}, {}};
    auto message = compose(context, company, gateway, mail);
    if (!message) return pass(message);
    made.sender = message->sender, made.content = std::move(message->content);
    return made;
}

} // namespace

Result<TriedGateway> try_gateway(JobContext& context, const Scope& scope, const std::string& name, const std::string& address) {
    auto client = open_gateway(context, name);
    if (!client) return pass(client);
    const config::Gateway& gateway = *context.settings.gateway(name);
    if (address.empty() && !is_chat(gateway))
        return fail(SETTLED_INVALID_CONFIG, fmt::format("[gateway.{}] needs an address: --to you@example.com or a number", name));
    auto customer = customer_with(context, address);
    if (!customer) return pass(customer);
    if (!customer->empty())
        return fail(SETTLED_REJECTED,
                    fmt::format("{} is the address of customer {}; a test goes to an address of your own", address, *customer));
    const config::Company& company = company_of(context, scope, name);
    auto day = day_of(context, company, {});
    if (!day) return pass(day);
    auto stamped = stamp(context, company, *day);
    if (!stamped) return pass(stamped);
    auto message = compose_test(context, company, gateway, address, *stamped);
    if (!message) return pass(message);

    TriedGateway tried{message->key, message->recipients.front(), store::MessageState::due, 0, {}, "only shown; nothing left"};
    if (scope.dry_run) return tried;
    const auto note = [&]() -> Status {
        auto noted = context.store.audit().append(company.name, "notify.test",
                                                  render::json_object({{"gateway", name}, {"key", message->key}}), *stamped);
        return noted ? Status{} : Status(pass(noted));
    };
    host::SendOutcome outcome;
    Status sent = (*client)->send(*message, note, outcome);
    tried.reply_code = outcome.reply_code, tried.provider_id = outcome.provider_id;
    tried.words = sent ? std::string() : sent.error().message;
    tried.ended = sent                      ? store::MessageState::sent
                  : outcome.after_hand_over ? store::MessageState::unknown
                                            : store::MessageState::failed;
    return tried;
}

} // namespace settled::jobs
