#include "dunning/candidate.hpp"

#include <settled/mail_address.hpp>
#include <settled/text.hpp>

#include <algorithm>

namespace settled::dunning {
namespace {

using ledger::Fact;
using ledger::FactKind;

class CustomerContacts {
  public:
    CustomerContacts(const PlannerInput& input, const FactsByRow& facts, ledger::Row customer)
        : input_(input), book_(*input.book), customer_(book_.customers[customer]), row_(customer),
          facts_(facts.of_customer(customer)) {}

    bool opted_out(std::string_view channel) const {
        return std::ranges::any_of(facts_, [&](const Fact* fact) {
            return fact->kind == FactKind::opt_out && (fact->text.empty() || fact->text == channel || fact->text == "all");
        });
    }
    bool consented(std::string_view channel) const {
        return std::ranges::any_of(facts_,
                                   [&](const Fact* fact) { return fact->kind == FactKind::consent && fact->text == channel; });
    }
    bool accepted(std::string_view address) const {
        const auto same = [&](std::string_view known) { return equal_ignoring_ascii_case(known, address); };
        if (std::ranges::any_of(facts_,
                                [&](const Fact* fact) { return fact->kind == FactKind::accept_contact && same(fact->text); }))
            return true;
        return !input_.customers.empty() && std::ranges::any_of(input_.customers[row_].known_addresses, same);
    }
    Suppression why_not(Reason reason, std::string text) const {
        Suppression made;
        made.customer = row_;
        made.reason = reason;
        made.text = std::move(text);
        return made;
    }

    // Fills `to`, or says why the channel does not work.
    std::vector<Suppression> try_channel(const std::string& channel, std::vector<std::string>& to) const {
        if (opted_out(channel)) return {why_not(Reason::opted_out, channel)};
        if (channel == "email") return try_email(to);
        const std::string phone = fold_blanks(book_[customer_.phone]);
        if (phone.empty()) return {why_not(Reason::no_address, channel)};
        if (refused(phone)) return {why_not(Reason::bad_address, phone)};
        // A text message or chat needs an agreement that can be proved; a business letter does not.
        if (!consented(channel)) return {why_not(Reason::no_consent, channel)};
        to = {phone};
        return {};
    }

  private:
    std::vector<Suppression> try_email(std::vector<std::string>& to) const {
        MailAddresses found = split_mail_addresses(book_[customer_.email]);
        if (found.good.empty())
            return {found.refused.empty() ? why_not(Reason::no_address, "email")
                                          : why_not(Reason::bad_address, found.refused.front())};
        const std::string first = found.good.front();
        std::erase_if(found.good, [&](const std::string& address) { return refused(address); });
        if (found.good.empty()) return {why_not(Reason::bad_address, first)};
        to = std::move(found.good);
        return {};
    }

    bool refused(std::string_view address) const {
        return !input_.customers.empty() &&
               std::ranges::any_of(input_.customers[row_].refused_addresses,
                                   [&](std::string_view known) { return equal_ignoring_ascii_case(known, address); });
    }

    const PlannerInput& input_;
    const ledger::Book& book_;
    const ledger::CustomerRow& customer_;
    ledger::Row row_;
    std::span<const Fact* const> facts_;
};

} // namespace

Reach reach(const PlannerInput& input, const FactsByRow& facts, ledger::Row customer, const Step& step) {
    const CustomerContacts contacts(input, facts, customer);
    Reach found;
    std::vector<std::string> channels{step.channel};
    channels.insert(channels.end(), step.fallback.begin(), step.fallback.end());
    for (const std::string& channel : channels) {
        std::vector<Suppression> reasons = contacts.try_channel(channel, found.to);
        if (reasons.empty()) {
            found.channel = channel;
            found.reasons.clear();
            std::ranges::copy_if(found.to, std::back_inserter(found.unseen),
                                 [&](const std::string& address) { return !contacts.accepted(address); });
            return found;
        }
        std::ranges::move(reasons, std::back_inserter(found.reasons));
    }
    return found;
}

} // namespace settled::dunning
