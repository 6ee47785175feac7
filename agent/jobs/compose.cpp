#include "jobs/compose.hpp"

#include "letters/short_text.hpp"
#include "render/mime.hpp"
#include "world/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::jobs {
namespace {

store::Claim claim_of(const Picture& picture, const dunning::PlannedMessage& planned, const dunning::PlannedItem& planned_item) {
    const ledger::Book& book = picture.book;
    const ledger::ItemRow& item = book.items[planned_item.item];
    const ledger::CustomerRow& customer = book.customer_of(item);
    store::Claim claim;
    claim.company = book.company, claim.ledger = book.ledger_of(customer).name;
    claim.item_key = book[item.key], claim.item_id = book[item.id], claim.document_number = book[item.document_number];
    claim.customer_id = book[customer.id];
    claim.procedure = planned_item.procedure, claim.step = planned_item.step;
    claim.channel = planned.channel, claim.audience = "customer";
    claim.open_amount = {planned_item.open, item.currency}, claim.due_date = planned_item.due;
    return claim;
}

Status write_mail(JobContext& context, const config::Company& company, const config::Gateway& gateway,
                  const letters::ReminderInput& input, const letters::Stationery& stationery, store::Message& message) {
    auto letter = letters::reminder(input, stationery);
    if (!letter) return pass(letter);
    auto mail = envelope(context, company, gateway, message.language, message.recipients, message.key);
    if (!mail) return pass(mail);
    message.subject = letter->subject, message.sender = mail->from.address;
    mail->subject = letter->subject, mail->text = letter->text, mail->html = letter->html;
    if (std::ranges::find(input.message->attach, "pdf") != input.message->attach.end()) {
        auto paper = letter_pdf(input, stationery);
        if (!paper) return pass(paper);
        mail->attachments.push_back({paper->file_name, "application/pdf", std::move(paper->bytes)});
    }
    auto content = render::compose(*mail);
    if (!content) return pass(content);
    message.content = std::move(*content);
    return {};
}

Status write_short(const letters::ReminderInput& input, const letters::Stationery& stationery, store::Message& message) {
    auto made = letters::short_text(input, stationery.source());
    if (!made) return pass(made);
    message.subject = made->text.empty() ? message.template_name : made->text;
    message.content = made->text.empty() ? message.template_name : std::move(made->text);
    message.parameters = std::move(made->values);
    return {};
}

// The mail addresses of colleagues; who has none hears of it by the worklist alone.
std::vector<std::string> mail_addresses_of(const config::Settings& settings, const std::vector<std::string>& colleagues) {
    std::vector<std::string> made;
    for (const std::string& one : colleagues) {
        const config::Person* person = settings.person(one);
        const std::string& address = person != nullptr ? person->email : one;
        if (address.contains('@')) made.push_back(address);
    }
    return made;
}

} // namespace

letters::Signature signature_of(const config::Settings& settings, const config::Company& company, const std::string& role,
                                const config::Gateway* gateway) {
    const std::vector<const config::Person*> people = settings.people_with(role, company.name);
    if (!people.empty()) return {people.front()->display_name, people.front()->email, ""};
    return {"", gateway != nullptr ? gateway->reply_to : "", ""};
}

std::string from_header(const config::Gateway& gateway, const std::string& language) {
    for (const std::string& wanted : {language, std::string(), std::string("en")})
        if (auto hit = gateway.from.find(wanted); hit != gateway.from.end()) return hit->second;
    return gateway.from.empty() ? std::string() : gateway.from.begin()->second;
}

Result<const config::Gateway*> gateway_for(const config::Settings& settings, const config::Company& company,
                                           const std::string& channel) {
    auto named = company.gateways.find(channel);
    if (named == company.gateways.end())
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("[company.{}]: no gateway for channel \"{}\"; add gateways = {{ {} = \"NAME\" }}", company.name,
                                channel, channel));
    const config::Gateway* gateway = settings.gateway(named->second);
    if (!gateway)
        return fail(SETTLED_INVALID_CONFIG,
                    fmt::format("[company.{}]: gateway \"{}\" is not configured", company.name, named->second));
    return gateway;
}

Result<render::Mail> envelope(JobContext& context, const config::Company& company, const config::Gateway& gateway,
                              const std::string& language, const std::vector<std::string>& to, const std::string& key) {
    render::Mail mail;
    mail.key = key;
    auto from = parse_mail_box(from_header(gateway, language));
    if (!from) return fail(SETTLED_INVALID_CONFIG, fmt::format("[gateway.{}]: from: {}", gateway.name, from.error().message));
    mail.from = *from, mail.reply_to = gateway.reply_to;
    for (const std::string& address : to) mail.to.push_back({"", address});
    auto date = world::mail_date(context.clock.now(), company.time_zone);
    if (!date) return pass(date);
    mail.date = *date;
    return mail;
}

Result<store::NewMessage> compose(JobContext& context, const Picture& picture, const dunning::PlannedMessage& planned,
                                  const letters::Stationery& stationery) {
    const config::Company& company = *picture.company;
    const ledger::CustomerRow& customer = picture.book.customers[planned.customer];
    auto gateway = gateway_for(context.settings, company, planned.channel);
    if (!gateway) return pass(gateway);

    letters::ReminderInput input{&picture.book,
                                 &planned,
                                 &company,
                                 context.settings.accounts_of(company.name),
                                 signature_of(context.settings, company, planned.role, *gateway),
                                 picture.as_of};
    if (const dunning::Procedure* procedure = context.settings.procedure(planned.procedure))
        input.interest = context.settings.interest_rule(procedure->interest);
    if (const std::string why = letters::why_no_interest(input); !why.empty() && planned.template_name == "formal_letter")
        context.journal.warning(fmt::format("the letter to {} shows no interest: {}", picture.book.qualified(customer), why));
    store::NewMessage made;
    store::Message& message = made.message;
    message.company = company.name, message.audience = "customer", message.kind = "reminder";
    message.channel = planned.channel, message.gateway = (*gateway)->name;
    message.recipients = planned.to, message.language = planned.language, message.template_name = planned.template_name;
    message.ledger = picture.book.ledger_of(customer).name, message.customer_id = picture.book[customer.id];
    message.procedure = planned.procedure, message.step = planned.step, message.totals = planned.totals;
    message.planned_for = picture.as_of;
    message.key = fmt::format("{}.{}.{}.{}.{}.{}", message.company, message.ledger, message.customer_id, message.step,
                              message.channel, picture.as_of.iso());

    Status written = planned.channel == "email" ? write_mail(context, company, **gateway, input, stationery, message)
                                                : write_short(input, stationery, message);
    if (!written) return pass(written);
    if (planned.channel == "email")
        for (std::string& address : mail_addresses_of(context.settings, planned.told))
            message.parameters.emplace_back(copy_parameter, std::move(address));
    message.content_sha256 = world::sha256_hex(message.content);
    for (const dunning::PlannedItem& item : planned.items) made.claims.push_back(claim_of(picture, planned, item));
    return made;
}

Result<LetterPdf> letter_pdf(const letters::ReminderInput& input, const letters::Stationery& stationery) {
    auto paper = letters::reminder_on_paper(input, stationery);
    if (!paper) return pass(paper);
    auto bytes = render::write_pdf(*paper);
    if (!bytes) return fail(bytes.error().code, "attach = [\"pdf\"]: " + bytes.error().message);
    return LetterPdf{fmt::format("{} {}.pdf", paper->title, input.today.iso()), std::move(*bytes)};
}

Result<store::Message> compose(JobContext& context, const config::Company& company, const config::Gateway& gateway,
                               const HouseMail& house) {
    auto mail = envelope(context, company, gateway, house.language, house.to, house.key);
    if (!mail) return pass(mail);
    mail->subject = house.subject, mail->text = house.text, mail->html = house.html;
    mail->images = house.images;
    for (const auto& [name, bytes] : house.attachments)
        mail->attachments.push_back({name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes});
    auto content = render::compose(*mail);
    if (!content) return pass(content);
    store::Message message;
    message.company = company.name, message.key = house.key, message.audience = "finance";
    message.channel = "email", message.gateway = gateway.name, message.sender = mail->from.address;
    message.recipients = house.to, message.language = house.language, message.subject = house.subject;
    message.content = std::move(*content);
    message.content_sha256 = world::sha256_hex(message.content);
    message.state = store::MessageState::due;
    return message;
}

} // namespace settled::jobs
