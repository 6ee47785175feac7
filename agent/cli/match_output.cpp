#include "cli/match_output.hpp"

#include "jobs/match_words.hpp"

#include <algorithm>

namespace settled::cli {
namespace {

void write_proposal(render::JsonWriter& json, const store::StoredProposal& proposal, Currency currency,
                    matching::Language language) {
    json.key("allocations").begin_array();
    for (const store::StoredAllocation& allocation : proposal.allocations) {
        json.begin_object()
            .text("ledger", allocation.ledger)
            .text("customer", allocation.customer_id)
            .text_or_null("item_id", allocation.item_id);
        json.text_or_null("document_number", allocation.document_number)
            .text("amount", amount_text(allocation.amount, currency))
            .end_object();
    }
    json.end_array();
    if (proposal.residual_amount == 0 && proposal.residual == matching::Residual::none) {
        json.null("residual");
    } else {
        json.key("residual").begin_object().text("amount", amount_text(proposal.residual_amount, currency));
        json.text_or_null("reason", matching::name(proposal.residual)).end_object();
    }
    json.key("evidence").begin_array();
    for (const std::string& reason : jobs::match_reasons(proposal, language)) json.text(reason);
    json.end_array();
}

} // namespace

void write_match(render::JsonWriter& json, const store::StoredMatch& match, matching::Language language) {
    const Currency currency = match.amount.currency;
    json.begin_object();
    if (match.id != 0)
        json.number("match", match.id);
    else
        json.null("match");
    json.text("company", match.company).number("entry", match.entry);
    if (match.part >= 0)
        json.number("part", match.part);
    else
        json.null("part");
    json.text_or_null("bank_reference", match.bank_reference)
        .text("account", match.account)
        .text_or_null("date", match.date.iso());
    json.text("amount", amount_text(match.amount)).text("currency", currency.code()).text("state", matching::name(match.state));
    json.text_or_null("grade", matching::name(match.best.grade)).text_or_null("class", matching::name(match.not_receivable));
    if (match.duplicate_of != 0)
        json.number("duplicate_of", match.duplicate_of);
    else
        json.null("duplicate_of");
    json.boolean("third_party_payer", match.third_party_payer);
    write_proposal(json, match.best, currency, language);
    json.key("alternatives").begin_array();
    for (const store::StoredProposal& alternative : match.alternatives) {
        json.begin_object();
        write_proposal(json, alternative, currency, language);
        json.end_object();
    }
    json.end_array().end_object();
}

Table match_table(const std::vector<store::StoredMatch>& matches, matching::Language language) {
    Table table({{"match", Align::right},
                 {"entry", Align::right},
                 {"date"},
                 {"amount", Align::right},
                 {"currency"},
                 {"counterparty"},
                 {"state"},
                 {"customer"},
                 {"documents"},
                 {"why"}});
    for (const store::StoredMatch& match : matches) {
        const auto sentences = jobs::match_reasons(match.best, language);
        table.add({match.id == 0 ? "" : std::to_string(match.id), std::to_string(match.entry), match.date.iso(),
                   grouped_amount_text(match.amount.minor_units, match.amount.currency),
                   std::string(match.amount.currency.code()), match.counterparty_name, std::string(matching::name(match.state)),
                   jobs::customer_of(match.best), jobs::documents_of(match.best), sentences.empty() ? "" : sentences.front()});
    }
    return table;
}

Table refund_table(const std::vector<jobs::Refund>& refunds, matching::Language language, Format format) {
    Table table({{"match", Align::right},
                 {"entry", Align::right},
                 {"date"},
                 {"over", Align::right},
                 {"currency"},
                 {"counterparty"},
                 {"customer"},
                 {"documents"},
                 {"why"}});
    for (const jobs::Refund& refund : refunds) {
        const store::StoredMatch& match = *refund.match;
        table.add({std::to_string(match.id), std::to_string(match.entry), match.date.iso(),
                   amount_cell(refund.over.minor_units, refund.over.currency, format), std::string(refund.over.currency.code()),
                   match.counterparty_name, jobs::customer_of(match.best), jobs::documents_of(match.best),
                   jobs::refund_reason(refund, language)});
    }
    return table;
}

} // namespace settled::cli
