#!/usr/bin/env python3
"""The figures of real ERP programs' own databases, through the command line: `settled pull` and `settled aging` say to the cent
what the programs' own reports say, per currency and per customer."""
import gzip
import json
import os
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import postgres  # noqa: E402

SOURCE = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("SETTLED_ERP_CORPUS", SOURCE.parent / "shared" / "corpus" / "erp"))
READER_PASSWORD = "read-only-and-nothing-else"
CONFIGURATION = """schema = 1
[store]
url = "sqlite:state/settled.db"
[test]
clock = true
actor = "ACTOR"
[company.demo]
legal_name = { en = "Demo Trading Ltd." }
currency = "EUR"
time_zone = "Europe/Berlin"
[ledger.books]
company = "demo"
plugin = "ledger_odbc"
LEDGER
"""
# The programs' names for what CONTRACT calls otherwise.
DOCUMENT_TYPES = {"payment": "receipt"}


class ErpTotals(unittest.TestCase):
    def read(self, erp, ledger, password=None):
        """Pulls the ledger as on the day of the expectation; answers what pull and aging print."""
        self.truth = json.loads((CORPUS / erp / "expected.json").read_text(encoding="utf-8"))
        made = company.Company(configuration=CONFIGURATION.replace("LEDGER", ledger))
        self.addCleanup(made.remove)
        day = self.truth["reference_date"]
        clock = f"{day}T12:00:00+01:00"
        if password:
            made.keep_secret("erp", password, clock)
        pulled = made.run("pull", "--format", "json", clock=clock)
        self.assertEqual(pulled.status, 0, pulled)
        aged = made.run("aging", "--format", "json", clock=clock)
        self.assertEqual(aged.status, 0, aged)
        return pulled.json()["ledgers"][0], aged.json()["companies"][0]

    def compare(self, pulled, aged):
        self.assertIsNone(pulled["error"])
        self.assertEqual(pulled["customers"], self.truth["customers"])
        self.assertEqual(set(pulled["currencies"]), set(self.truth["currencies"]))
        for currency, truth in self.truth["currencies"].items():
            with self.subTest(currency=currency):
                got = pulled["currencies"][currency]
                self.assertEqual({key: got[key] for key in ("open_items", "open_total", "overdue_items", "overdue_total", "receipts",
                                                            "receipts_total")},
                                 {"open_items": truth["open_items"], "open_total": truth["outstanding_total"],
                                  "overdue_items": truth["overdue_items"], "overdue_total": truth["overdue_total"],
                                  "receipts": truth["receipts"], "receipts_total": truth["receipts_total"]})
                self.assertEqual(got["by_doc_type"],
                                 {DOCUMENT_TYPES.get(kind, kind): figures for kind, figures in truth["by_doc_type"].items()})
                of_age = aged["currencies"][currency]
                self.assertEqual(of_age["total"], truth["outstanding_total"])
                overdue = sum(Decimal(of_age[bucket]) for bucket in ("1-30", "31-60", "61-90", "91-120", ">120"))
                self.assertEqual(overdue, Decimal(truth["overdue_total"]))
        self.assertEqual({line["account"]: (line["entries"], line["balance"]) for line in pulled["bank_book"]},
                         {account: (line["entries"], line["balance"]) for account, line in self.truth["bank_accounts"].items()})

    def compare_customers(self, aged):
        got = {(row["name"], row["currency"]): (Decimal(row["total"]), Decimal(row["overdue"])) for row in aged["customers"]}
        self.assertGreaterEqual(len(self.truth["customer_outstanding"]), 10)
        for customer in self.truth["customer_outstanding"]:
            with self.subTest(customer=customer["name"], currency=customer["currency"]):
                self.assertEqual(got[customer["name"], customer["currency"]],
                                 (Decimal(customer["outstanding"]), Decimal(customer["overdue"])))

    def test_tryton_on_postgresql(self):
        dump = CORPUS / "tryton" / "tryton-postgresql.sql.gz"
        if not dump.exists():
            self.skipTest("the Tryton corpus is not here")
        if postgres.obstacle():
            self.skipTest(postgres.obstacle())
        grants = (SOURCE / "connectors" / "erp" / "tryton" / "grants.postgresql.sql").read_bytes()
        with postgres.PostgreSql() as server:
            server.create_database("tryton", gzip.decompress(dump.read_bytes()), grants.replace(b"change-me", READER_PASSWORD.encode()))
            pulled, aged = self.read("tryton", f"""connector = "tryton"
connection = "Driver=PostgreSQL Unicode;Servername=127.0.0.1;Port={server.port};Database=tryton"
user = "settled_ro"
password = "secret:erp"
""", READER_PASSWORD)
        self.compare(pulled, aged)
        self.compare_customers(aged)

    def test_gnucash_on_sqlite(self):
        books = CORPUS / "gnucash" / "books.gnucash"
        if not books.exists():
            self.skipTest("the GnuCash corpus is not here")
        if not list(Path("/usr/lib").glob("*/odbc/libsqlite3odbc.so")):
            self.skipTest("SQLite's ODBC driver is not installed")
        pulled, aged = self.read("gnucash", f"""connector = "gnucash"
connection = "Driver=SQLite3;Database={books}"
allow_writable_account = true            # a file of SQLite has no accounts
""")
        self.compare(pulled, aged)
        self.compare_customers(aged)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
