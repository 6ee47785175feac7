#include "camt_party.hpp"

#include <algorithm>

namespace settled::camt {

std::string_view account_number(Piece& piece, Node account) {
    // Version 1 has <BBAN>, <UPIC> and <PrtryAcct> where later ones have <Othr>.
    const auto [iban, other, proprietary, bban, upic] =
        children<5>(child(account, "Id"), {"IBAN", "Othr", "PrtryAcct", "BBAN", "UPIC"});
    if (!iban) {
        const Node holder = other ? other : proprietary;
        return piece.text(holder ? child(holder, "Id") : bban ? bban : upic);
    }
    const std::string_view written = piece.text(iban);
    if (written.find(' ') == std::string_view::npos) return written;
    std::string& compact = piece.fresh_text();
    std::ranges::copy_if(written, std::back_inserter(compact), [](char c) { return c != ' '; });
    return compact;
}

std::string_view agent_code(Piece& piece, Node agent) {
    const auto [bicfi, bic, clearing, name] = children<4>(child(agent, "FinInstnId"), {"BICFI", "BIC", "ClrSysMmbId", "Nm"});
    for (const Node candidate : {bicfi, bic, child(clearing, "MmbId"), name})
        if (const std::string_view text = piece.text(candidate); !text.empty()) return text;
    return {};
}

std::string_view party_name(Piece& piece, Node party) {
    // From version 8 a party is wrapped in <Pty>, or is a bank in <Agt>.
    const auto [name, person, bank] = children<3>(party, {"Nm", "Pty", "Agt"});
    return piece.text(name ? name : person ? child(person, "Nm") : descend(bank, {"FinInstnId", "Nm"}));
}

Counterparty counterparty(Piece& piece, Node parties, Node agents, bool credit, std::string_view own_account) {
    const auto [debtor, debtor_account, ultimate_debtor, creditor, creditor_account, ultimate_creditor] =
        children<6>(parties, {"Dbtr", "DbtrAcct", "UltmtDbtr", "Cdtr", "CdtrAcct", "UltmtCdtr"});
    const auto [debtor_agent, creditor_agent] = children<2>(agents, {"DbtrAgt", "CdtrAgt"});
    const auto side = [&](Node party, Node account, Node agent, Node ultimate) -> Counterparty {
        std::string_view name = party_name(piece, party);
        if (name.empty()) name = piece.text(account, {"Nm"});
        return {name, account_number(piece, account), agent_code(piece, agent), party_name(piece, ultimate)};
    };
    const Counterparty expected = credit ? side(debtor, debtor_account, debtor_agent, ultimate_debtor)
                                         : side(creditor, creditor_account, creditor_agent, ultimate_creditor);
    const bool missing = expected.account.empty() && expected.name.empty();
    const bool ourselves = !expected.account.empty() && expected.account == own_account;
    if (!missing && !ourselves) return expected;
    const Counterparty swapped = credit ? side(creditor, creditor_account, creditor_agent, ultimate_creditor)
                                        : side(debtor, debtor_account, debtor_agent, ultimate_debtor);
    // Where one side is missing, the other's name alone may be our own: only its account proves it is not.
    const bool other = swapped.account.empty() ? ourselves && !swapped.name.empty() : swapped.account != own_account;
    return other ? swapped : expected;
}

} // namespace settled::camt
