#!/usr/bin/env python3
"""A ledger whose line breaks while it is read: a relay before PostgreSQL and before MariaDB cuts at many places and falls silent at
others. Whatever happens, the store holds yesterday's ledger or today's, never rows of both, and reminders are planned from one of
the two. An ERP that was emptied in between leaves yesterday's ledger too.

SETTLED_CUTS and SETTLED_STALLS choose how many places of each database; 200 and 50 are the full measure."""
import collections
import os
import shutil
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import cutting_relay  # noqa: E402
import mariadb  # noqa: E402
import postgres  # noqa: E402

CUTS = int(os.environ.get("SETTLED_CUTS", "24"))
STALLS = int(os.environ.get("SETTLED_STALLS", "2"))
PLANS_EVERY = 8  # cuts between two looks at what would be sent
CUSTOMERS, ITEMS = 40, 400
STALL_SECONDS, CUT_SECONDS = 4, 120
TODAY = "2026-11-18T10:00:00+08:00"
YESTERDAY = "2026-11-17T10:00:00+08:00"
LEDGER = """[ledger.books]
company = "demo"
plugin = "ledger_odbc"
connector = "sql_template"
connection = "CONNECTION"
user = "reader"
password = "secret:erp"
allow_writable_account = true
opening_day = 2026-01-01
"""
TABLES = """CREATE TABLE settled_customers (customer_id varchar(20), name varchar(80), email varchar(80));
CREATE TABLE settled_open_items (item_id varchar(20), customer_id varchar(20), doc_type varchar(20), document_number varchar(40),
  document_date date, due_date date, currency char(3), amount decimal(18,2), open_amount decimal(18,2));
CREATE TABLE settled_receipts (receipt_id varchar(20), customer_id varchar(20), "date" date, currency char(3), amount decimal(18,2));
"""
EMPTY = "DELETE FROM settled_open_items; DELETE FROM settled_receipts;"


def books(today):
    """Every row of yesterday has another amount today; some items are gone and some are new."""
    rows = [TABLES]
    for c in range(CUSTOMERS):
        rows.append(f"INSERT INTO settled_customers VALUES ('C{c}', 'Customer {c} {'today' if today else 'yesterday'} Ltd.', 'ap@c{c}.example');")
    for i in range(ITEMS):
        if i % 10 == (0 if today else 1):
            continue
        cents = 100_000 + i * 7 + (3 if today else 0)
        amount = f"{cents // 100}.{cents % 100:02d}"
        rows.append(f"INSERT INTO settled_open_items VALUES ('{i}', 'C{i % CUSTOMERS}', 'invoice', 'INV-{i}', '2026-10-01', '2026-11-10', "
                    f"'CNY', {amount}, {amount});")
        rows.append(f"INSERT INTO settled_receipts VALUES ('{i}', 'C{i % CUSTOMERS}', '2026-11-1{6 if today else 5}', 'CNY', {amount});")
    return "\n".join(rows).encode()


class HalfPulled:
    """What holds for every database; the classes below say which."""

    def setUp(self):
        if self.database.obstacle():
            self.skipTest(self.database.obstacle())
        self.server = self.start()
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.server.create_database("yesterday", self.script(books(False)))
        self.server.create_database("erp", self.script(books(True)))
        self.server.create_database("emptied", self.script(books(True)), self.script(EMPTY.encode()))
        text = company.CONFIGURATION.replace('[ledger.books]\ncompany = "demo"\nplugin = "ledger_files"\nfolder = "ledger"\n'
                                             'opening_day = 2026-01-01\n', LEDGER)
        self.assertIn("ledger_odbc", text)
        self.company = company.Company(configuration=text + f"\n[limits]\njob_seconds = LIMIT\n")
        self.addCleanup(self.company.remove)
        self.template = self.company.text
        self.through(self.server.port)
        self.company.keep_secret("erp", self.database.PASSWORD, TODAY)
        self.keep_both_days()

    def through(self, port, database="erp", seconds=CUT_SECONDS):
        connection = self.connection.replace("PORT", str(port)).replace("DATABASE", database)
        self.company.configure(self.template.replace("CONNECTION", connection).replace("LIMIT", str(seconds)))

    def keep_both_days(self):
        """What the store holds and what would be sent, of either ledger undisturbed."""
        self.through(self.server.port, "yesterday")
        self.company.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        for job in ("pull", "import"):
            done = self.company.run(job, clock=YESTERDAY)
            self.assertEqual(done.status, 0, done)
        self.saved = self.company.folder / "state-of-yesterday"
        shutil.copytree(self.company.folder / "state", self.saved)
        self.rows = {"yesterday": self.ledger()}
        self.plans = {"yesterday": self.plan()}
        with cutting_relay.Relay(self.server.port) as relay:
            self.through(relay.port)
            pulled = self.company.run("pull", clock=TODAY)
            self.assertEqual(pulled.status, 0, pulled)
            self.bytes = relay.passed
        self.rows["today"] = self.ledger()
        self.plans["today"] = self.plan()
        self.assertNotEqual(self.rows["today"], self.rows["yesterday"])
        self.assertNotEqual(self.plans["today"], self.plans["yesterday"])
        self.assertTrue(self.plans["yesterday"])

    def back_to_yesterday(self):
        shutil.rmtree(self.company.folder / "state")
        shutil.copytree(self.saved, self.company.folder / "state")

    def ledger(self):
        """The rows that count now, of every table, and the totals that were proved with them."""
        tables = {}
        for table, columns in (("ledger_customers", "customer_id, name"), ("ledger_open_items", "item_id, open_amount"),
                               ("ledger_receipts", "receipt_id, amount, \"date\"")):
            tables[table] = sorted(self.company.sql(
                f"SELECT {columns} FROM {table} WHERE valid_to = 0 AND valid_from <= (SELECT MAX(number) FROM ledger_generation "
                "WHERE published = 1)"))
        return tables

    def plan(self):
        planned = self.company.run("remind", "--dry-run", "--format", "json", clock=TODAY)
        self.assertEqual(planned.status, 0, planned)
        return [(one["customer"], sorted((item["item_id"], item["open"]) for item in one["items"])) for one in planned.json()["reminders"]]

    def disturbed(self, limit, silent):
        self.back_to_yesterday()
        with cutting_relay.Relay(self.server.port, limit, silent=silent) as relay:
            self.through(relay.port, seconds=STALL_SECONDS if silent else CUT_SECONDS)
            return self.company.run("pull", clock=TODAY), relay.acted

    def expect_one_day(self, run, place, seen):
        found = self.ledger()
        day = next((name for name, rows in self.rows.items() if rows == found), "a mix")
        self.assertEqual(day, "today" if run.status == 0 else "yesterday", f"cut after {place} bytes: {run}")
        if run.status != 0:
            self.assertEqual(len(run.errors), 1, run)
            self.assertNotIn("internal", run.err.lower(), run)
        seen[day] += 1
        return day

    def test_a_cut_line_leaves_yesterdays_ledger_or_todays(self):
        seen = collections.Counter()
        for number in range(CUTS):
            place = self.bytes * number // CUTS
            with self.subTest(place=place):
                run, acted = self.disturbed(place, silent=False)
                self.assertTrue(acted, run)
                day = self.expect_one_day(run, place, seen)
                if number % PLANS_EVERY == 0:
                    self.assertEqual(self.plan(), self.plans[day])
        print(f"{self.name}: {CUTS} cuts within {self.bytes} bytes: {dict(seen)}")
        self.assertGreater(seen["yesterday"], CUTS * 9 // 10)

    def test_a_silent_line_leaves_yesterdays_ledger_or_todays(self):
        seen, reached = collections.Counter(), 0
        for number in range(STALLS):
            place = self.bytes * number // STALLS
            with self.subTest(place=place):
                run, acted = self.disturbed(place, silent=True)
                reached += acted  # on a busy machine the limit may come before the place
                self.expect_one_day(run, place, seen)
        self.assertGreater(reached, 0)
        print(f"{self.name}: {STALLS} silences within {self.bytes} bytes: {dict(seen)}")
        self.assertGreater(seen["yesterday"], STALLS * 9 // 10)

    def test_an_erp_that_was_emptied_leaves_yesterdays_ledger_until_a_person_says_so(self):
        """The line breaks at the last byte of nothing, and then does not break: nobody is reminded from an empty ledger either way."""
        for cut in (True, False):
            self.back_to_yesterday()
            with cutting_relay.Relay(self.server.port, self.bytes // 4 if cut else None) as relay:
                self.through(relay.port, "emptied")
                run = self.company.run("pull", clock=TODAY)
            self.assertEqual(run.status, 1, run)
            self.assertEqual(self.ledger(), self.rows["yesterday"])
            self.assertEqual(self.plan(), self.plans["yesterday"])
        self.assertIn("0 open_items came where there were", run.err)
        self.assertIn("--accept-empty", run.err)
        self.assertEqual(self.company.run("pull", "--accept-empty", "--ledger", "nobody", clock=TODAY).status, 2)
        self.through(self.server.port, "emptied")
        said = self.company.run("pull", "--ledger", "books", "--accept-empty", clock=TODAY)
        self.assertEqual(said.status, 0, said)
        self.assertEqual(self.ledger()["ledger_open_items"], [])
        self.assertEqual(self.plan(), [])
        self.assertEqual(self.company.sql("SELECT COUNT(*) FROM audit WHERE event = 'accept_empty'"), [(1,)])


class OverPostgreSql(HalfPulled, unittest.TestCase):
    name, database, start = "PostgreSQL", postgres, postgres.PostgreSql
    connection = "Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port=PORT;Database=DATABASE"

    @staticmethod
    def script(text):
        return text


class OverMariaDb(HalfPulled, unittest.TestCase):
    name, database, start = "MariaDB", mariadb, mariadb.MariaDb
    connection = "Driver=MariaDB Unicode;Server=127.0.0.1;Port=PORT;Database=DATABASE"

    @staticmethod
    def script(text):
        return text.replace(b'"date"', b"`date`")


if __name__ == "__main__":
    company.main(sys.modules[__name__])
