"""Every bank line of the demo on every day, against what a bookkeeper decides."""
import unittest
from decimal import Decimal

from demo_company import DAYS, LEDGER, TRUTH, demo, lines, states_on


class EveryBankLine(unittest.TestCase):
    def test_is_there_once_on_every_day_and_no_other(self):
        for day in DAYS:
            with self.subTest(day=day):
                self.assertEqual(sorted(demo().matches(day)), sorted(line["bank_reference"] for line in lines() if line["day"] <= day))
                self.assertEqual(len(demo().rows("--as-of", DAYS[day], "matches")), len(demo().matches(day)))

    def each(self):
        for day in DAYS:
            for line in lines():
                if line["day"] <= day:
                    yield day, line, demo().matches(day)[line["bank_reference"]]

    def of(self, day, line):
        return self.subTest(day=day, case=line["case"], line=line["bank_reference"])

    def test_has_the_state_that_a_bookkeeper_gives_it(self):
        for day, line, match in self.each():
            with self.of(day, line):
                self.assertIn(match["state"], states_on(line, day), match)
                self.assertEqual((match["amount"], match["currency"], match["account"], match["date"]),
                                 (line["amount"], line["currency"], line["account"], DAYS[line["day"]]))

    def test_settles_the_documents_of_the_truth_to_the_cent(self):
        for day, line, match in self.each():
            with self.of(day, line):
                if not line["items"] or match["state"] == "question":
                    continue
                got = {part["document_number"]: part["amount"] for part in match["allocations"]}
                self.assertEqual(got, {item["document_number"]: item["amount"] for item in line["items"]})
                self.assertEqual({(part["ledger"], part["customer"]) for part in match["allocations"]}, {(LEDGER, line["customer"])})
                residual = Decimal(match["residual"]["amount"]) if match["residual"] else Decimal(0)
                self.assertEqual(match["residual"]["reason"] if match["residual"] else None, line["residual"])
                self.assertEqual(sum(Decimal(amount) for amount in got.values()) + residual, Decimal(line["amount"]))

    def test_names_its_customer_or_nobody(self):
        for day, line, match in self.each():
            with self.of(day, line):
                customers = {part["customer"] for part in match["allocations"]}
                if line["customer"] is None:
                    self.assertFalse(customers, match)
                elif match["state"] != "reversed":
                    self.assertEqual(customers, {line["customer"]}, match)

    def test_on_account_lowers_the_customer_and_no_item(self):
        for day, line, match in self.each():
            with self.of(day, line):
                if match["state"] == "on_account":
                    self.assertEqual([(part["item_id"], part["amount"]) for part in match["allocations"]], [(None, line["amount"])])

    def test_says_what_it_is_when_it_is_no_receivable_who_else_paid_and_what_it_repeats(self):
        for day, line, match in self.each():
            with self.of(day, line):
                if match["state"] == "not_receivable" and line["class"]:
                    self.assertEqual(match["class"], line["class"])
                self.assertEqual(match["third_party_payer"], line["third_party_payer"])
                if line["duplicate_of"]:
                    self.assertEqual(match["duplicate_of"], demo().matches(day)[line["duplicate_of"]]["entry"])
                else:
                    self.assertIsNone(match["duplicate_of"])

    def test_waits_in_review_only_where_the_bookkeeper_would_ask(self):
        waiting = {row["bank_reference"] for row in demo().rows("review")}
        must = {line["bank_reference"] for line in lines() if states_on(line, 3) == ["question"]}
        may = {line["bank_reference"] for line in lines() if "question" in states_on(line, 3)}
        self.assertLessEqual(must, waiting)
        self.assertLessEqual(waiting, may)


class TheTruth(unittest.TestCase):
    def test_has_a_case_of_every_kind(self):
        cases = {line["case"] for line in TRUTH["lines"]}
        self.assertGreaterEqual(len(cases), 25)
        states = {state for day in DAYS for line in lines() if line["day"] <= day for state in states_on(line, day)}
        self.assertEqual(states, {"settled", "booked", "partly_booked", "on_account", "question", "unmatched", "not_receivable",
                                  "reversed"})
