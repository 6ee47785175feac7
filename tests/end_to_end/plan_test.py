#!/usr/bin/env python3
"""The month's report holds what was planned to be collected against what came to the bank, by customer and by salesperson."""
import unittest

import company
from company import CUSTOMERS, Company, write_csv

REPORT = """[report]
month = { kind = "month", company = "demo", language = "en", gateway = "mail", to = ["controller@demo.example"] }
"""
LAST_DAY, CLOCK = "2026-11-30T10:00:00+08:00", "2026-12-02T10:00:00+08:00"


class Plan(unittest.TestCase):
    def month(self, plan):
        made = Company(configuration=company.CONFIGURATION.replace("[report]\n", REPORT).replace("[company.demo]\n", "[company.demo]\ncost_of_money_basis_points = 730\n"))
        self.addCleanup(made.remove)
        for number, salesperson in ((1, "S1"), (2, "S1"), (3, "S2")):
            made.customer(f"C{number}", f"Blue Harbour {number} Ltd.")
            made.invoice(f"INV-{number}01", f"C{number}", f"{number}000.00")
            made.customers[-1] += [salesperson, "Zhou Min" if salesperson == "S1" else "Chen Yu"]
        made.write_ledger()
        write_csv(made.folder / "ledger" / "customers.csv", [*CUSTOMERS, "salesperson_id", "salesperson_name"], made.customers)
        if plan:
            write_csv(made.folder / "ledger" / "plan.csv", ["period", "customer_id", "salesperson_id", "currency", "amount"], plan)
        # Paid on the 12th, due on the 2nd: ten days of 3,650.00. The other items, due on the 10th, are overdue for 20 days each.
        write_csv(made.folder / "ledger" / "settlements.csv", ["item_id", "customer_id", "document_date", "due_date", "settled_date", "currency", "amount"],
                  [["OLD-1", "C1", "2026-09-01", "2026-11-02", "2026-11-12", "CNY", "3650.00"]])
        made.statement("2026-10-30", [("3000.00", "Blue Harbour 3 Ltd.", "INV-301")])  # before the month
        made.statement("2026-11-17", [("1000.00", "Blue Harbour 1 Ltd.", "INV-101"), ("1970.00", "Blue Harbour 2 Ltd.", "INV-201")])
        for job in ("pull", "import", "reconcile", "report"):
            if job == "report":
                self.assertEqual(made.run("write-off", "INV-201", "--reason", "customer is insolvent", clock=LAST_DAY).status, 0)
            run = made.run(job, "--kind", "month", clock=CLOCK) if job == "report" else made.run(job, clock=LAST_DAY)
            self.assertEqual(run.status, 0, run)
        return next((made.folder / "state" / "reports").rglob("*.html")).read_text(encoding="utf-8")

    def test_planned_and_received(self):
        page = self.month([["2026-11", "C1", "", "CNY", "1500.00"], ["2026-11", "C2", "", "CNY", "1500.00"], ["2026-11", "C3", "", "CNY", "3000.00"],
                           ["2026-12", "C1", "", "CNY", "9999.00"], ["2026-11", "", "S1", "CNY", "4000.00"]])
        rows = [part.replace("\n", " ") for part in page.split("<tr")]
        for name, *figures in (("Blue Harbour 1 Ltd.", "1,500.00", "1,000.00", "66.7", "500.00"),
                               ("Blue Harbour 2 Ltd.", "1,500.00", "1,970.00", "131.3", "-470.00"),  # the bank kept 30.00 of the invoice
                               ("Blue Harbour 3 Ltd.", "3,000.00", "0.00", "3,000.00"),
                               ("Zhou Min", "4,000.00", "2,970.00", "74.3", "1,030.00")):
            self.assertTrue(any(name in row and all(figure in row for figure in figures) for row in rows), (name, page))
        self.assertNotIn("9,999.00", page)
        owed = page[page.index("Overdue by customer"):page.index("Overdue by salesperson")]
        self.assertIn("Blue Harbour 2 Ltd.", owed)  # what the bank kept
        for paid in ("Blue Harbour 1 Ltd.", "Blue Harbour 3 Ltd."):
            self.assertNotIn(paid, owed, "who has paid is not overdue")
        self.assertNotIn("no ledger gives a plan", page)
        # (3,650.00 × 10 + 6,000.00 × 20) ÷ 30 days; × 7.3 % ÷ 365 days
        flow = page[page.index("What late payment cost"):]
        for figure in ("5,216.67", "31.30", "customer is insolvent", "2,000.00"):
            self.assertIn(figure, flow)
        self.assertNotIn("cost_of_money_basis_points", page)

    def test_without_a_plan_the_report_says_what_is_missing(self):
        self.assertIn("no ledger gives a plan of this period", self.month([]))


if __name__ == "__main__":
    company.main(__import__("__main__"))
