#!/usr/bin/env python3
"""Whoever may write the store can rewrite its audit table so that the chain fits again; an earlier daily mail finds it.

Three days of a company, a mail on each. Then fifty times a copy of the store whose audit is rewritten by somebody who knows how the
chain is reckoned: a row changed, left out, put in, moved, or the end cut off, with every later hash, the kept head and the pages' sums made
anew. Nothing inside the store can tell; the head that stands in the mail can.
"""
import email
import email.policy
import hashlib
import random
import re
import shutil
import unittest

import company
from company import Company

REWRITTEN = 50
DAYS = ("2026-11-18", "2026-11-19", "2026-11-20")
FIELDS = "number, at, company, actor, event, detail, hash"


def chained(previous, row):
    """agent/store/database/audit.cpp, in other words."""
    whole = b"".join(b"%d:%b;" % (len(field), field) for field in (str(value).encode() for value in (previous, *row)))
    return hashlib.sha256(whole).hexdigest()


def forge(rows, kind, chance, up_to):
    """The rows without numbers and hashes, told otherwise at or before number `up_to`."""
    at = chance.randrange(up_to)
    if kind == "changed":
        field = chance.choice((0, 2, 4))
        row = list(rows[at])
        row[field] = {0: "2026-11-17T09:00:00+08:00", 2: "nobody", 4: '{"forged":true}'}[field]
        rows[at] = tuple(row)
    elif kind == "left out":
        del rows[at]
    elif kind == "put in":
        rows.insert(at, ("2026-11-17T09:00:00+08:00", "demo", "wang", "review", '{"forged":true}'))
    elif kind == "moved":
        other = chance.choice([i for i in range(up_to) if rows[i] != rows[at]])
        rows[at], rows[other] = rows[other], rows[at]
    else:
        del rows[at:]
    return rows


def write_audit(link, rows):
    guards = link.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'").fetchall()
    for name, _ in guards:
        link.execute(f"DROP TRIGGER {name}")
    link.execute("DELETE FROM audit")
    head = ""
    for number, (at, of_company, actor, event, detail) in enumerate(rows, 1):
        head = chained(head, (number, at, of_company, actor, event, detail))
        link.execute(f"INSERT INTO audit ({FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?)", (number, at, of_company, actor, event, detail, head))
    link.execute("UPDATE audit_head SET row_count = ?, hash = ? WHERE id = 1", (len(rows), head))
    for _, again in guards:
        link.execute(again)


class AuditHead(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.demo = Company()
        cls.demo.customer("C1", "Northwind Trading Ltd")
        for i, day in enumerate(DAYS):
            cls.demo.invoice(f"INV-{i}", "C1", "1000.00")
            cls.demo.write_ledger()
            cls.demo.statement(day, [("10.00", "somebody unknown", f"text {i}")])
            for words in (("hold", "C1", "--until", "2026-12-31", "--reason", f"asked {i}"), ("hold", "C1", "--until", day, "--reason", "over"), ("cycle",)):
                done = cls.demo.run(*words, clock=f"{day}T10:00:00+08:00")
                assert words[0] != "cycle" or done.status == 0, done
        cls.heads = cls.heads_of_mails()
        cls.kept = cls.demo.database.read_bytes()

    @classmethod
    def tearDownClass(cls):
        cls.demo.remove()

    @classmethod
    def heads_of_mails(cls):
        """Rows and head as each day's mail says them, in the order of the days."""
        found = set()
        for path in (cls.demo.folder / "mails").rglob("*.eml"):
            text = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
            found |= {(int(rows), head) for rows, head in re.findall(r"(\d+) rows, head ([0-9a-f]{64})", text.get_content() if text else "")}
        return sorted(found)

    def verify(self, head=""):
        return self.demo.run("audit", "verify", *(["--head", head] if head else []), clock=f"{DAYS[-1]}T12:00:00+08:00")

    def setUp(self):
        shutil.rmtree(self.demo.database.parent / "backup", ignore_errors=True)
        for end in ("-wal", "-shm"):
            self.demo.database.with_name(self.demo.database.name + end).unlink(missing_ok=True)
        self.demo.database.write_bytes(self.kept)

    def test_the_heads_of_all_mails_stand_in_the_table_as_it_was_written(self):
        self.assertEqual(len(self.heads), len(DAYS), self.heads)
        for _, head in self.heads:
            self.assertEqual(self.verify(head).status, 0, self.verify(head))
            self.assertEqual(self.verify(head[-8:]).status, 0, "its last eight characters are enough")

    def test_a_rewritten_table_is_found_by_the_head_of_an_earlier_mail(self):
        chance, found, kinds = random.Random(20261120), 0, ("changed", "left out", "put in", "moved", "cut off")
        for i in range(REWRITTEN):
            self.setUp()
            up_to, head = self.heads[i % len(self.heads)]
            rows = [tuple(row) for row in self.demo.sql("SELECT at, company, actor, event, detail FROM audit ORDER BY number")]
            forged = forge(rows, kinds[i % len(kinds)], chance, up_to)
            self.demo.rewrite(lambda link, forged=forged: write_audit(link, forged))
            self.assertEqual(self.verify().status, 0, "the forger knows how the chain is made: nothing inside can tell")
            told = self.verify(head)
            self.assertNotEqual(told.status, 0, f"{kinds[i % len(kinds)]}: {told}")
            self.assertIn("was rewritten since that mail", told.err)
            found += 1
        print(f"rewritten audit tables {REWRITTEN}, found by an earlier mail's head {found}")


if __name__ == "__main__":
    company.main(__import__("__main__"))
