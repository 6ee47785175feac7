"""A company on this machine for one test: its configuration, its ledger as CSV files, its bank's statements, and the
real program run on it by a named person at a named moment."""
import csv
import json
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SETTLED = Path(os.environ.get("SETTLED", "build/dev/bin/settled")).resolve()
RUN_SECONDS_MAX = 600
PAGE_BYTES = 4096
STATES = ("sent", "unknown", "failed", "cancelled", "held", "due")  # of a message when no sender runs
CUSTOMERS = ["customer_id", "name", "email", "bank_accounts"]
OPEN_ITEMS = ["item_id", "customer_id", "doc_type", "document_number", "document_date", "due_date", "currency", "amount",
              "open_amount"]
STATEMENT = ["account", "currency", "booking_date", "value_date", "amount", "counterparty_name", "counterparty_account",
             "remittance", "bank_reference", "opening", "closing"]

# One company with one ledger and one account. Held addresses would hide what the tests look at.
CONFIGURATION = """schema = 1
[store]
url = "sqlite:state/settled.db"
[test]
clock = true
actor = "ACTOR"
[company.demo]
legal_name = { en = "Demo Trading Ltd." }
currency = "CNY"
time_zone = "Asia/Shanghai"
mode = "approve"
procedure = "one_letter"
gateways = { email = "mail" }
[ledger.books]
company = "demo"
plugin = "ledger_files"
folder = "ledger"
opening_day = 2026-01-01
[bank_account.main]
company = "demo"
bank = "Test Bank"
account = "TEST-0001"
currency = "CNY"
source = "inbox"
show_in_letters = true
[statement_source.inbox]
plugin = "fetch_folder"
folder = "inbox"
settle_seconds = 0
then = "archive"
GATEWAY
[person]
wang = { name = "Wang Fang", email = "wang@demo.example", language = "en", roles = ["ar_manager"], companies = ["demo"] }
[report]
daily = { kind = "daily", company = "demo", language = "en", gateway = "mail", to = ["controller@demo.example"] }
[procedure.one_letter]
minimum_total = { CNY = "1.00" }
minimum_gap_days = 1
step = [{ name = "overdue-1", day = 1, kind = "message", channel = "email", template = "friendly", role = "ar_manager" }]
[matching]
bank_fee = { CNY = "30.00" }
"""
MAILS_IN_A_FOLDER = """[gateway.mail]
plugin = "notify_folder"
folder = "mails"
from = "Demo Receivables <ar@demo.example>"
"""


def reminding_by_sms(configuration=CONFIGURATION, days=(1,)):
    """The same company, whose steps on these days after the due date go to the customer's telephone."""
    start = configuration.index("step = [") + len("step = [")
    end = configuration.index("}]\n", start) + 1
    step = configuration[start:end].replace('channel = "email"', 'channel = "sms"')
    steps = ", ".join(step.replace("overdue-1", f"overdue-{day}").replace("day = 1", f"day = {day}") for day in days)
    return (configuration[:start] + steps + configuration[end:]).replace('gateways = { email = "mail" }', 'gateways = { email = "mail", sms = "sms" }')


class Run:
    """How the program ended and what it said."""

    def __init__(self, arguments, done):
        self.arguments, self.status, self.out, self.err = arguments, done.returncode, done.stdout, done.stderr

    @property
    def errors(self):
        return [line for line in self.err.splitlines() if line.startswith("error: ")]

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"settled {' '.join(self.arguments)}: exit {self.status}\n{self.out}{self.err}"


class Company:
    def __init__(self, gateway=MAILS_IN_A_FOLDER, configuration=CONFIGURATION):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-e2e-"))
        for name in ("ledger", "inbox", "mails"):
            (self.folder / name).mkdir()
        self.customers, self.items, self.balance, self.statements = [], [], 0, 0
        self.customer_columns, self.item_columns = list(CUSTOMERS), list(OPEN_ITEMS)
        self.configure(configuration.replace("GATEWAY", gateway))

    def remove(self):
        """SETTLED_TEST_KEEP=1 leaves the company where it is, for whoever looks at what went wrong."""
        if os.environ.get("SETTLED_TEST_KEEP"):
            print(f"kept: {self.folder}")
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    # ---- what the world hands in

    def configure(self, text):
        """One file per person: who acts stands in the configuration of a test."""
        self.text = text
        for actor in ("wang", "li"):
            (self.folder / f"{actor}.toml").write_text(text.replace("ACTOR", actor), encoding="utf-8")

    def customer(self, customer_id, name, account=""):
        self.customers.append([customer_id, name, f"ap@{customer_id.lower()}.example", account])

    def keep_secret(self, name, value, clock):
        subprocess.run(self.command("secret", "set", name), input=value, text=True, check=True, capture_output=True,
                       env=self.environment(clock))

    def invoice(self, number, customer_id, amount, due="2026-11-10", open_amount=None):
        self.items.append([number, customer_id, "invoice", number, "2026-10-01", due, "CNY", amount,
                           amount if open_amount is None else open_amount])

    def write_ledger(self):
        write_csv(self.folder / "ledger" / "customers.csv", self.customer_columns, self.customers)
        write_csv(self.folder / "ledger" / "open_items.csv", self.item_columns, self.items)

    def statement(self, day, payments, name=None):
        """payments: (amount, payer, text); the balances are carried on from the last statement."""
        self.statements += 1
        opening = self.balance
        self.balance += round(sum(float(amount) for amount, _, _ in payments) * 100)
        rows = [["TEST-0001", "CNY", day, day, amount, payer, "", text, f"R{self.statements}-{i}", money(opening),
                 money(self.balance)] for i, (amount, payer, text) in enumerate(payments, 1)]
        path = self.folder / "inbox" / (name or f"bank-{day}-{self.statements}.csv")
        write_csv(path.with_suffix(".part"), STATEMENT, rows)
        path.with_suffix(".part").rename(path)
        return path

    # ---- the program

    def command(self, *arguments, actor="wang"):
        return [str(SETTLED), "--config", str(self.folder / f"{actor}.toml"), "--log-level", "warning", *arguments]

    def environment(self, clock, **more):
        return {**os.environ, "SETTLED_TEST_CLOCK": clock, **more}

    def run(self, *arguments, clock="2026-11-18T10:00:00+08:00", actor="wang", **options):
        command = self.command(*arguments, actor=actor)
        done = subprocess.run(command, env=self.environment(clock), capture_output=True, text=True, errors="replace",
                              timeout=RUN_SECONDS_MAX, check=False, stdin=subprocess.DEVNULL, **options)
        return Run(arguments, done)

    def rows(self, *arguments, **options):
        run = self.run(*arguments, "--format", "json", **options)
        assert run.status == 0, run
        return run.json()["rows"]

    # ---- the store, read behind the program's back

    @property
    def database(self):
        return self.folder / "state" / "settled.db"

    def sql(self, question):
        # Read-only: after a kill another program's last close would copy the log's pages into the file without their sums.
        link = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return link.execute(question).fetchall()
        finally:
            link.close()

    def change(self, statement):
        self.rewrite(lambda link: link.execute(statement))

    def rewrite(self, act):
        """As the program itself would have written it: its pages bear their sums."""
        link = sqlite3.connect(self.database)
        act(link)
        link.commit()
        link.close()
        with open(self.database, "r+b") as file:
            for number in range(1, self.database.stat().st_size // PAGE_BYTES + 1):
                page = file.read(PAGE_BYTES)
                file.seek(-8, os.SEEK_CUR)
                file.write(page_sum(page[:-8], number))


def page_sum(content, number):
    """agent/store/database/checked_files.cpp, in other words."""
    mask, odd, lanes = (1 << 64) - 1, 0x9E3779B97F4A7C15, [1, 2, 3, number]
    words = struct.unpack(f"<{len(content) // 8}Q", content)
    for at, word in enumerate(words):
        mixed = (lanes[at % 4] ^ word) * odd & mask
        lanes[at % 4] = (mixed << 29 | mixed >> 35) & mask
    total = 0
    for lane in lanes:
        mixed = (total ^ lane) * odd & mask
        total = (mixed << 31 | mixed >> 33) & mask
    return struct.pack("<Q", total)


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else "-" + money(-cents)


def sum_of_states(states, planned):
    """Every planned message is in one of them, for the reader to add up."""
    return " + ".join(f"{name} {states[name]}" for name in STATES) + f" = {sum(states[name] for name in STATES)} of {planned} planned"


def write_csv(path, columns, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])


def end_whole_tree(mark):
    """SIGKILL to every process that carries the mark in its environment, until none is left."""
    entry = f"SETTLED_TEST_MARK={mark}".encode()
    while True:
        found = 0
        for process in Path("/proc").iterdir():
            if not process.name.isdigit() or int(process.name) == os.getpid():
                continue
            try:
                if entry in (process / "environ").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)
                    found += 1
            except (OSError, ProcessLookupError):
                continue
        if not found:
            return
        time.sleep(0.001)


def main(program):
    """Runs the file's tests and closes with the line that says how many passed."""
    import unittest
    result = unittest.TextTestRunner(verbosity=2).run(unittest.defaultTestLoader.loadTestsFromModule(program))
    # A test that goes through several cases is one test, however many of them fail.
    failed = len({getattr(test, "test_case", test).id() for test, _ in result.failures + result.errors})
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed, {len(result.skipped)} skipped")
    sys.exit(1 if failed else 77 if result.testsRun and result.testsRun == len(result.skipped) else 0)
