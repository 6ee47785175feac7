#!/usr/bin/env python3
"""Several ledgers at once: a company with a ledger read by ODBC and one of CSV files in another home currency, and a company beside
it that shares a customer. One ledger that fails or is stale takes nothing from the others; one firm under two names has one
contact limit and one log; no letter mixes companies or ledgers."""
import email
import email.policy
import re
import sqlite3
import sys
import unittest

import company

TODAY = "2026-11-18T10:00:00+08:00"
LEDGERS = """[ledger.books]
company = "demo"
plugin = "ledger_files"
folder = "ledger"
opening_day = 2026-01-01
[ledger.u8]
company = "demo"
plugin = "ledger_odbc"
connector = "sql_template"
connection = "Driver=SQLite3;Database=FOLDER/u8.db"
allow_writable_account = true
opening_day = 2026-01-01
parameters = { home_currency = "EUR" }
max_age_hours = 20
[ledger.branch]
company = "branch"
plugin = "ledger_files"
folder = "branch"
opening_day = 2026-01-01
LINKS
"""
BRANCH = """[company.branch]
legal_name = { en = "Branch Trading Ltd." }
currency = "CNY"
time_zone = "Asia/Shanghai"
mode = "approve"
procedure = "one_letter"
gateways = { email = "mail" }
"""
BRANCH_ACCOUNT = """[bank_account.branch]
company = "branch"
bank = "Test Bank"
account = "TEST-0002"
currency = "CNY"
source = "branch"
show_in_letters = true
[statement_source.branch]
plugin = "fetch_folder"
folder = "branch_inbox"
settle_seconds = 0
then = "archive"
"""
LINK = '[[customer_link]]\ncustomers = ["books:C1", "u8:K1", "branch:B1"]\n'
U8 = """CREATE TABLE settled_customers (customer_id varchar(20), name varchar(80), email varchar(80), currency char(3));
CREATE TABLE settled_open_items (item_id varchar(20), customer_id varchar(20), doc_type varchar(20), document_number varchar(40),
  document_date date, due_date date, currency char(3), amount decimal(18,2), open_amount decimal(18,2));
INSERT INTO settled_customers VALUES ('K1', 'Linked Firm GmbH', 'ap@linked.example', ''), ('K2', 'Other GmbH', 'ap@other.example', '');
INSERT INTO settled_open_items VALUES ('1', 'K1', 'invoice', 'RE-1', '2026-10-01', '2026-11-10', '', 1000.00, 1000.00),
  ('2', 'K2', 'invoice', 'RE-2', '2026-10-01', '2026-11-10', '', 2000.00, 2000.00);
"""


class SeveralLedgers(unittest.TestCase):
    def setUp(self):
        text = company.CONFIGURATION.replace('[ledger.books]\ncompany = "demo"\nplugin = "ledger_files"\nfolder = "ledger"\n'
                                             'opening_day = 2026-01-01\n', LEDGERS)
        text = text.replace("[ledger.books]", BRANCH + "[ledger.books]", 1).replace("[person]", BRANCH_ACCOUNT + "[person]")
        text = text.replace('minimum_total = { CNY = "1.00" }', 'minimum_total = { CNY = "1.00", EUR = "1.00" }')
        text = text.replace('companies = ["demo"]', 'companies = ["demo", "branch"]')
        self.company = company.Company(configuration=text)
        self.addCleanup(self.company.remove)
        self.template = self.company.text.replace("FOLDER", str(self.company.folder))
        self.links("")
        for folder in ("branch", "branch_inbox"):
            (self.company.folder / folder).mkdir()
        self.company.customer("C1", "Linked Firm Ltd.")
        self.company.customer("C2", "Second Customer Ltd.")
        self.company.invoice("INV-1", "C1", "100.00")
        self.company.invoice("INV-2", "C2", "200.00")
        self.company.write_ledger()
        company.write_csv(self.company.folder / "branch" / "customers.csv", company.CUSTOMERS, [["B1", "Linked Firm (Branch)", "ap@b1.example", ""]])
        company.write_csv(self.company.folder / "branch" / "open_items.csv", company.OPEN_ITEMS,
                          [["91", "B1", "invoice", "BR-1", "2026-10-01", "2026-11-10", "CNY", "300.00", "300.00"]])
        with sqlite3.connect(self.company.folder / "u8.db") as erp:
            erp.executescript(U8)
        self.banks("2026-11-17")

    def links(self, text):
        self.company.configure(self.template.replace("LINKS", text))

    def banks(self, day):
        self.company.statement(day, [("1.00", "Test Bank", "interest")])
        company.write_csv(self.company.folder / "branch_inbox" / f"{day}.csv", company.STATEMENT,
                          [["TEST-0002", "CNY", day, day, "1.00", "Test Bank", "", "interest", f"BR-{day}", "0.00", "1.00"]])

    def break_u8(self):
        (self.company.folder / "u8.db").rename(self.company.folder / "u8.away")
        (self.company.folder / "u8.db").mkdir()

    def plan(self, clock=TODAY):
        run = self.company.run("remind", "--dry-run", "--format", "json", clock=clock)
        self.assertEqual(run.status, 0, run)
        planned = run.json()
        reasons = {(row["customer"], row["reason"]) for row in planned["suppressed"]}
        return {row["customer"]: row for row in planned["reminders"]}, reasons

    def test_each_ledger_is_read_and_counted_in_its_own_currency(self):
        pulled = self.company.run("pull", "--format", "json", clock=TODAY)
        self.assertEqual(pulled.status, 0, pulled)
        totals = {row["ledger"]: {code: total["open_total"] for code, total in row["currencies"].items()} for row in pulled.json()["ledgers"]}
        self.assertEqual(totals, {"books": {"CNY": "300.00"}, "u8": {"EUR": "3000.00"}, "branch": {"CNY": "300.00"}})
        aged = self.company.run("aging", "--format", "json", clock=TODAY).json()["companies"]
        self.assertEqual({one["company"]: {code: total["total"] for code, total in one["currencies"].items()} for one in aged},
                         {"demo": {"CNY": "300.00", "EUR": "3000.00"}, "branch": {"CNY": "300.00"}})

    def test_one_that_fails_takes_nothing_from_the_others(self):
        self.assertEqual(self.company.run("pull", clock="2026-11-17T10:00:00+08:00").status, 0)
        self.break_u8()
        self.company.invoice("INV-3", "C2", "50.00")
        self.company.write_ledger()
        run = self.company.run("cycle", clock=TODAY)
        self.assertEqual(run.status, 1, run)
        self.assertEqual(len([line for line in run.errors if "[ledger.u8]" in line]), 1, run)
        self.assertEqual(self.reminded(), {"books:C1", "books:C2", "branch:B1"})
        self.assertEqual(self.company.sql("SELECT ledger, COUNT(*) FROM ledger_open_items WHERE valid_to = 0 GROUP BY ledger ORDER BY 1"),
                         [("books", 3), ("branch", 1), ("u8", 2)])

    def test_one_that_was_never_read_holds_its_company_only(self):
        """Whose money a payment is cannot be told while a ledger of the company is unknown; the other company goes on."""
        self.break_u8()
        run = self.company.run("cycle", clock=TODAY)
        self.assertEqual(run.status, 1, run)
        self.assertEqual(self.reminded(), {"branch:B1"})

    def reminded(self):
        return {row["customer"] for row in self.company.rows("outbox", clock=TODAY) if row["kind"] == "reminder"}

    def test_a_stale_one_holds_its_own_customers_only(self):
        self.assertEqual(self.company.run("pull", clock="2026-11-17T10:00:00+08:00").status, 0)
        self.break_u8()
        self.assertEqual(self.company.run("pull", clock=TODAY).status, 1)
        self.assertEqual(self.company.run("import", clock=TODAY).status, 0)
        reminders, reasons = self.plan()
        self.assertEqual(set(reminders), {"books:C1", "books:C2", "branch:B1"})
        self.assertEqual({customer for customer, reason in reasons if reason == "stale_ledger"}, {"u8:K1", "u8:K2"})
        status = self.company.run("status", clock=TODAY)
        self.assertIn("u8", status.out, status)

    def test_no_letter_mixes_companies_or_ledgers(self):
        self.assertEqual(self.company.run("cycle", clock=TODAY).status, 0)
        self.assertEqual(self.company.run("outbox", "release", "all", clock=TODAY, actor="li").status, 0)
        sent = self.company.run("deliver", clock=TODAY)
        self.assertEqual(sent.status, 0, sent)
        ours = {"INV-1": "Demo", "INV-2": "Demo", "RE-1": "Demo", "RE-2": "Demo", "BR-1": "Branch"}
        letters = 0
        for path in (self.company.folder / "mails").rglob("*.eml"):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            text = mail.get_body(("plain",)).get_content()
            documents = {number for number in ours if re.search(rf"\b{number}\b", text)}
            if "controller@demo.example" in mail["To"]:
                continue
            letters += 1
            self.assertEqual(len(documents), 1, text)
            self.assertEqual("Branch Trading" in text, ours[documents.pop()] == "Branch", text)
        self.assertEqual(letters, 5)

    def test_a_linked_firm_has_one_contact_limit(self):
        self.links(LINK)
        self.assertEqual(self.company.run("cycle", clock=TODAY).status, 0)
        rows = [row for row in self.company.rows("outbox", clock=TODAY) if row["kind"] == "reminder"]
        linked = [row["customer"] for row in rows if row["customer"] in ("books:C1", "u8:K1", "branch:B1")]
        self.assertEqual(len(linked), 2, rows)  # messages_per_contact_per_day
        held_back = ({"books:C1", "u8:K1", "branch:B1"} - set(linked)).pop()
        reminders, _ = self.plan()
        self.assertEqual(reminders[held_back]["held"], "contact_limit")
        self.assertEqual({row["customer"] for row in rows} - set(linked), {"books:C2", "u8:K2"})

    def test_a_linked_firm_has_one_log(self):
        self.links(LINK)
        self.assertEqual(self.company.run("pull", clock=TODAY).status, 0)
        self.assertEqual(self.company.run("import", clock=TODAY).status, 0)
        noted = self.company.run("log", "branch:B1", "add", "--channel", "phone", "--text", "pays on Friday", clock=TODAY)
        self.assertEqual(noted.status, 0, noted)
        told = self.company.rows("log", "u8:K1", clock=TODAY)
        self.assertEqual([row["text"] for row in told], ["[branch:B1] phone: pays on Friday"])
        reminders, reasons = self.plan()
        self.assertEqual(set(reminders), {"books:C2", "u8:K2"})
        for customer in ("books:C1", "u8:K1", "branch:B1"):
            self.assertIn((customer, "contacted_by_person"), reasons)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
