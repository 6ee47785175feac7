#!/usr/bin/env python3
"""`settled compare customer`: the ledgers that customers send, in their own words, against ours."""
import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import company  # noqa: E402

CLOCK = "2026-10-31T18:00:00+08:00"
RECEIPTS = ["receipt_id", "customer_id", "date", "currency", "amount", "open_amount", "state"]
CHINESE = """供应商：示范贸易
记账日期,凭证号,发票号,摘要,借方金额,贷方金额,方向,余额
,,,期初余额,,,平,0.00
2026-10-03,记-5,INV-1,采购入库,,"1,000.00",贷,"1,000.00"
2026-10-08,记-9,INV-2,采购入库,,1900.00,贷,2900.00
2026-10-09,记-11,INV-3,采购入库,,300.00,贷,3200.00
2026-10-09,记-12,INV-3,采购入库,,300.00,贷,3500.00
2026-10-25,付-2,,付货款,500.00,,贷,3000.00
2026-10-31,付-3,,付货款,250.00,,贷,2750.00
,,,本月合计,750.00,"3,500.00",贷,"2,750.00"
"""
GERMAN = """Datum;Belegnummer;Rechnungsnummer;Buchungstext;Soll;Haben
01.10.2026;4711;INV-1;Wareneingang;;1.000,00
08.10.2026;4712;INV-2;Wareneingang;;1.900,00
25.10.2026;5001;;Zahlung;500,00;
"""
OPEN_LIST = """Invoice No,Date,Open Amount
INV-1,10/13/2026,1000.00
INV-2,10/14/2026,2000.00
"""


class CompareCustomer(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        made = self.company
        made.customer("C1", "Huayuan Machinery")
        made.items = [["1", "C1", "invoice", "INV-1", "2026-10-01", "2026-11-01", "CNY", "1000.00", "500.00"],
                      ["2", "C1", "invoice", "INV-2", "2026-10-05", "2026-11-05", "CNY", "2000.00", "2000.00"],
                      ["3", "C1", "invoice", "INV-3", "2026-10-07", "2026-11-07", "CNY", "300.00", "300.00"],
                      ["4", "C1", "invoice", "INV-4", "2026-10-20", "2026-11-20", "CNY", "70.00", "70.00"]]
        made.write_ledger()
        company.write_csv(made.folder / "ledger" / "receipts.csv", RECEIPTS,
                          [["SK-1", "C1", "2026-10-26", "CNY", "500.00", "0.00", "approved"]])
        pulled = made.run("pull", clock=CLOCK)
        self.assertEqual(pulled.status, 0, pulled)

    def compare(self, text, *options, encoding="utf-8", name="theirs.csv", status=1):
        path = self.company.folder / name
        path.write_bytes(text.encode(encoding))
        done = self.company.run("compare", "customer", "C1", str(path), "--format", "json", *options, clock=CLOCK)
        self.assertEqual(done.status, status, done)
        return done.json() if done.out else done

    @staticmethod
    def findings(made):
        return [(row["finding"], row["our_number"], row["their_number"], row["difference"]) for row in made["rows"]]

    def test_a_chinese_ledger_in_gb18030(self):
        made = self.compare(CHINESE, encoding="gb18030")
        self.assertEqual(made["signs"], "theirs")
        self.assertEqual(made["basis"], "movements")
        self.assertEqual(self.findings(made), [("amount_differs", "INV-2", "INV-2", "-100.00"),
                                               ("twice_at_them", None, "INV-3", "300.00"),
                                               ("missing_at_us", None, "付-3", "-250.00"),
                                               ("missing_at_them", "INV-4", None, "-70.00")])
        self.assertEqual((made["our_closing"], made["their_closing"], made["closing_difference"]), ("2870.00", "2750.00", "-120.00"))
        self.assertEqual((made["opening_difference"], made["explained"], made["unexplained"]), ("0.00", "-120.00", "0.00"))
        self.assertEqual(made["remarks"], [])
        self.assertFalse(made["agrees"])
        self.assertEqual(made["rows"][1]["file_line"], 7)

    def test_money_of_theirs_that_only_the_bank_has_is_named(self):
        self.company.statement("2026-10-31", [("250.00", "Huayuan Machinery", "INV-1")])
        for step in ("import", "reconcile"):
            done = self.company.run(step, clock=CLOCK)
            self.assertEqual(done.status, 0, done)
        made = self.compare(CHINESE)
        missing = next(row for row in made["rows"] if row["finding"] == "missing_at_us")
        self.assertIsNotNone(missing["bank_entry"], made)

    def test_a_german_ledger_without_balances_is_compared_and_never_agrees(self):
        made = self.compare(GERMAN)
        self.assertEqual(self.findings(made), [("amount_differs", "INV-2", "INV-2", "-100.00"), ("missing_at_them", "INV-3", None, "-300.00"),
                                               ("missing_at_them", "INV-4", None, "-70.00")])
        self.assertEqual([remark["code"] for remark in made["remarks"]], ["their_balance_missing"])
        self.assertIsNone(made["their_closing"])

    def test_a_list_of_open_invoices_is_compared_with_what_is_open(self):
        made = self.compare(OPEN_LIST)
        self.assertEqual((made["basis"], made["signs"]), ("open_items", "ours"))
        self.assertEqual(self.findings(made), [("amount_differs", "INV-1", "INV-1", "500.00"), ("missing_at_them", "INV-3", None, "-300.00"),
                                               ("missing_at_them", "INV-4", None, "-70.00")])
        self.assertEqual((made["our_closing"], made["their_closing"]), ("2870.00", "3000.00"))

    def test_the_same_ledger_agrees(self):
        ours = "date,number,debit,credit,balance\n2026-10-01,INV-1,1000.00,,1000.00\n2026-10-05,INV-2,2000.00,,3000.00\n" \
               "2026-10-07,INV-3,300.00,,3300.00\n2026-10-20,INV-4,70.00,,3370.00\n2026-10-26,P-1,,500.00,2870.00\n"
        made = self.compare(ours, status=0)
        self.assertTrue(made["agrees"])
        self.assertEqual(made["rows"], [])
        self.assertEqual(made["signs"], "ours")

    def test_a_table_for_people_says_it_in_their_language(self):
        path = self.company.folder / "theirs.csv"
        path.write_text(CHINESE, encoding="utf-8")
        done = self.company.run("compare", "customer", "C1", str(path), "--lang", "zh", clock=CLOCK)
        self.assertEqual(done.status, 1, done)
        for words in ("金额不符", "对方重复入账", "我方未入账", "对方未入账", "期末余额", "不能确认相符"):
            self.assertIn(words, done.out)

    def test_days_that_can_be_read_in_two_ways_are_not_guessed(self):
        text = "Date,Number,Amount\n03/04/2026,INV-1,1.00\n"
        path = self.company.folder / "theirs.csv"
        path.write_text(text, encoding="utf-8")
        done = self.company.run("compare", "customer", "C1", str(path), clock=CLOCK)
        self.assertEqual(done.status, 1, done)
        self.assertIn("--days D/M/YYYY", done.err)
        self.assertEqual(self.compare(text, "--days", "D/M/YYYY")["from"], "2026-04-01")

    def test_files_that_cannot_be_read_say_where_and_what_next(self):
        for text, words in (("hello\n", "headings"), ("Date,Number,Amount\n2026-10-01,INV-1,12.345\n", ":2:"), ("Date,Number,Amount\n2026-10-01,INV-1,12.3456\n", ":2:"),
                            ("Date,Number,Amount\n2026-13-01,INV-1,1\n", ":2:"), ("Date,Number,Amount\n", "no booking"), ("", "headings")):
            path = self.company.folder / "theirs.csv"
            path.write_text(text, encoding="utf-8")
            done = self.company.run("compare", "customer", "C1", str(path), clock=CLOCK)
            self.assertEqual(done.status, 1, done)
            self.assertEqual(len(done.errors), 1, done)
            self.assertIn(words, done.errors[0])

    def test_wrong_names_are_usage(self):
        path = self.company.folder / "theirs.csv"
        path.write_text(GERMAN, encoding="utf-8")
        for arguments in (["customer", "C9", str(path)], ["customer", "C1", str(path) + ".gone"], ["customer", "C1", str(path), "--currency", "x"],
                          ["customer", "C1", str(path), "--from", "October"], ["control", "nowhere"], ["group", "demo", "nowhere"], []):
            done = self.company.run("compare", *arguments, clock=CLOCK)
            self.assertEqual(done.status, 2, done)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
