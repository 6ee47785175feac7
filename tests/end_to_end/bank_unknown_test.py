#!/usr/bin/env python3
"""What the bank says cannot be taken in: the main job writes to no customer, what waits for one stays, finance is told all the same;
when the bank is known again, whoever paid in the meantime is left alone."""
import sys
import unittest

import company

NEXT_DAY = "2026-11-19T09:30:00+08:00"


class BankUnknown(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        for i in (1, 2):
            self.company.customer(f"C{i}", f"Customer Number {i} Ltd.", f"ACC-{i}")
            self.company.invoice(f"INV-20{i}", f"C{i}", f"{i}000.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("-5.00", "Test Bank", "account fee")])
        self.spool = self.company.folder / "state" / "spool"

    def letters(self, *states):
        return [row for row in self.company.rows("outbox") if row["kind"] == "reminder" and row["state"] in states]

    def mails_of(self, kind):
        return [row for row in self.company.rows("outbox") if row["kind"] == kind and row["state"] == "sent"]

    def test_nobody_is_reminded_until_the_statement_is_in_the_book(self):
        self.assertEqual(self.company.run("cycle").status, 0)
        released = self.company.run("outbox", "release", "all", actor="li")
        self.assertEqual(released.status, 0, released)
        self.assertEqual(len(self.letters("due")), 2)

        # One pays; the folder for what is being read cannot be made.
        self.company.statement("2026-11-18", [("1000.00", "Customer Number 1 Ltd.", "INV-201")])
        if self.spool.is_dir():
            self.spool.rmdir()
        self.spool.write_text("a file where a folder should be")
        broken = self.company.run("cycle", clock=NEXT_DAY)
        self.assertNotEqual(broken.status, 0, broken)
        self.assertIn("remind is skipped", broken.err)
        self.assertEqual(self.letters("sent"), [], "nobody is written to")
        self.assertEqual(len(self.mails_of("daily")), 2, "finance hears of both days")

        self.spool.unlink()
        mended = self.company.run("cycle", clock="2026-11-19T09:45:00+08:00")
        self.assertEqual(mended.status, 0, mended)
        sent = self.letters("sent")
        self.assertEqual([row["customer"] for row in sent], ["books:C2"], sent)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
