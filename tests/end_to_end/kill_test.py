#!/usr/bin/env python3
"""The main job is killed at random moments while it sends through a real Postfix, and started again each time. In the end no
reminder arrived twice, none was lost without a word, and the store is intact.

SETTLED_KILLS and SETTLED_KILL_SEED choose how often and which moments."""
import collections
import os
import random
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import postfix  # noqa: E402

KILLS = int(os.environ.get("SETTLED_KILLS", "24"))
SEED = int(os.environ.get("SETTLED_KILL_SEED", "20261118"))
CUSTOMERS_PER_ROUND = 8
LAST_ROUNDS = 4  # undisturbed, after the last kill
DOMAINS = ["demo.example"]
GATEWAY = """[gateway.mail]
plugin = "notify_smtp"
url = "smtp://localhost:{port}"
ca_file = "{authority}"
from = "Demo Receivables <ar@demo.example>"
messages_per_minute = 10000
messages_per_day = 10000
"""


class Killed(unittest.TestCase):
    def setUp(self):
        why_not = postfix.obstacle()
        if why_not:
            self.skipTest(why_not)
        self.random = random.Random(SEED)
        self.server = postfix.Postfix(DOMAINS)
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.company = company.Company(GATEWAY.format(port=self.server.port, authority=self.server.authority))
        self.addCleanup(self.company.remove)
        self.cycle_seconds = 1.0  # as the last undisturbed one took
        self.killed_in = collections.Counter()

    def clock(self, round_):
        """All rounds lie within one day's sending hours; the last ones are so far apart that what was turned away is tried again."""
        seconds = 9 * 3600 + round_ * min(360, 7 * 3600 // KILLS) if round_ <= KILLS else 16 * 3600 + 1200 * (round_ - KILLS)
        return f"2026-11-18T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}+08:00"

    def news(self, round_):
        """New customers with one overdue invoice each; one of the round before has paid."""
        for i in range(CUSTOMERS_PER_ROUND):
            name = f"C{round_:02d}{i}"
            self.company.customers.append([name, f"Customer {name} Ltd.", f"{name.lower()}@demo.example", f"ACC-{name}"])
            self.company.invoice(f"INV-{round_:02d}{i}7", name, f"{1000 + round_ * 10 + i}.00")
        self.company.write_ledger()
        if round_:
            paid = f"{round_ - 1:02d}0"
            self.company.statement("2026-11-17", [(f"{1000 + (round_ - 1) * 10}.00", f"Customer C{paid} Ltd.", f"INV-{paid}7")],
                                   name=f"bank-{round_:03d}.csv")
        else:
            self.company.statement("2026-11-17", [("12.00", "Test Bank", "interest")])

    def jobs_of(self, mark):
        """The jobs that run now, by their processes."""
        entry = f"SETTLED_TEST_MARK={mark}".encode()
        jobs = set()
        for process in Path("/proc").iterdir():
            try:
                if process.name.isdigit() and entry in (process / "environ").read_bytes().split(b"\0"):
                    words = (process / "cmdline").read_bytes().split(b"\0")
                    jobs.add(words[1].decode() if len(words) > 1 and not words[1].startswith(b"--") else "cycle")
            except OSError:
                continue
        return jobs

    def kill_a_cycle(self, round_):
        mark = f"{os.getpid()}-{round_}"
        environment = self.company.environment(self.clock(round_), SETTLED_TEST_MARK=mark)
        cycle = subprocess.Popen(self.company.command("cycle"), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                 stdin=subprocess.DEVNULL, start_new_session=True)
        # Every second time the sender is waited for: most of the danger lies there.
        if round_ % 2:
            while cycle.poll() is None and "deliver" not in self.jobs_of(mark):
                time.sleep(0.001)
            time.sleep(self.random.uniform(0, self.cycle_seconds / 5))  # about as long as it runs
        else:
            time.sleep(self.random.uniform(0, self.cycle_seconds))
        running = self.jobs_of(mark)
        ended = cycle.poll() is not None
        company.end_whole_tree(mark)
        cycle.wait()
        self.killed_in["after its end" if ended else max(running - {"cycle", "child"}, default="cycle")] += 1

    def undisturbed_cycle(self, round_):
        begun = time.monotonic()
        run = self.company.run("cycle", clock=self.clock(round_))
        self.cycle_seconds = time.monotonic() - begun
        # 1: unknown messages were found, which the exit status says.
        self.assertIn(run.status, (0, 1), run)
        self.assertNotIn("held by", run.err, "a dead run's lock stands in the way")
        released = self.company.run("outbox", "release", "all", clock=self.clock(round_), actor="li")
        self.assertEqual(released.status, 0, released)

    def test_no_reminder_twice_and_none_lost_without_a_word(self):
        self.news(0)
        self.undisturbed_cycle(0)
        for round_ in range(1, KILLS + 1):
            self.news(round_)
            self.kill_a_cycle(round_)
            self.undisturbed_cycle(round_)
        for later in range(1, LAST_ROUNDS + 1):
            self.undisturbed_cycle(KILLS + later)
        self.server.wait_until_all_is_delivered()

        messages = self.company.rows("outbox", clock=self.clock(KILLS + LAST_ROUNDS))
        states = collections.Counter(row["state"] for row in messages)
        key_of = dict(self.company.sql("SELECT message, content FROM message_content"))
        arrived = collections.Counter(mail["Message-ID"] for mail in self.server.messages())
        name_of = {str(number): message_id(content) for number, content in key_of.items()}
        lost = [row for row in messages if row["state"] == "sent" and not arrived[name_of[str(row["message"])]]]
        strangers = [row for row in messages if row["state"] in ("held", "due", "failed") and arrived[name_of[str(row["message"])]]]
        twice = [name for name, count in arrived.items() if count > 1]
        print(f"\n{KILLS} kills, seed {SEED}: {dict(self.killed_in)}\n{company.sum_of_states(states, len(messages))}; "
              f"{sum(arrived.values())} mails arrived, duplicates {len(twice)}, silently lost {len(lost)}")

        self.assertEqual(twice, [], "reminders that arrived twice")
        self.assertEqual(lost, [], "messages called sent that never arrived")
        self.assertEqual(strangers, [], "messages called not sent that did arrive")
        self.assertEqual(len(name_of), len(set(name_of.values())), "each message has a Message-ID of its own")
        self.assertEqual(sum(states[state] for state in company.STATES), len(messages), f"every message is in a state that is said: {states}")
        self.assertEqual(states["due"], 0, "after the last start nothing waits any more")
        self.assertLessEqual(states["unknown"], KILLS, "one kill leaves one message in the air at most")
        self.assertGreater(states["sent"], 0)
        self.assert_items_reminded_once()
        self.assert_store_intact()

    def assert_items_reminded_once(self):
        """The same from the customer's side: the invoice number stands in one mail at most, and in one where it is due."""
        letters = collections.Counter()
        for mail in self.server.messages():
            if mail["To"] and "controller" not in mail["To"]:
                letters[mail["To"]] += 1
        self.assertEqual([to for to, count in letters.items() if count > 1], [], "customers written to twice")
        planned = {row["customer"] for row in self.company.rows("outbox") if row["kind"] == "reminder"}
        for row in self.company.customers:
            paid = row[0].endswith("0") and int(row[0][1:3]) < KILLS
            if not paid:
                self.assertIn("books:" + row[0], planned, "an overdue customer was forgotten")

    def assert_store_intact(self):
        self.assertEqual(self.company.sql("PRAGMA integrity_check"), [("ok",)])
        verified = self.company.run("audit", "verify")
        self.assertEqual(verified.status, 0, verified)
        status = self.company.run("status")
        self.assertEqual(status.status, 0, status)
        entries = self.company.sql("SELECT COUNT(*), SUM(amount) FROM bank_entry")
        self.assertEqual(entries, [(KILLS + 1, self.company.balance)], "every bank entry once")
        states = self.company.sql("SELECT DISTINCT state FROM statement_file")
        self.assertEqual(states, [(2,)], "every statement file was imported, none refused")


def message_id(content):
    text = content.decode() if isinstance(content, bytes) else content
    return next(line.split(":", 1)[1].strip() for line in text.splitlines() if line.lower().startswith("message-id:"))


if __name__ == "__main__":
    company.main(sys.modules[__name__])
