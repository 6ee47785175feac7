#!/usr/bin/env python3
"""What is done by hand now and then: a gateway tried, addresses confirmed, a closed period aged, a support file written, an old
configuration brought up to date."""
import shutil
import unittest
from email import message_from_bytes, policy
from pathlib import Path

import company

TODAY = "2026-11-18T10:00:00+08:00"


class ByHand(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        self.company.customer("C1", "Acme Ltd.")
        self.company.customer("C2", "华远贸易有限公司")
        self.company.invoice("INV-1", "C1", "100.00")
        self.company.invoice("INV-2", "C2", "200.00")
        self.company.write_ledger()

    def run_ok(self, *words, **options):
        done = self.company.run(*words, **options)
        self.assertEqual(done.status, 0, done)
        return done

    def mails(self):
        return sorted((self.company.folder / "mails").glob("*.eml"))

    # ---- settled notify test

    def test_a_test_message_goes_to_whoever_asks_and_never_to_a_customer(self):
        self.run_ok("pull")
        row = self.company.rows("notify", "test", "mail", "--to", "it@demo.example")[0]
        self.assertEqual((row["gateway"], row["to"], row["state"]), ("mail", "it@demo.example", "sent"))
        mail = message_from_bytes(self.mails()[0].read_bytes(), policy=policy.default)
        self.assertEqual(mail["To"], "it@demo.example")
        self.assertIn("asked for by wang", mail.get_body(("plain",)).get_content())
        noted = self.company.sql("SELECT detail FROM audit WHERE event = 'notify.test'")
        self.assertEqual(len(noted), 1)
        self.assertNotIn("it@demo.example", noted[0][0])  # the audit names no address
        refused = self.company.run("notify", "test", "mail", "--to", "AP@c1.example")
        self.assertEqual(refused.status, 1, refused)
        self.assertIn("AP@c1.example is the address of customer books:C1", refused.err)
        shown = self.company.rows("--dry-run", "notify", "test", "mail", "--to", "it@demo.example")[0]
        self.assertEqual(shown["state"], "due")
        for words, said in ((("nix", "--to", "x@y.example"), 'gateway "nix" is not in the configuration'), (("mail",), "needs an address")):
            wrong = self.company.run("notify", "test", *words)
            self.assertEqual(wrong.status, 2, wrong)
            self.assertIn(said, wrong.err)
        self.assertEqual(len(self.mails()), 1)

    # ---- settled letters preview

    def test_the_preview_is_in_the_language_of_the_letter_that_is_sent(self):
        """Nothing is known of the customers' languages, so a Chinese company writes Chinese."""
        self.company.configure(self.company.text.replace('legal_name = { en = "Demo Trading Ltd." }', 'legal_name = { "zh-CN" = "演示贸易有限公司" }'))
        self.company.statement("2026-11-17", [("1.00", "Test Bank", "interest")])
        for job in ("pull", "import", "reconcile", "remind"):
            self.run_ok(job)
        self.run_ok("outbox", "release", "all", actor="li")
        self.run_ok("deliver")
        sent = next(mail for mail in map(lambda path: message_from_bytes(path.read_bytes(), policy=policy.default), self.mails())
                    if mail["To"] == "ap@c1.example")
        self.assertIn("演示贸易有限公司", sent.get_body(("plain",)).get_content())
        shown = self.run_ok("letters", "preview", "friendly", "--customer", "C1").out
        self.assertEqual(shown.split("\n")[0], sent["Subject"])
        for asked in ("zh", "zh_CN", "ZH-cn", "中文"):
            self.assertEqual(self.run_ok("letters", "preview", "friendly", "--customer", "C1", "--language", asked).out, shown, asked)
        self.assertNotEqual(self.run_ok("letters", "preview", "friendly", "--customer", "C1", "--language", "DE").out, shown)
        refused = self.company.run("letters", "preview", "friendly", "--customer", "C1", "--language", "fr")
        self.assertEqual(refused.status, 2, refused)
        self.assertIn('--language "fr": there are no letters in it; expected zh-CN, en, de', refused.err)

    # ---- settled store seed-contacts

    def test_addresses_that_finance_confirms_count_at_once(self):
        self.run_ok("pull")
        self.run_ok("import")
        self.run_ok("reconcile")
        file = self.company.folder / "confirmed.csv"
        file.write_text("已确认的联系方式;;\n客户编码;邮箱;备注\nC1;AP@C1.example;ok\nbooks:C2;ap@c2.example;\nC2;other@c2.example;\nC9;x@y.example;\n"
                        "C1;not an address;\n;;\n", encoding="utf-8")
        planned = self.company.run("--dry-run", "store", "seed-contacts", str(file), "--format", "json")
        self.assertEqual([row["outcome"] for row in planned.json()["rows"]][:2], ["would be confirmed"] * 2)
        done = self.company.run("store", "seed-contacts", str(file), "--format", "json")
        self.assertEqual(done.status, 1, done)  # some were refused
        rows = done.json()["rows"]
        self.assertEqual([(row["customer"], row["outcome"]) for row in rows[:2]], [("books:C1", "confirmed"), ("books:C2", "confirmed")])
        self.assertIn("the ledger has ap@c2.example", rows[2]["outcome"])
        self.assertEqual(rows[3]["outcome"], "no such customer in any ledger")
        self.assertTrue(all("not a mail address" in row["outcome"] for row in rows[4:]), rows)
        again = self.company.run("store", "seed-contacts", str(file), "--format", "json").json()["rows"]
        self.assertEqual([row["outcome"] for row in again[:2]], ["was confirmed before"] * 2)
        self.assertEqual(self.company.sql("SELECT count(*) FROM audit WHERE event = 'accept_contact'"), [(2,)])
        plan = self.run_ok("--dry-run", "remind", "--format", "json").json()
        self.assertNotIn("new_address", {row["reason"] for row in plan["suppressed"]})
        nonsense = self.company.folder / "nonsense.csv"
        nonsense.write_text("a,b\n1,2\n", encoding="utf-8")
        wrong = self.company.run("store", "seed-contacts", str(nonsense))
        self.assertEqual(wrong.status, 1, wrong)
        self.assertIn("no row of headings", wrong.err)

    # ---- settled aging --closed

    def test_a_closed_period_is_aged_as_the_books_of_now_tell_it(self):
        self.company.invoice("INV-3", "C1", "50.00", due="2026-12-10")
        self.company.items[-1][4] = "2026-11-05"  # dated after the period
        self.company.items[0][8] = "40.00"         # 60.00 of INV-1 were paid since
        self.company.write_ledger()
        company.write_csv(self.company.folder / "ledger" / "settlements.csv",
                          ["item_id", "receipt_id", "customer_id", "document_date", "due_date", "settled_date", "amount", "currency"],
                          [["INV-0", "R0", "C1", "2026-09-01", "2026-09-30", "2026-10-20", "10.00", "CNY"],
                           ["INV-1", "R1", "C1", "2026-10-01", "2026-11-10", "2026-11-03", "60.00", "CNY"],
                           ["INV-8", "R2", "C2", "2026-09-01", "2026-10-01", "2026-11-04", "30.00", "CNY"],
                           ["INV-9", "R3", "C7", "2026-09-01", "2026-10-01", "2026-11-04", "7.00", "CNY"]])
        company.write_csv(self.company.folder / "ledger" / "receipts.csv", ["receipt_id", "customer_id", "date", "currency", "amount", "state"],
                          [["R2", "C2", "2026-10-31", "CNY", "30.00", "approved"]])
        self.run_ok("pull")
        closed = self.run_ok("aging", "--closed", "2026-10-31", "--format", "json").json()
        self.assertEqual((closed["as_of"], closed["closed"]), ("2026-11-18", "2026-10-31"))
        figures = closed["companies"][0]["currencies"]["CNY"]
        # INV-1 whole again and INV-2, not due on that day; INV-8 and INV-9 thirty days over; R2 had come and was not applied.
        self.assertEqual((figures["total"], figures["not_due"], figures["1-30"], figures["unapplied"]), ("307.00", "300.00", "37.00", "-30.00"))
        self.assertEqual({row["customer"]: row["total"] for row in closed["companies"][0]["customers"]},
                         {"books:C1": "100.00", "books:C2": "200.00", "books:C7": "7.00"})
        self.assertIn("Posted up to 2026-10-31, as known on 2026-11-18", self.run_ok("aging", "--closed", "2026-10-31").out)
        now = self.run_ok("aging", "--format", "json").json()
        self.assertEqual(now["companies"][0]["currencies"]["CNY"]["total"], "290.00")
        for day, said, status in (("2026-09-30", "gives settlements from 2026-10-20 on", 3), ("2026-12-01", "is after 2026-11-18", 2),
                                  ("31.10.2026", "expected YYYY-MM-DD", 2)):
            wrong = self.company.run("aging", "--closed", day)
            self.assertEqual(wrong.status, status, wrong)
            self.assertIn(said, wrong.err)

    # ---- settled support

    def test_a_support_file_has_neither_secret_nor_customer(self):
        self.run_ok("pull")
        file = self.company.folder / "support.txt"
        self.run_ok("support", str(file))
        text = file.read_text(encoding="utf-8")
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        for part in ("==== program: settled --version", "==== everything reached: settled check", "==== configuration in force", "[ledger.books]",
                     "==== files beside the store"):
            self.assertIn(part, text)
        for hidden in ("Acme", "华远", "ap@", "wang@", "Wang Fang", "controller@", "INV-1"):
            self.assertNotIn(hidden, text)
        again = self.company.run("support", str(file))
        self.assertEqual(again.status, 2, again)
        self.assertIn("it was not touched", again.err)

    def test_a_support_file_is_written_where_the_configuration_is_wrong(self):
        self.company.configure(self.company.text.replace('currency = "CNY"', 'currency = "XYZQ"', 1))
        file = self.company.folder / "support.txt"
        self.run_ok("support", str(file))
        self.assertIn("XYZQ", file.read_text(encoding="utf-8"))

    # ---- settled store restore

    def aged(self):
        return self.run_ok("aging").out

    def test_a_backup_is_put_back_on_a_machine_that_has_nothing_yet(self):
        self.run_ok("pull")
        before = self.aged()
        self.assertIn("books:C1", before)
        made = Path(self.company.rows("backup")[0]["file"])
        copy = self.company.folder / made.name
        copy.write_bytes(made.read_bytes())
        shutil.rmtree(self.company.folder / "state")
        self.run_ok("store", "restore", str(copy))
        self.run_ok("store", "verify")
        self.assertEqual(self.aged(), before)

    def test_a_file_that_holds_nothing_does_not_become_the_store(self):
        self.run_ok("pull")
        before = self.aged()
        file = self.company.folder / "cut_off.db"
        for content in (b"", b"x"):  # as a copy that broke off leaves it
            file.write_bytes(content)
            refused = self.company.run("store", "restore", str(file))
            self.assertNotEqual(refused.status, 0, refused)
            self.assertIn("the file is empty: neither a store nor a backup of settled", refused.err)
            self.assertEqual(file.read_bytes(), content)
        self.assertEqual(self.aged(), before)

    # ---- settled config migrate

    def test_an_older_configuration_is_brought_up_to_date_and_kept(self):
        file = self.company.folder / "wang.toml"
        same = self.run_ok("config", "migrate")
        self.assertIn("is of schema 1 already", same.out)
        old = file.read_text(encoding="utf-8").replace("schema = 1\n", "schema = 0 # first one\n")
        file.write_text(old, encoding="utf-8")
        self.assertIn("run: settled config migrate", self.company.run("check", "--offline").err)
        self.run_ok("config", "migrate")
        self.assertTrue(file.read_text(encoding="utf-8").startswith("schema = 1 # first one\n"))
        self.assertEqual((self.company.folder / "wang.toml.before-migration").read_text(encoding="utf-8"), old)
        self.run_ok("check", "--offline")


if __name__ == "__main__":
    company.main(__import__("__main__"))
