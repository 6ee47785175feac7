#!/usr/bin/env python3
"""A customer is erased: what a German company's law keeps stays until its day and is named with it, and afterwards neither the name nor any
other word of the customer stands in a byte of the store, with the audit's chain whole, nothing damaged, and nothing brought back by a pull.

The same on SQLite, where the files' bytes are searched, and on PostgreSQL, where a dump is."""
import os
import subprocess
import sys
import unittest
from pathlib import Path

import company

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import postgres  # noqa: E402

NAME, MAIL, NOTE, PAYMENT = "Rosalinde Quittenbaum", "ap@c1.example", "Frau Quittenbaum ruft zurueck", "QUITTENBAUM LAGERMIETE"
WORDS = (NAME, MAIL, NOTE, PAYMENT, "Quittenbaum", "QUITTENBAUM")
OTHER = "Northwind Trading Ltd"
IN_2027, IN_2033, IN_2037 = (f"{year}-03-01T10:00:00+08:00" for year in (2027, 2033, 2037))


class Erasing:
    """What both stores go through."""

    store = 'url = "sqlite:state/settled.db"'

    def setUp(self):
        text = company.CONFIGURATION.replace('url = "sqlite:state/settled.db"', self.store)
        text = text.replace('[company.demo]', '[company.demo]\ncountry = "DE"')
        self.demo = company.Company(configuration=text)
        self.addCleanup(self.demo.remove)
        self.prepare()
        self.demo.customer("C1", NAME)
        self.demo.customer("C2", OTHER)
        for i in (1, 2):
            self.demo.invoice(f"INV-{i}", f"C{i}", "1000.00")
        self.demo.write_ledger()
        self.must("pull")
        self.demo.statement("2026-11-17", [("10.00", "somebody unknown", "text")])
        self.must("cycle")
        self.must("outbox", "release", "all", actor="li")
        self.must("deliver")
        self.assertTrue(any(MAIL in each["to"] for each in self.demo.rows("log", "C1") if each["to"]), "a letter left")
        self.must("log", "C1", "add", "--channel", "phone", "--text", NOTE)
        self.demo.statement("2026-11-19", [("1000.00", NAME, PAYMENT + " INV-1")])
        self.must("cycle", clock="2026-11-20T10:00:00+08:00")

    def prepare(self):
        pass

    def must(self, *words, **options):
        done = self.demo.run(*words, **options)
        self.assertEqual(done.status, 0, done)
        return done

    def loud(self, *words, clock, actor="wang"):
        """With what it says beside its table, as anybody sees it who asks for no silence."""
        command = [word if word != "warning" else "info" for word in self.demo.command(*words, actor=actor)]
        done = company.Run(words, subprocess.run(command, env=self.demo.environment(clock), capture_output=True, text=True, check=False))
        self.assertEqual(done.status, 0, done)
        return done

    def paid(self, clock="2026-11-25T10:00:00+08:00"):
        """The ERP closes the item and keeps the customer."""
        self.demo.items = [row for row in self.demo.items if row[1] != "C1"]
        self.demo.write_ledger()
        self.must("pull", clock=clock)

    def plan(self, clock, *words):
        return {(row["part"], row["outcome"]): row for row in self.demo.rows("erase", *(words or ("C1",)), "--plan", clock=clock)}

    def erase(self, clock):
        asked = self.must("erase", "C1", "--reason", "request of 3 May", clock=clock)
        number = [row["number"] for row in self.demo.rows("approvals", clock=clock) if row["what"] == "erasure"]
        self.assertEqual(len(number), 1, asked)
        self.assertNotEqual(self.demo.run("approvals", "accept", number[0], clock=clock).status, 0, "not by who asked")
        return self.loud("approvals", "accept", number[0], clock=clock, actor="li")

    def whole(self, clock):
        self.must("audit", "verify", clock=clock)
        self.must("store", "verify", clock=clock)

    def left(self):
        held = self.bytes()
        return [word for word in WORDS if word.encode() in held]

    def test_what_the_law_keeps_is_named_with_its_day_and_the_rest_goes(self):
        self.assertEqual(self.demo.run("erase", "C1", "--reason", "x").status, 1, "it owes something")
        self.assertIn("1 open items", self.demo.run("erase", "C1", "--reason", "x").err)
        self.paid()
        self.assertIn("names the customer", self.demo.run("erase", "C1", "--reason", f"{NAME} asked", clock=IN_2027).err)
        plan = self.plan(IN_2027)
        for part, until in (("letters", "2032-12-31"), ("bank", "2034-12-31"), ("name", "2034-12-31"), ("reports", "2036-12-31")):
            self.assertEqual(plan[(part, "kept")]["until"], until, plan)
            self.assertIn("years: DE: ", plan[(part, "kept")]["rule"])
        self.assertIn(("contact", "goes"), plan)
        self.assertEqual(len(self.demo.rows("approvals", clock=IN_2027)), 0, "a plan proposes nothing")
        self.erase(IN_2027)
        held = self.bytes()
        self.assertIn(NAME.encode(), held, "on documents that are kept")
        self.assertNotIn(NOTE.encode(), held)
        self.whole(IN_2027)

    def test_after_its_periods_nothing_of_it_is_in_any_byte(self):
        self.paid()
        self.assertEqual(self.left(), list(WORDS))
        # Nothing recent is known; the ledger is read all the same.
        said = self.erase(IN_2037)
        self.assertEqual(self.left(), [])
        self.assertIn(OTHER.encode(), self.bytes())
        self.whole(IN_2037)
        self.assertIn("beyond the store", said.err)
        self.must("pull", clock=IN_2037)
        self.assertEqual(self.left(), [], "the ERP still has the customer and says it with every pull")
        self.whole(IN_2037)
        back = [line for line in said.err.splitlines() if "settled forget" in line][0].split("settled forget ")[1].split()[0]
        self.must("forget", back, clock=IN_2037)
        self.must("pull", clock=IN_2037)
        self.assertIn(NAME, self.left(), "a person said so")

    def test_a_legal_hold_overrides_every_period(self):
        self.paid()
        self.must("hold", "C1", "--legal", "--reason", "lawsuit 7", clock=IN_2037)
        refused = self.demo.run("erase", "C1", "--reason", "x", clock=IN_2037)
        self.assertEqual(refused.status, 1, refused)
        self.assertIn("legal hold of wang", refused.err)
        self.must("erase", "--expired", clock=IN_2037)
        self.assertIn(NAME, self.left())
        self.must("unhold", "C1", clock=IN_2037)
        self.assertEqual(self.demo.run("erase", "C1", "--reason", "x", clock=IN_2037).status, 1, "an ordinary unhold ends it not")
        self.must("unhold", "C1", "--legal", clock=IN_2037)
        self.erase(IN_2037)
        self.assertEqual(self.left(), [])

    def test_what_is_over_goes_without_anybody_asking_for_a_customer(self):
        self.paid()
        before = self.plan(IN_2033, "--expired")
        self.assertIn(("letters", "goes"), before)
        self.assertNotIn(("name", "goes"), before)
        self.must("erase", "--expired", clock=IN_2033)
        self.assertNotIn(("letters", "goes"), self.plan(IN_2033, "--expired"))
        self.assertIn(NAME, self.left())
        self.must("erase", "--expired", clock=IN_2037)
        self.assertEqual(self.left(), [])
        self.assertIn(OTHER.encode(), self.bytes(), "it still owes something")
        self.whole(IN_2037)

    def test_it_speaks_chinese(self):
        self.paid()
        self.demo.configure("language = \"zh-CN\"\n" + self.demo.text)
        plan = {row["part"]: row for row in self.demo.rows("erase", "C1", "--plan", clock=IN_2027)}
        self.assertEqual(plan["letters"]["outcome"], "保留")
        self.assertIn("德国《税收通则》第147条", plan["letters"]["rule"])
        self.assertEqual(plan["letters"]["what"], "与客户的往来函件")
        self.assertIn("须第二人复核", self.loud("erase", "C1", "--reason", "按要求", clock=IN_2027).err)


class OnSqlite(Erasing, unittest.TestCase):
    def bytes(self):
        return b"".join(path.read_bytes() for path in sorted(self.demo.database.parent.glob("settled.db*")))


@unittest.skipIf(postgres.programs() is None, "PostgreSQL is not installed")
class OnPostgresql(Erasing, unittest.TestCase):
    databases = 0

    @classmethod
    def setUpClass(cls):
        cls.server = postgres.PostgreSql()
        cls.server.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def setUp(self):
        OnPostgresql.databases += 1
        self.database = f"erase{OnPostgresql.databases}"
        self.store = f'url = "postgresql://reader@127.0.0.1:{self.server.port}/{self.database}"\npassword = "secret:store"'
        super().setUp()

    def prepare(self):
        self.server.create_database(self.database)
        secrets = self.demo.folder / "secrets"
        secrets.mkdir(mode=0o700, exist_ok=True)
        (secrets / "store").write_text(postgres.PASSWORD, encoding="utf-8")
        (secrets / "store").chmod(0o600)

    def program(self, name, *words):
        return subprocess.run([postgres.programs() / name, "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "reader", *words],
                              env={**os.environ, "PGPASSWORD": postgres.PASSWORD}, capture_output=True, check=True).stdout

    def bytes(self):
        return self.program("pg_dump", self.database)


if __name__ == "__main__":
    company.main(__import__("__main__"))
