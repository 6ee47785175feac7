#include "jobs/refused_addresses.hpp"

#include "world/clock.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace settled::jobs {
namespace {

using Place = std::tuple<std::string, std::string, std::string>; // ledger, customer, address in small letters

bool says_bad_address(const store::Message& message) {
    return message.state == store::MessageState::failed && message.reason.starts_with("bad_address");
}

std::vector<std::string> named_recipients(const store::Message& message) {
    const std::string words = ascii_lower(message.server_words);
    std::vector<std::string> named;
    for (const std::string& address : message.recipients)
        if (words.contains('<' + ascii_lower(address) + '>')) named.push_back(address);
    return named.empty() ? message.recipients : named;
}

bool is_later(const std::string& at, const std::string& than) {
    const auto moment = world::parse_moment(at);
    const auto before = world::parse_moment(than);
    return moment && before && *moment >= *before;
}

} // namespace

std::vector<RefusedAddress> refused_addresses(std::span<const store::Message> messages, std::span<const ledger::Fact> facts) {
    std::map<Place, std::string> refused; // → when
    for (const store::Message& message : messages) {
        const auto place = [&](const std::string& address) {
            return Place(message.ledger, message.customer_id, ascii_lower(address));
        };
        if (says_bad_address(message))
            for (const std::string& address : named_recipients(message)) refused[place(address)] = message.finished_at;
        else if (message.state == store::MessageState::sent)
            for (const std::string& address : message.recipients)
                if (const auto hit = refused.find(place(address));
                    hit != refused.end() && is_later(message.finished_at, hit->second))
                    refused.erase(hit);
    }
    for (const ledger::Fact& fact : facts) {
        if (fact.kind != ledger::FactKind::accept_contact) continue;
        for (const std::string_view address : split(fact.text, ';'))
            if (const auto hit = refused.find(Place(fact.ledger, fact.customer_id, ascii_lower(trim(address))));
                hit != refused.end() && is_later(fact.at, hit->second))
                refused.erase(hit);
    }
    std::vector<RefusedAddress> made;
    made.reserve(refused.size());
    for (const auto& [place, at] : refused) made.push_back({std::get<0>(place), std::get<1>(place), std::get<2>(place)});
    return made;
}

} // namespace settled::jobs
