#include "mailbox_choice.hpp"

#include "zip_members.hpp"
#include <imap/mailbox_name.hpp>

#include <formats/put_away.hpp>
#include <settled/mail_address.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace settled::imap {
namespace {

constexpr std::size_t senders_max = 50;
constexpr std::int64_t day_ms = 86'400'000;

bool is_zip(std::string_view name) { return formats::matches_glob(name, "*.zip"); }

} // namespace

std::uint32_t mail_number(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

MailFile refused_mail(std::uint32_t uid, std::string sender, std::string refusal) {
    return {0, "mail " + std::to_string(uid), {}, std::move(sender), std::move(refusal)};
}

Result<MailboxChoice> MailboxChoice::parse(const Settings& settings, std::int64_t days_back, std::int64_t mail_mb) {
    MailboxChoice choice{formats::NameChoice(settings["files"])};
    for (const std::string_view one : split(settings["senders"], ';')) {
        const std::string_view address = trim(one);
        if (address.empty()) continue;
        if (!is_mail_address(address))
            return fail(SETTLED_INVALID_CONFIG,
                        "senders: \"" + visible(address) + "\" is no mail address; expected one such as no-reply@bank.example");
        choice.senders_.push_back(ascii_lower(address));
    }
    if (choice.senders_.empty() || choice.senders_.size() > senders_max)
        return fail(SETTLED_INVALID_CONFIG, "senders names " + std::to_string(choice.senders_.size()) +
                                                " addresses; expected 1 to " + std::to_string(senders_max) +
                                                " that the bank's mails come from");
    choice.authenticated_by_ = trim(settings["authenticated_by"]);
    if (choice.authenticated_by_.empty())
        return fail(SETTLED_INVALID_CONFIG, "authenticated_by is empty; write the name with which your mail server begins its "
                                            "Authentication-Results");
    choice.subject_ = settings.text("subject");
    choice.days_back_ = days_back, choice.mail_mb_ = mail_mb;
    return choice;
}

std::string MailboxChoice::criteria(std::int64_t now_unix_ms) const {
    std::string words = "UNDELETED UNKEYWORD $SettledImported UNKEYWORD $SettledRefused";
    if (days_back_ > 0) words += " SINCE " + imap_date(formats::day_of(now_unix_ms - days_back_ * day_ms));
    for (std::size_t i = 0; i < senders_.size(); ++i)
        words += (i + 1 < senders_.size() ? " OR FROM " : " FROM ") + quoted(senders_[i]);
    return words;
}

HeadVerdict MailboxChoice::judge(const Mail& mail) const {
    HeadVerdict verdict;
    verdict.sender = ascii_lower(mail.from);
    if (std::ranges::find(senders_, verdict.sender) == senders_.end())
        verdict.skip =
            mail.from.empty() ? "it has not exactly one sender" : "it is from " + visible(cut_at_character(mail.from, 80));
    else if (!formats::matches_glob(mail.subject, subject_))
        verdict.skip = "its subject is another";
    else if (Status proved = check_authentication(mail.headers, authenticated_by_, verdict.sender); !proved)
        verdict.refusal = proved.error().message;
    return verdict;
}

HeadVerdict MailboxChoice::judge(const MailFacts& facts) const {
    auto mail = read_mail(facts.head);
    if (!mail) return {.skip = mail.error().message, .refusal = {}, .sender = {}};
    HeadVerdict verdict = judge(*mail);
    if (!verdict.skip && verdict.refusal.empty() && facts.byte_count > mail_mb_ << 20)
        verdict.refusal = "the mail has " + std::to_string(facts.byte_count >> 20) + " MB; at most " + std::to_string(mail_mb_) +
                          " are fetched. Raise mail_mb if that is right";
    return verdict;
}

void MailboxChoice::add(const Attachment& attachment, const std::string& sender, std::vector<MailFile>& files) const {
    const auto next = [&] { return static_cast<int>(files.size()) + 1; };
    if (!is_zip(attachment.name)) {
        files.push_back({next(), attachment.name, attachment.bytes, sender, {}});
        return;
    }
    auto members = unzip(attachment.bytes);
    if (!members) {
        files.push_back({next(), attachment.name, {}, sender, visible(attachment.name) + ": " + members.error().message});
        return;
    }
    const std::size_t before = files.size();
    for (Attachment& member : *members)
        if (names_.takes(member.name) && !is_zip(member.name))
            files.push_back({next(), std::move(member.name), std::move(member.bytes), sender, {}});
    if (files.size() == before)
        files.push_back({next(),
                         attachment.name,
                         {},
                         sender,
                         visible(attachment.name) +
                             ": the ZIP file holds nothing that `files` names; have the bank send the statement in it"});
}

std::vector<MailFile> MailboxChoice::files(std::uint32_t uid, std::string_view bytes) const {
    auto mail = read_mail(bytes);
    if (!mail) return {refused_mail(uid, {}, mail.error().message)};
    const HeadVerdict verdict = judge(*mail);
    if (verdict.skip) return {};
    if (!verdict.refusal.empty()) return {refused_mail(uid, verdict.sender, verdict.refusal)};
    std::vector<MailFile> files;
    for (const Attachment& attachment : mail->attachments)
        if (names_.takes(attachment.name)) add(attachment, verdict.sender, files);
    return files;
}

} // namespace settled::imap
