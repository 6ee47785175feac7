// What holds for every ledger and every statement, tried on seeded random ones: no cent is used twice, nothing is lost, the
// order of rows and strangers decide nothing, and what is taken back is as if it had never been.
#include "matching/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace settled::matching {
namespace {

using namespace testing;

constexpr unsigned histories = 400;

struct Firm {
    std::string id, name, account;
};

struct Paper {
    std::string id, number, tax_invoice, contract, linked;
    std::size_t firm = 0;
    std::int64_t open = 0;
    Date due;
};

struct Line {
    std::int64_t id = 0;
    std::int64_t amount = 0;
    std::string payer, account, text;
    Date date;
    bool reversal = false;
};

// A ledger and a statement in no order: rows come into being only when a world is made of them.
struct Story {
    std::vector<Firm> firms;
    std::vector<Paper> papers;
    std::vector<Line> lines;
};

template <class Thing> std::vector<std::size_t> in_order(const std::vector<Thing>& things) {
    std::vector<std::size_t> order(things.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
}

struct Orders {
    std::vector<std::size_t> firms, papers, lines;

    explicit Orders(const Story& story)
        : firms(in_order(story.firms)), papers(in_order(story.papers)), lines(in_order(story.lines)) {}
};

void add_line(World& world, const Line& line) {
    const Row row = world.entry(line.amount, line.payer, line.text, line.date, line.account);
    world.entries.entries[row].id = line.id;
    world.entries.entries[row].reversal = line.reversal;
}

World world_of(const Story& story, const Orders& orders) {
    World world;
    world.rules.residuals.push_back({Residual::bank_fee, cny, Path::any, 3'000});
    world.rules.residuals.push_back({Residual::cent_difference, cny, Path::any, 5});
    world.rules.discount_basis_points = {200};
    std::vector<Row> customers(story.firms.size());
    for (const std::size_t firm : orders.firms)
        customers[firm] = world.customer(story.firms[firm].id, story.firms[firm].name, story.firms[firm].account);
    for (const std::size_t at : orders.papers) {
        const Paper& paper = story.papers[at];
        const auto type = static_cast<std::uint8_t>(paper.open < 0 ? SETTLED_DOC_CREDIT_NOTE : SETTLED_DOC_INVOICE);
        ledger::ItemRow& item = world.book.items[world.item(customers[paper.firm], paper.number, paper.open, paper.due, 0, type)];
        item.id = item.key = world.book.text.add(paper.id);
        item.tax_invoice_numbers = world.book.text.add(paper.tax_invoice);
        item.contract_number = world.book.text.add(paper.contract);
        item.linked_document = world.book.text.add(paper.linked);
    }
    for (const std::size_t at : orders.lines) add_line(world, story.lines[at]);
    return world;
}

World world_of(const Story& story) { return world_of(story, Orders(story)); }

class Teller {
  public:
    explicit Teller(unsigned seed) : random_(seed) {}

    Story story() {
        Story story;
        const std::size_t firms = 2 + pick(5);
        for (std::size_t i = 0; i < firms; ++i) story.firms.push_back(firm(i));
        const std::size_t papers = 4 + pick(25);
        for (std::size_t i = 0; i < papers; ++i) story.papers.push_back(paper(i, story));
        const std::size_t lines = 3 + pick(20);
        for (std::size_t i = 0; i < lines; ++i) {
            story.lines.push_back(line(story));
            story.lines.back().id = static_cast<std::int64_t>(i) + 1;
        }
        return story;
    }

    std::size_t pick(std::size_t below) { return below == 0 ? 0 : random_() % below; }
    template <class Thing> const Thing& one_of(const std::vector<Thing>& things) { return things[pick(things.size())]; }
    void shuffle(std::vector<std::size_t>& order) { std::ranges::shuffle(order, random_); }

  private:
    // Families of names, as a group's firms have them; a few share an account.
    Firm firm(std::size_t i) {
        static const std::vector<std::string> stems{"华远", "华远精密", "恒达", "Northwind ", "North Wind "};
        static const std::vector<std::string> trades{"机械", "贸易", "Trading ", "Metals "};
        static const std::vector<std::string> forms{"有限公司", "（苏州）有限公司", "Ltd", "GmbH"};
        Firm made;
        made.id = "C" + std::to_string(i);
        made.name = one_of(stems) + one_of(trades) + one_of(forms);
        if (pick(4) > 0) made.account = "62220000000" + std::to_string(10'000 + (pick(6) == 0 ? 0 : i));
        return made;
    }

    std::int64_t amount() {
        static const std::vector<std::int64_t> everyday{10'000, 50'000, 100'000, 119'000, 250'000};
        return pick(3) == 0 ? one_of(everyday) : static_cast<std::int64_t>(1'000 + pick(5'000'000));
    }

    Paper paper(std::size_t i, const Story& story) {
        Paper made;
        made.id = "I" + std::to_string(i);
        made.firm = pick(story.firms.size());
        const std::string count = std::to_string(1'000 + i * (1 + pick(3)));
        switch (pick(4)) {
        case 0:
            made.number = count; // short: a part of longer ones
            break;
        case 1:
            made.number = "INV-2026-00" + count;
            break;
        case 2:
            made.number = "HY/26/" + count;
            break;
        default:
            made.number = "2026" + count;
        }
        if (pick(3) == 0) made.tax_invoice = "2531200000000" + std::to_string(1'000'000 + i);
        if (pick(4) == 0) made.contract = "HT-2026-0" + std::to_string(10 + pick(4));
        made.open = amount();
        if (pick(10) == 0 && !story.papers.empty()) {
            const Paper& credited = one_of(story.papers);
            made.firm = credited.firm;
            made.number = "CN-" + count;
            made.open = -std::max<std::int64_t>(1, (credited.open < 0 ? -credited.open : credited.open) / 10);
            if (pick(2) == 0) made.linked = credited.number;
        }
        made.due = day(9, 1).plus_days(static_cast<int>(pick(70)));
        return made;
    }

    Line line(const Story& story) {
        Line made;
        made.date = day(10, 20).plus_days(static_cast<int>(pick(6)));
        if (pick(12) == 0 && !story.lines.empty()) return again(one_of(story.lines), story);
        const Paper& paper = one_of(story.papers);
        made.amount = paper.open > 0 ? paper.open : amount();
        made.text = words_about(paper);
        more_papers(story, paper, made);
        misstate(made);
        payer_of(story, paper, made);
        return made;
    }

    // The same payment once more, or back; nothing comes back twice.
    Line again(Line made, const Story& story) {
        const auto is_back = [&](const Line& line) { return line.reversal && line.amount == -made.amount; };
        if (made.reversal || pick(2) == 0 || std::ranges::any_of(story.lines, is_back)) {
            made.amount = made.reversal ? -made.amount : made.amount;
            made.reversal = false;
            return made;
        }
        made.date = made.date.plus_days(static_cast<int>(pick(3)));
        made.amount = -made.amount, made.reversal = true;
        return made;
    }

    std::string words_about(const Paper& paper) {
        static const std::vector<std::string> silent{"货款", "", "往来款", "payment of goods", "2026-10-31"};
        switch (pick(6)) {
        case 0:
        case 1:
            return one_of(silent);
        case 2:
            return paper.tax_invoice.empty() ? "付 " + paper.number : "发票" + paper.tax_invoice.substr(pick(2) * 12);
        case 3:
            return paper.contract.empty() ? paper.number : "合同 " + paper.contract;
        case 4: { // one sign wrong or cut short
            std::string wrong = paper.number;
            if (pick(2) == 0)
                wrong.pop_back();
            else
                wrong.back() = static_cast<char>('0' + pick(10));
            return "inv " + wrong;
        }
        default:
            return "invoice " + paper.number;
        }
    }

    void more_papers(const Story& story, const Paper& first, Line& made) {
        for (std::size_t more = pick(5) == 0 ? 1 + pick(3) : 0; more > 0; --more) {
            const Paper& other = one_of(story.papers);
            if (other.firm != first.firm || other.id == first.id) continue;
            made.amount += other.open;
            made.text += pick(3) == 0 ? " 等" : " " + other.number;
        }
    }

    void misstate(Line& made) {
        switch (pick(12)) {
        case 0:
            made.amount -= 1'500; // a fee
            break;
        case 1:
            made.amount -= made.amount / 50; // a discount
            break;
        case 2:
            made.amount += 777;
            break;
        case 3:
            made.amount /= 2;
            break;
        case 4:
            made.amount = 10'000 * static_cast<std::int64_t>(1 + pick(50)); // a round sum
            break;
        default:
            break;
        }
        if (made.amount == 0) made.amount = 1;
    }

    void payer_of(const Story& story, const Paper& paper, Line& made) {
        const Firm& firm = pick(8) == 0 ? one_of(story.firms) : story.firms[paper.firm];
        made.payer = firm.name;
        made.account = firm.account;
        switch (pick(8)) {
        case 0:
            made.payer = "王海涛", made.account = "62170000999900" + std::to_string(pick(3));
            break;
        case 1:
            made.payer = "华远集团财务有限公司", made.account = "10010000999900";
            made.text += " 代" + firm.name + "付";
            break;
        case 2:
            made.payer = made.payer.substr(0, 6), made.account.clear(); // cut to two characters
            break;
        case 3:
            made.payer.clear();
            break;
        default:
            break;
        }
    }

    std::mt19937 random_;
};

std::string told(const World& world, const Proposal& proposal) {
    std::vector<std::string> parts;
    for (const Allocation& allocation : proposal.allocations) {
        const ledger::CustomerRow& customer = world.book.customers[allocation.customer];
        std::string part(world.book[customer.id]);
        if (allocation.item != no_row) part += '/' + std::string(world.book[world.book.items[allocation.item].id]);
        parts.push_back(part + '=' + std::to_string(allocation.amount));
    }
    for (const Evidence& evidence : proposal.evidence) {
        std::string part(name(evidence.kind));
        if (evidence.item != no_row) part += ' ' + std::string(world.book[world.book.items[evidence.item].id]);
        if (evidence.customer != no_row) part += ' ' + std::string(world.book[world.book.customers[evidence.customer].id]);
        parts.push_back(part + ' ' + std::to_string(evidence.amount) + ' ' + std::to_string(evidence.count) + ' ' +
                        evidence.text);
    }
    std::ranges::sort(parts);
    std::string text(name(proposal.grade));
    text += ' ' + std::string(name(proposal.residual)) + ' ' + std::to_string(proposal.residual_amount);
    for (const std::string& part : parts) text += "; " + part;
    return text;
}

// Every decision by the entry's own number, without a row in it; of a question that it is one, and whether it repeats another.
std::map<std::int64_t, std::string> told(const World& world, const Outcome& outcome) {
    std::map<std::int64_t, std::string> all;
    for (const Decision& decision : outcome.decisions) {
        std::string text(name(decision.state));
        text += ' ' + std::string(name(decision.not_receivable)) + (decision.third_party_payer ? " third party " : " ") +
                std::to_string(decision.duplicate_of);
        if (decision.state != State::question && decision.state != State::unmatched) text += " | " + told(world, decision.best);
        all[world.entries.entries[decision.entry].id] = text;
    }
    return all;
}

void expect_same(const std::map<std::int64_t, std::string>& found, const std::map<std::int64_t, std::string>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [entry, text] : expected) EXPECT_EQ(found.at(entry), text) << "entry " << entry;
}

// The statement comes in day by day, and every day is decided and kept.
World lived(const Story& story, Date last = day(12, 31)) {
    World world = world_of({story.firms, story.papers, {}});
    std::map<Date, std::vector<const Line*>> days;
    for (const Line& line : story.lines)
        if (line.date <= last) days[line.date].push_back(&line);
    for (const auto& [date, lines] : days) {
        for (const Line* line : lines) add_line(world, *line);
        world.save(world.run());
    }
    return world;
}

// What stands against each item.
std::map<std::string, std::int64_t> used(const World& world) {
    std::map<std::string, std::int64_t> sums;
    for (const PastDecision& past : world.history.decisions) {
        if (!holds_money(past.state) || past.state == State::reversed) continue;
        for (const PastAllocation& allocation : past.allocations)
            if (!allocation.on_account()) sums[allocation.item_id] += allocation.amount;
    }
    return sums;
}

struct Owed {
    std::map<std::string, std::int64_t> items, customers;

    friend bool operator==(const Owed&, const Owed&) = default;
};

Owed owed(const World& world) {
    const ledger::Positions positions = world.positions();
    Owed owed;
    for (Row row = 0; row < world.book.items.size(); ++row)
        owed.items[std::string(world.book[world.book.items[row].id])] = positions.items[row].position;
    for (const ledger::CustomerPosition& position : positions.customers)
        owed.customers[std::string(world.book[world.book.customers[position.customer].id])] += position.total;
    return owed;
}

template <class Check> void in_every_history(Check&& check) {
    for (unsigned seed = 1; seed <= histories && !::testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Teller teller(seed);
        check(teller);
    }
}

TEST(Properties, NoCentOfAnItemIsUsedTwice) {
    std::size_t settled = 0;
    in_every_history([&](Teller& teller) {
        const Story story = teller.story();
        const World world = lived(story);
        const std::map<std::string, std::int64_t> sums = used(world);
        for (const Paper& paper : story.papers) {
            const auto sum = sums.find(paper.id);
            if (sum == sums.end()) continue;
            ++settled;
            EXPECT_GE(sum->second, std::min<std::int64_t>(paper.open, 0)) << paper.number;
            EXPECT_LE(sum->second, std::max<std::int64_t>(paper.open, 0)) << paper.number;
        }
    });
    EXPECT_GT(settled, histories) << "too little was settled to prove anything";
}

TEST(Properties, AnEntryIsNeitherMoreNorLessThanWhatItIsDecidedToBe) {
    in_every_history([&](Teller& teller) {
        const World world = lived(teller.story());
        for (const PastDecision& past : world.history.decisions) {
            if (!holds_money(past.state) || past.allocations.empty()) continue;
            std::int64_t sum = past.residual_amount;
            for (const PastAllocation& allocation : past.allocations) sum += allocation.amount;
            EXPECT_EQ(sum, world.entries.entries[past.entry].amount) << "entry " << world.entries.entries[past.entry].id;
        }
    });
}

TEST(Properties, WhatIsSettledAndWhatIsStillOwedAreTogetherWhatWasOpen) {
    in_every_history([&](Teller& teller) {
        const Story story = teller.story();
        const World world = lived(story);
        std::map<std::string, std::int64_t> before;
        for (const Paper& paper : story.papers) before[story.firms[paper.firm].id] += paper.open;
        for (const PastDecision& past : world.history.decisions) {
            if (!holds_money(past.state) || past.state == State::reversed) continue;
            std::set<Row> customers;
            for (const PastAllocation& allocation : past.allocations) customers.insert(allocation.customer);
            ASSERT_EQ(customers.size(), 1U) << "one entry, one customer";
            before[std::string(world.book[world.book.customers[*customers.begin()].id])] -=
                world.entries.entries[past.entry].amount;
        }
        for (const auto& [customer, total] : owed(world).customers) EXPECT_EQ(total, before[customer]) << customer;
    });
}

TEST(Properties, TheOrderOfRowsChangesNothing) {
    in_every_history([&](Teller& teller) {
        Story story = teller.story();
        std::ranges::stable_sort(story.lines, {}, &Line::date);
        const World straight = world_of(story);
        const auto expected = told(straight, straight.run());
        Orders orders(story);
        teller.shuffle(orders.firms);
        teller.shuffle(orders.papers);
        teller.shuffle(orders.lines); // of one day: the days themselves stay in order
        std::ranges::stable_sort(orders.lines, {}, [&](std::size_t line) { return story.lines[line].date; });
        const World shuffled = world_of(story, orders);
        expect_same(told(shuffled, shuffled.run()), expected);
    });
}

TEST(Properties, ACustomerWhoHasNothingToDoWithItChangesNothing) {
    in_every_history([&](Teller& teller) {
        Story story = teller.story();
        const World without = world_of(story);
        const auto expected = told(without, without.run());
        story.firms.push_back({"Z", "Quiet Orchard Cooperative", "DE89370400440532013000"});
        for (std::int64_t i = 0; i < 5; ++i) {
            Paper paper;
            paper.id = "Z" + std::to_string(i);
            paper.number = "QOC." + std::to_string(77 + i) + ".X";
            paper.firm = story.firms.size() - 1;
            paper.open = 900'000'001 + i * 13; // no sum of the others comes near
            paper.due = day(10, 1);
            story.papers.push_back(paper);
        }
        Orders orders(story);
        std::ranges::rotate(orders.firms, orders.firms.end() - 1); // first of all
        teller.shuffle(orders.papers);
        const World with = world_of(story, orders);
        expect_same(told(with, with.run()), expected);
    });
}

TEST(Properties, WhatHoldsMoneyIsNotDecidedAnew) {
    in_every_history([&](Teller& teller) {
        const World world = lived(teller.story());
        const Outcome again = world.run();
        for (const Decision& decision : again.decisions)
            for (const PastDecision& past : world.history.decisions)
                EXPECT_FALSE(past.entry == decision.entry && holds_money(past.state)) << told(world, decision.best);
        EXPECT_TRUE(again.bookings.empty());
    });
}

TEST(Properties, DecisionsTakenBackLeaveWhatWasBefore) {
    in_every_history([&](Teller& teller) {
        const Story story = teller.story();
        const Date last = day(10, 22);
        const World before = lived(story, last);
        World after = lived(story);
        std::set<std::int64_t> known;
        for (const PastDecision& past : before.history.decisions) known.insert(before.entries.entries[past.entry].id);
        std::erase_if(after.history.decisions,
                      [&](const PastDecision& past) { return !known.contains(after.entries.entries[past.entry].id); });
        // What a later day changed of an earlier decision is what it was before.
        for (PastDecision& past : after.history.decisions)
            for (const PastDecision& earlier : before.history.decisions)
                if (before.entries.entries[earlier.entry].id == after.entries.entries[past.entry].id) past = earlier;
        EXPECT_EQ(owed(after), owed(before));
    });
}

TEST(Properties, AReturnedPaymentIsAsIfItHadNeverBeenMade) {
    in_every_history([&](Teller& teller) {
        Story story = teller.story();
        Paper paper;
        paper.id = "late", paper.number = "LATE-77001", paper.firm = teller.pick(story.firms.size());
        paper.open = 654'321'987;
        paper.due = day(11, 1);
        story.papers.push_back(paper);
        World world = lived(story);
        world.save(world.run()); // what was asked on the last day is asked once more
        Line payment;
        payment.id = 1'000, payment.date = day(11, 2), payment.amount = paper.open;
        payment.payer = story.firms[paper.firm].name, payment.account = story.firms[paper.firm].account;
        payment.text = paper.number;
        add_line(world, payment);
        world.save(world.run());
        const Owed paid = owed(world);
        EXPECT_EQ(paid.items.at("late"), 0);
        Line back = payment;
        back.id = 1'001, back.date = day(11, 4), back.amount = -payment.amount, back.reversal = true;
        add_line(world, back);
        world.save(world.run());
        const Owed after = owed(world);
        for (const auto& [item, open] : paid.items) EXPECT_EQ(after.items.at(item), item == "late" ? paper.open : open) << item;
    });
}

} // namespace
} // namespace settled::matching
