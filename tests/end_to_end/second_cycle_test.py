#!/usr/bin/env python3
"""The main job a second time on the same day changes nothing: no entry, no match, no reminder, no second finance mail."""
import sys
import unittest

import company


class SecondCycle(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        for i in range(1, 6):
            self.company.customer(f"C{i}", f"Customer Number {i} Ltd.", f"ACC-{i}")
            self.company.invoice(f"INV-20{i}", f"C{i}", f"{i}000.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("1000.00", "Customer Number 1 Ltd.", "payment INV-201"),
                                              ("77.70", "Nobody We Know", "thank you"),
                                              ("-5.00", "Test Bank", "account fee")])

    def figures(self):
        """What stands in the books, through the command line and, for the audit, in the store."""
        company_ = self.company
        return {
            "entries": company_.sql("SELECT COUNT(*) FROM bank_entry")[0][0],
            "matches": len(company_.rows("matches")),
            "messages": [(row["message"], row["state"], row["kind"]) for row in company_.rows("outbox")],
            "finance mails": len([row for row in company_.rows("outbox") if row["kind"] == "daily"]),
            "decisions in the audit": company_.sql("SELECT COUNT(*) FROM audit")[0][0],
            "ledger rows": company_.sql("SELECT COUNT(*) FROM ledger_open_items")[0][0],
            "mails in the folder": len(list((company_.folder / "mails").rglob("*.eml"))),
        }

    def test_a_second_cycle_on_the_same_day_changes_nothing(self):
        first = self.company.run("cycle")
        self.assertEqual(first.status, 0, first)
        released = self.company.run("outbox", "release", "all", actor="li")
        self.assertEqual(released.status, 0, released)
        delivered = self.company.run("deliver")
        self.assertEqual(delivered.status, 0, delivered)
        before = self.figures()
        self.assertEqual(before["entries"], 3)
        self.assertEqual(before["matches"], 3)
        self.assertEqual(before["finance mails"], 1)
        self.assertEqual([state for _, state, _ in before["messages"]].count("sent"), 5, before)  # 4 reminders, 1 finance mail
        second = self.company.run("cycle")
        self.assertEqual(second.status, 0, second)
        after = self.figures()
        for what, figure in before.items():
            with self.subTest(what):
                self.assertEqual(after[what], figure)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
