#!/usr/bin/env python3
"""Items whose ERP takes them out and puts them in again: un-audited and audited again (弃审), deleted and entered again, renumbered,
carried into a new year's database. A ledger of 200 items lives through such days with the main job every day. No step of an item
is ever taken twice, under whatever name, and what was said and paid about it is found under its newest name.

SETTLED_DAYS and SETTLED_SEEDS choose how many working days and how many ledgers."""
import collections
import datetime
import json
import os
import random
import re
import sqlite3
import sys
import unittest
from pathlib import Path

import company

DAYS = int(os.environ.get("SETTLED_DAYS", "9"))
SEEDS = int(os.environ.get("SETTLED_SEEDS", "1"))
CUSTOMERS, ITEMS = 40, 200
FIRST_DAY = datetime.date(2026, 11, 2)
PULLS_AWAY_MAX = 3
# Nothing more comes and goes in a day than what may without sending being held (5 % of the items).
EVENTS_A_DAY = 4
PROCEDURE = """[procedure.one_letter]
minimum_total = { CNY = "1.00" }
minimum_gap_days = 1
step = [
  { name = "overdue-1", day = 1, kind = "message", channel = "email", template = "friendly", role = "ar_manager" },
  { name = "overdue-7", day = 7, kind = "message", channel = "email", template = "reminder", role = "ar_manager" },
  { name = "overdue-15", day = 15, kind = "task", task = "phone", role = "ar_manager", deadline_days = 2 },
  { name = "overdue-30", day = 30, kind = "message", channel = "email", template = "reminder", role = "ar_manager" },
]
"""
CONFIGURATION = re.sub(r"\[procedure\.one_letter\].*?\]\n", PROCEDURE, company.CONFIGURATION, flags=re.DOTALL)


class Item:
    """One claim on a customer, whatever its ERP calls it today."""

    def __init__(self, truth, customer, due, amount_cents):
        self.truth, self.customer, self.due, self.amount = truth, customer, due, amount_cents
        self.document_date = due - datetime.timedelta(days=30)
        self.number, self.erp_id, self.back_on = "", "", None


class Ledger:
    """What the ERP shows. Every number and every id that an item ever had stays on record."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.ids = self.numbers = 0
        self.items, self.truth_of = [], {}
        self.happened = collections.Counter()
        for truth in range(ITEMS):
            due = FIRST_DAY + datetime.timedelta(days=self.chance.randrange(-32, 12))
            item = Item(truth, f"C{truth % CUSTOMERS}", due, 100_000 + truth * 1_013 + self.chance.randrange(1_000))
            self.items.append(item)
            self.new_id(item)
            self.new_number(item)

    def new_id(self, item):
        self.ids += 1
        item.erp_id = f"{9000 + self.ids}"

    def new_number(self, item):
        self.numbers += 1
        item.number = f"INV-{26000 + self.numbers}"
        self.truth_of[item.number] = item.truth

    # ---- what happens to an item

    def unaudited(self, item, day):
        """弃审 + 重审: gone for some pulls, back under another id."""
        self.new_id(item)
        item.back_on = day + self.chance.randrange(1, PULLS_AWAY_MAX + 1)

    def audited_again_at_once(self, item, _):
        self.new_id(item)

    def entered_again(self, item, _):
        self.new_id(item)
        self.new_number(item)

    def entered_again_later(self, item, day):
        self.entered_again(item, day)
        item.back_on = day + self.chance.randrange(1, PULLS_AWAY_MAX + 1)

    def renumbered(self, item, _):
        self.new_number(item)

    def corrected(self, item, _):
        """Another amount under the same number."""
        self.new_id(item)
        item.amount += 700

    EVENTS = ("unaudited", "audited_again_at_once", "entered_again", "entered_again_later", "renumbered", "corrected")

    def live(self, day):
        """What comes back today is left in peace today: another amount and another number at once would be another item."""
        present = [item for item in self.items if item.back_on is None]
        for item in self.items:
            if item.back_on == day:
                item.back_on = None
        for number, item in enumerate(self.chance.sample(present, EVENTS_A_DAY)):
            event = self.EVENTS[(day * EVENTS_A_DAY + number) % len(self.EVENTS)]
            getattr(self, event)(item, day)
            self.happened[event] += 1

    def new_year(self):
        """Every open item stands in another database: a new id, its balance as an opening row."""
        for item in self.items:
            self.new_id(item)
        self.happened["carried over"] += len(self.items)


class Life(unittest.TestCase):
    """A company over its working days, and what of it is looked at."""

    def begin(self, seed, configuration=CONFIGURATION):
        self.ledger = Ledger(seed)
        self.company = company.Company(configuration=configuration)
        self.addCleanup(self.company.remove)
        for c in range(CUSTOMERS):
            self.company.customer(f"C{c}", f"Customer Number {c} Ltd.", f"ACC-{c}")
        self.day, self.moved = FIRST_DAY, 0

    def write_ledger(self):
        self.company.items = [[item.erp_id, item.customer, "invoice", item.number, item.document_date.isoformat(), item.due.isoformat(), "CNY",
                               company.money(item.amount), company.money(item.amount)]
                              for item in self.ledger.items if item.back_on is None]
        self.company.write_ledger()

    @property
    def clock(self):
        return f"{self.day}T10:00:00+08:00"

    def settled(self, *arguments, actor="wang"):
        run = self.company.run(*arguments, clock=self.clock, actor=actor)
        self.assertEqual(run.status, 0, run)
        return run

    def work(self, payments=()):
        """One working day of the agent: the main job, a second person's release, the sending."""
        self.write_ledger()
        self.company.statement(self.day.isoformat(), [("1.00", "Test Bank", "interest"), *payments])
        self.settled("cycle")
        self.settled("outbox", "release", "all", actor="li")
        self.settled("deliver")

    def next_day(self):
        self.day += datetime.timedelta(days=3 if self.day.weekday() == 4 else 1)
        self.moved += 1

    # ---- what left

    def steps_taken(self):
        """(item, step) → how often it was claimed and kept, by what the item was called in the letter."""
        taken = collections.Counter()
        for number, step in self.company.sql("SELECT document_number, step FROM claim WHERE freed = 0"):
            taken[self.ledger.truth_of[number], step] += 1
        return taken

    def steps_taken_of(self, item):
        return sorted(step for (truth, step), _ in self.steps_taken().items() if truth == item.truth)

    def tasks_made(self):
        """(item, step) → how many tasks name it, by any key it had. To tell upwards that a task is late is not the step again."""
        truth_of_key = {key: self.ledger.truth_of[number]
                        for key, number in self.company.sql("SELECT item_key, document_number FROM item_identity")}
        made = collections.Counter()
        for keys, step in self.company.sql("SELECT item_key, step FROM task WHERE step <> '' AND task_key NOT LIKE '%/escalated'"):
            for key in json.loads(keys) if keys.startswith("[") else [keys]:
                made[truth_of_key[key], step] += 1
        return made

    def taken_twice(self):
        return {step: times for step, times in (self.steps_taken() + self.tasks_made()).items() if times > 1}


class ItemKeys(Life):
    # ---- what was said and paid before anything moved

    def tell_history(self):
        """A hold, a dispute, a promise and a part payment, each about items of their own."""
        chosen = self.ledger.chance.sample(self.ledger.items, 16)
        kinds = dict(zip(("hold", "dispute", "promise", "paid"), (chosen[i::4] for i in range(4))))
        for item in kinds["hold"]:
            self.settled("hold", f"books:{item.erp_id}", "--until", "2027-12-31", "--reason", f"held {item.truth}")
        for item in kinds["dispute"]:
            self.settled("dispute", f"books:{item.erp_id}", "--reason", f"contested {item.truth}")
        for item in kinds["promise"]:
            self.settled("promise", f"books:{item.erp_id}", "--date", "2027-06-30", "--amount", company.money(item.amount))
        for waiting in self.company.rows("approvals", clock=self.clock):  # longer than a person may silence alone
            self.settled("approvals", "accept", waiting["number"], actor="li")
        self.history = kinds
        self.steps_before = {item.truth: self.steps_taken_of(item) for item in chosen}
        return [("500.00", f"Customer Number {item.customer[1:]} Ltd.", f"part of {item.number}") for item in kinds["paid"]]

    def expect_history(self):
        """Under its newest name `explain` tells what was said and paid about an item, `log` names it, and no letter asks for it."""
        found = collections.Counter()
        words = {"hold": "held {}", "dispute": "contested {}", "promise": "until 2027-06-30", "paid": "500.00"}
        asked_for = {}
        for number, cents in self.company.sql("SELECT document_number, open_amount FROM claim WHERE freed = 0 ORDER BY id"):
            asked_for[self.ledger.truth_of[number]] = cents
        for kind, items in self.history.items():
            for item in items:
                if item.back_on is not None:
                    continue
                with self.subTest(kind=kind, item=item.truth, number=item.number):
                    told = self.settled("explain", "item", f"books:{item.erp_id}").out
                    self.assertIn(words[kind].format(item.truth), told)
                    if kind == "paid":
                        self.assertLessEqual(asked_for.get(item.truth, 0), item.amount, told)
                    else:
                        self.assertEqual(self.steps_taken_of(item), self.steps_before[item.truth], told)
                        self.assertIn(item.number, self.settled("log", f"books:{item.customer}").out)
                    found[kind] += 1
        return found

    def suppressed(self):
        planned = self.company.run("remind", "--dry-run", "--format", "json", clock=self.clock).json()
        reasons = collections.defaultdict(set)
        for row in planned["suppressed"]:
            reasons[row["item_id"]].add(row["reason"])
        return planned["reminders"], reasons

    def test_no_step_is_taken_twice_and_history_is_kept(self):
        for seed in range(SEEDS):
            with self.subTest(seed=seed):
                self.live_through(seed)

    def live_through(self, seed):
        self.begin(seed)
        self.work()
        payments = self.tell_history()
        for number in range(1, DAYS):
            self.next_day()
            self.ledger.live(number)
            if number == DAYS // 2:
                self.ledger.new_year()
            self.work(payments if number == 1 else ())
        taken, tasks = self.steps_taken(), self.tasks_made()
        twice = self.taken_twice()
        found = self.expect_history()
        print(f"seed {seed}: {DAYS} days, {ITEMS} items, {dict(self.ledger.happened)}; {sum(taken.values())} letters and {sum(tasks.values())} "
              f"tasks claimed an item's step, {len(twice)} of them twice; history kept: {dict(found)}")
        self.assertEqual(twice, {})
        self.assertGreater(sum(taken.values()), ITEMS // 2)
        self.assertGreater(sum(tasks.values()), 0)

    # ---- what only a person can tell

    def overdue_since_yesterday(self):
        """An item whose first step was taken on the first day and whose second is due on the next."""
        self.begin(99)
        item = self.ledger.items[0]
        item.due = FIRST_DAY - datetime.timedelta(days=6)
        item.document_date = item.due - datetime.timedelta(days=30)
        self.work()
        self.assertEqual(self.steps_taken_of(item), ["overdue-1"])
        return item

    def twin(self, item):
        twin = Item(ITEMS, item.customer, item.due, item.amount)
        twin.document_date = item.document_date
        self.ledger.items.append(twin)
        self.ledger.new_id(twin)
        self.ledger.new_number(twin)
        return twin

    def test_of_two_successors_a_person_says_which(self):
        item = self.overdue_since_yesterday()
        gone = item.number
        self.next_day()
        self.ledger.entered_again(item, 1)
        twin = self.twin(item)
        self.work()
        asked = self.company.rows("items", clock=self.clock)
        self.assertEqual([row["gone"] for row in asked], [gone])
        self.assertEqual(set(asked[0]["may_be"].split("; ")), {item.number, twin.number})
        _, reasons = self.suppressed()
        for one in (item, twin):
            self.assertIn("items_vanished", reasons[one.erp_id])
        self.assertEqual((self.steps_taken_of(item), self.steps_taken_of(twin)), (["overdue-1"], []))
        wrong = self.company.run("items", "same", gone, "INV-0", clock=self.clock)
        self.assertEqual(wrong.status, 2, wrong)
        self.settled("items", "same", gone, item.number)
        self.assertEqual(self.company.rows("items", clock=self.clock), [])
        self.settled("cycle")
        self.assertEqual((self.steps_taken_of(item), self.steps_taken_of(twin)), (["overdue-1", "overdue-7"], ["overdue-7"]))
        self.assertIn(f"{gone} is {item.number}", self.settled("log", f"books:{item.customer}").out)

    def test_what_became_doubtful_after_the_release_is_not_sent(self):
        item = self.overdue_since_yesterday()
        self.next_day()
        self.write_ledger()
        self.company.statement(self.day.isoformat(), [("1.00", "Test Bank", "interest")])
        self.settled("cycle")
        self.settled("outbox", "release", "all", actor="li")
        self.assertEqual(self.steps_taken_of(item), ["overdue-1", "overdue-7"])
        before = len(self.mails())
        self.ledger.entered_again(item, 1)
        self.twin(item)
        self.write_ledger()
        late = self.company.run("deliver", clock=f"{self.day}T15:00:00+08:00")  # old enough to read the ledger again
        self.assertEqual(late.status, 0, late)
        self.assertEqual(self.steps_taken_of(item), ["overdue-1"])
        sent = [mail.read_text(encoding="utf-8") for mail in self.mails()[before:]]
        self.assertEqual([mail for mail in sent if f"To: ap@{item.customer.lower()}.example" in mail], [])

    def mails(self):
        return sorted((self.company.folder / "mails").rglob("*.eml"))

    def test_when_many_are_renumbered_nothing_is_sent_that_day(self):
        self.begin(7)
        self.work()
        taken = sum(self.steps_taken().values())
        self.next_day()
        for item in self.ledger.items[::10]:  # 10 % of them, all known again by their terms
            self.ledger.entered_again(item, 1)
        self.work()
        self.work()  # a later pull of the same day finds nothing strange
        reminders, reasons = self.suppressed()
        self.assertEqual(reminders, [])
        held = sum("items_vanished" in found for found in reasons.values())
        self.assertEqual(sum(self.steps_taken().values()), taken)
        self.next_day()
        self.work()
        after = self.steps_taken()
        print(f"10 % renumbered: {held} items held that day, {sum(after.values()) - taken} steps taken the day after, "
              f"{sum(times > 1 for times in after.values())} twice")
        self.assertGreater(held, 0)
        self.assertGreater(sum(after.values()), taken)
        self.assertEqual({step: times for step, times in after.items() if times > 1}, {})


class Yonyou(Life):
    """The same through a database connector: 弃审 takes a document's rows out of U8's Ar_Detail, 重审 writes new ones."""

    SOURCE = Path(__file__).resolve().parents[2]
    U8 = """[ledger.books]
company = "demo"
plugin = "ledger_odbc"
connector = "yonyou_u8"
connection = "Driver=SQLite3;Database=FOLDER/DATABASE"
allow_writable_account = true
opening_day = 2026-01-01
"""
    FILES = '[ledger.books]\ncompany = "demo"\nplugin = "ledger_files"\nfolder = "ledger"\nopening_day = 2026-01-01\n'

    def setUp(self):
        if not list(Path("/usr/lib").glob("*/odbc/libsqlite3odbc.so")):
            self.skipTest("SQLite's ODBC driver is not installed")

    def database(self, name):
        """A year's account set with U8's tables; configured as the ledger's from now on."""
        self.erp = sqlite3.connect(self.company.folder / name, isolation_level=None)
        self.addCleanup(self.erp.close)
        self.erp.executescript((self.SOURCE / "connectors/erp/yonyou_u8/fixture/tables.sql").read_text(encoding="utf-8"))
        for c in range(CUSTOMERS):
            self.erp.execute("INSERT INTO Customer (cCusCode, cCusName, cCusEmail, bCredit) VALUES (?, ?, ?, 0)",
                             (f"C{c}", f"Customer Number {c} Ltd.", f"ap@c{c}.example"))
        self.company.configure(self.template.replace("DATABASE", name))

    def audit(self, item):
        self.ledger.ids += 1
        yuan = item.amount / 100
        self.erp.execute(
            "INSERT INTO Ar_Detail (Auto_ID, cVouchType, cVouchID, dVouchDate, dRegDate, cDwCode, cexch_name, iExchRate, iDAmount, iCAmount, "
            "iDAmount_f, iCAmount_f, cProcStyle, iFlag, cCoVouchType, cCoVouchID, cFlag, dGatheringDate) VALUES (?, '26', ?, ?, ?, ?, '', 1, ?, 0, "
            "?, 0, '26', 0, '26', ?, 'AR', ?)",
            (self.ledger.ids, item.number, f"{item.document_date} 00:00:00", f"{self.day} 00:00:00", item.customer, yuan, yuan, item.number,
             f"{item.due} 00:00:00"))

    def unaudit(self, item):
        self.erp.execute("DELETE FROM Ar_Detail WHERE cCoVouchID = ?", (item.number,))

    def write_ledger(self):
        pass  # the database is the ledger

    def test_unaudited_documents_and_a_new_years_account_set(self):
        self.begin(5, CONFIGURATION.replace(self.FILES, self.U8))
        self.template = self.company.text.replace("FOLDER", str(self.company.folder))
        self.database("UFDATA_001_2026.db")
        for item in self.ledger.items:
            self.audit(item)
        self.work()
        held = self.ledger.items[8]
        self.settled("hold", f"books:26/{held.number}/{held.customer}", "--until", "2027-12-31", "--reason", "held in 2026")
        before = self.steps_taken_of(held)
        away = []
        for number in range(1, 5):
            self.next_day()
            for item in away:
                self.audit(item)
            away = self.ledger.items[number * 8:number * 8 + 8] if number < 3 else []
            for item in away:
                self.unaudit(item)
            if number == 3:  # 年结: another database, its rows made anew
                self.erp.close()
                self.database("UFDATA_001_2027.db")
                for item in self.ledger.chance.sample(self.ledger.items, ITEMS):
                    self.audit(item)
            self.work()
        taken, twice = self.steps_taken(), self.taken_twice()
        print(f"U8 on SQLite: 16 documents un-audited and audited again, {ITEMS} carried into a new year's account set; "
              f"{sum(taken.values())} letters and {sum(self.tasks_made().values())} tasks, {len(twice)} steps twice")
        self.assertEqual(twice, {})
        self.assertGreater(sum(taken.values()), ITEMS // 4)
        self.assertEqual(self.steps_taken_of(held), before)
        self.assertIn("held in 2026", self.settled("explain", "item", f"books:26/{held.number}/{held.customer}").out)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
