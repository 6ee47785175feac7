#!/usr/bin/env python3
"""Finance answers without a shell: the daily mail's workbook comes back filled in, and every row takes effect or says why not.

The workbook is filled in the way a spreadsheet does it, once also by LibreOffice saving it anew (where it is installed), handed
in, handed in again, and handed in after somebody else has answered.
"""
import os
import pwd
import re
import shutil
import subprocess
import unittest
from pathlib import Path

import company
from company import Company
from workbook_file import Workbook

CLOCK = "2026-11-18T10:00:00+08:00"
LATER = "2026-11-18T11:00:00+08:00"
WORDS = {
    "en": {"decision": "Your decision", "documents": "Pays (INV-1; INV-2=100.00)", "customer": "Customer number", "about": "Customer or document",
           "day": "Until / on", "amount": "Amount (yours)", "remark": "Remark", "key": "Key (leave as it is)", "accept": "accept",
           "assign": "pays the documents named", "account": "on account", "transfer": "own transfer", "hold": "hold", "promise": "promise",
           "release": "release", "claims": "Money to be claimed", "unmatched": "Not placed", "questions": "Questions", "reminders": "Reminders", "say": "Holds, disputes, promises"},
    "zh-CN": {"decision": "决定", "documents": "核销单据（单据号；单据号=金额）", "customer": "客户编号", "about": "客户或单据", "day": "截止/日期",
              "amount": "金额（填写）", "remark": "说明", "key": "编号（请勿修改）", "accept": "同意", "assign": "指定单据", "account": "挂账",
              "transfer": "内部转账", "hold": "暂缓催款", "promise": "付款承诺", "release": "放行", "claims": "待认领到账", "unmatched": "未匹配", "questions": "待确认",
              "reminders": "催款", "say": "暂缓、争议、承诺"},
}


class Answers(unittest.TestCase):
    def company(self, language):
        made = Company(configuration=company.CONFIGURATION.replace('language = "en", gateway', f'language = "{language}", gateway'))
        self.addCleanup(made.remove)
        for number in range(1, 5):
            made.customer(f"C{number}", f"Blue Harbour {number} Ltd.")
            made.invoice(f"INV-{number}01", f"C{number}", f"{number}000.00")
            made.invoice(f"INV-{number}02", f"C{number}", f"{number}000.00")
        made.write_ledger()
        made.statement("2026-11-17", [("1500.00", "Nobody Known", "thanks"), ("777.00", "Blue Harbour 2 Ltd.", "payment"),
                                      ("50.00", "Our Savings Bank", "sweep"), ("3000.00", "Blue Harbour 3 Ltd.", "INV-301"),
                                      ("3000.00", "Blue Harbour 3 Ltd.", "INV-301 again"),
                                      ("4000.00", "Somebody Else", "invoice 401")])
        for job in ("pull", "import", "reconcile", "remind", "report"):
            run = made.run(job, clock=CLOCK)
            self.assertEqual(run.status, 0, run)
        return made

    def matches(self, made):
        return {row["entry"]: row for row in made.rows("matches", clock=LATER)}

    @staticmethod
    def sheet_of(match):
        return "questions" if match["state"] == "question" else "unmatched" if match["allocations"] else "claims"

    def check(self, language, resave=False):
        said, made = WORDS[language], self.company(language)
        path = next((made.folder / "state" / "reports").rglob("*.xlsx"))
        book = Workbook(path)
        before = self.matches(made)
        key = {entry: f"match:{row['match']}" for entry, row in before.items()}
        entry_of = {row["amount"]: entry for entry, row in before.items() if row["state"] in ("question", "unmatched")}
        assigned, moved, wrong = entry_of["1500.00"], entry_of["50.00"], entry_of["4000.00"]
        where = {entry: said[self.sheet_of(row)] for entry, row in before.items()}
        book.fill(where[assigned], key[assigned], {said["decision"]: said["assign"], said["documents"]: "INV-101=1000.00; INV-102=500"})
        book.fill(where[moved], key[moved], {said["decision"]: said["transfer"]})
        waiting = next(entry for entry, row in before.items() if row["state"] == "question")
        book.fill(where[waiting], key[waiting], {said["decision"]: said["accept"]})
        book.fill(where[wrong], key[wrong], {said["decision"]: said["assign"], said["documents"]: "INV-999"})
        book.fill(said["say"], "say:demo:2026-11-18:1", {said["about"]: "C4", said["decision"]: said["hold"], said["day"]: "2026-12-01",
                                                         said["remark"]: "moving house"})
        book.fill(said["say"], "say:demo:2026-11-18:2", {said["about"]: "INV-202", said["decision"]: said["promise"], said["day"]: "2026/12/5",
                                                         said["amount"]: "1,000.50" if language != "de" else "1.000,50"})
        filled = made.folder / "answers.xlsx"
        book.save(filled)
        if resave:
            self.resaved(filled)
        run = made.run("review", "import", str(filled), "--format", "json", clock=LATER)
        rows = {row["about"]: row for row in run.json()["rows"]}
        self.assertEqual(run.status, 1, "one row is refused")
        self.assertEqual(len(rows), 6, rows)
        refused = {about: row["outcome"] for about, row in rows.items() if row["done"] != "yes"}
        self.assertEqual(list(refused), [key[wrong]], rows)
        self.assertIn("INV-999", refused[key[wrong]])
        after = self.matches(made)
        self.assertEqual(after[assigned]["state"], "settled")
        self.assertEqual([(each["document_number"], each["amount"]) for each in after[assigned]["allocations"]], [("INV-101", "1000.00"), ("INV-102", "500.00")])
        self.assertEqual((after[moved]["state"], after[moved]["class"]), ("not_receivable", "own_transfer"))
        self.assertIn(after[waiting]["state"], ("settled", "on_account"))
        self.assertEqual(after[wrong]["match"], before[wrong]["match"], "a refused row changes nothing")
        again = made.run("review", "import", str(filled), "--format", "json", clock=LATER).json()["rows"]
        self.assertEqual({row["done"] for row in again}, {"no"}, "handed in again: nothing twice")
        self.assertEqual(self.matches(made), after)
        facts = made.sql("SELECT count(*) FROM fact WHERE kind IN ('hold', 'promise')")
        print(f"{language}: 6 rows: 5 done, 1 refused with its reason; handed in again: {len(again)} refused, 0 done twice"
              f"{' (saved by LibreOffice)' if resave else ''}")
        self.assertEqual(facts, [(2,)])

    def resaved(self, path):
        out = path.parent / "resaved"
        subprocess.run(["soffice", "--headless", "--convert-to", "xlsx", "--outdir", out, path], check=True, capture_output=True, timeout=180)
        shutil.move(out / path.name, path)

    def test_english(self):
        self.check("en")

    def test_chinese(self):
        self.check("zh-CN")

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not installed")
    def test_saved_by_a_spreadsheet_program(self):
        self.check("zh-CN", resave=True)

    def test_what_differs_in_a_statement_is_cleared(self):
        made = self.company("en")
        said = made.run("statement", "C2", "--answer", "differs", "--note", "=2 pallets came back", clock=LATER)
        self.assertEqual(said.status, 0, said)
        report = made.run("report", clock=LATER)
        self.assertEqual(report.status, 0, report)
        words, (fact,) = WORDS["en"], [row[0] for row in made.sql("SELECT id FROM fact WHERE kind = 'statement_difference'")]
        book = Workbook(sorted((made.folder / "state" / "reports").rglob("*.xlsx"), key=lambda path: path.stat().st_mtime_ns)[-1])
        row, = (row for row in book.table("Statements that differ") if row["Customer"].startswith("books:"))
        self.assertEqual((row["Customer"], row["Statement"], row["What"], row["Documents"]),
                         ("books:C2", "2026-10", "said in words", "=2 pallets came back"))
        book.fill("Statements that differ", f"difference:{fact}", {words["decision"]: "done", words["remark"]: "credit note sent"})
        book.save(made.folder / "answers.xlsx")
        outcomes = [made.run("review", "import", str(made.folder / "answers.xlsx"), "--format", "json", clock=LATER).json()["rows"] for _ in range(2)]
        self.assertEqual([rows[0]["done"] for rows in outcomes], ["yes", "no"], outcomes)
        self.assertEqual(made.sql("SELECT count(*) FROM fact WHERE kind = 'revoke'"), [(1,)])
        print("a difference of a statement: cleared once in the workbook, refused when handed in again")

    def test_the_decisions_folder(self):
        """Whose file it is decides; the outcome is put beside it and mailed back; a stranger's file does nothing."""
        account = pwd.getpwuid(os.getuid()).pw_name
        for person, works in ((account, True), ("somebody", False)):
            made = self.company("en")
            folder = made.folder / "decisions"
            folder.mkdir()
            text = made.text.replace("[person]\n", f'[person]\n{person} = {{ name = "Chief Clerk", email = "clerk@demo.example", language = "zh-CN", '
                                     'roles = ["ar_clerk"], companies = ["demo"] }\n')
            made.configure(text.replace("[company.demo]", '[access]\ndecisions_folder = "decisions"\n[company.demo]', 1))
            book = Workbook(next((made.folder / "state" / "reports").rglob("*.xlsx")))
            row = next(row for row in self.matches(made).values() if row["amount"] == "1500.00")
            words = WORDS["en"]
            book.fill(words[self.sheet_of(row)], f"match:{row['match']}", {words["decision"]: words["account"], words["customer"]: "C1"})
            book.save(folder / "my answers.xlsx")
            os.utime(folder / "my answers.xlsx", (1, 1))
            (folder / "~$my answers.xlsx").write_text("open")
            run = made.run("reconcile", clock=LATER)
            self.assertEqual(run.status, 0, run)
            after = next(each for each in self.matches(made).values() if each["amount"] == "1500.00")
            self.assertEqual(after["state"], "on_account" if works else "unmatched")
            self.assertEqual(sorted(path.name for path in folder.iterdir()), ["done", "~$my answers.xlsx"])
            outcome = (folder / "done" / "my answers.xlsx.txt").read_text(encoding="utf-8")
            if works:
                self.assertIn("1 条已处理，0 条未处理", outcome)
                self.assertIn("已挂账", outcome)
                self.assertEqual(made.sql("SELECT count(*) FROM message WHERE kind = 'answers'"), [(1,)])
            else:
                self.assertIn(account, outcome)
            print(f"decisions folder, file of {account}, [person] {person}: {'taken over and mailed back' if works else 'refused'}")

    def test_a_file_that_is_no_workbook_of_ours(self):
        made = self.company("en")
        other = made.folder / "other.csv"
        other.write_text("a,b\n1,2\n")
        run = made.run("review", "import", str(other), clock=LATER)
        self.assertNotEqual(run.status, 0)
        self.assertIn("Key (leave as it is)", run.errors[0])
        other.write_bytes(b"PK\x03\x04 cut")
        self.assertNotEqual(made.run("review", "import", str(other), clock=LATER).status, 0)


if __name__ == "__main__":
    company.main(__import__("__main__"))
