#!/usr/bin/env python3
"""Several agents share the work of several companies on one PostgreSQL: each time of a plan is done by one of them, and the work of one
that is killed in the middle of a job is done by the others, once. And a store that has grown moves from SQLite to PostgreSQL.

SETTLED_AGENT_ROUNDS chooses how many times an agent is killed (default 2)."""
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

import company

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "support"))
import postgres  # noqa: E402

ROUNDS = int(os.environ.get("SETTLED_AGENT_ROUNDS", "2"))
AGENTS = 3
COMPANIES = 6
WAIT_SECONDS_MAX = 240  # of a busy machine; nothing is measured by it
TODAY = "2026-11-18T10:00:56+08:00"
LEASE_SECONDS = 5
STORE = f"""[store]
url = "postgresql://reader@127.0.0.1:PORT/DATABASE"
password = "secret:store"
lease_seconds = {LEASE_SECONDS}
"""
MORE = """[company.NAME]
currency = "CNY"
time_zone = "Asia/Shanghai"
mode = "approve"
procedure = "one_letter"
gateways = { email = "mail" }
[ledger.books_NAME]
company = "NAME"
plugin = "ledger_files"
folder = "../ledger"
opening_day = 2026-01-01
"""
SCHEDULE = """[schedule]
morning = { job = "cycle", at = ["10:01"] }
[matching]"""


def obstacle():
    if postgres.programs() is None:
        return "PostgreSQL is not installed"
    if os.geteuid() != 0 or subprocess.run(["unshare", "--uts", "true"], check=False, capture_output=True).returncode != 0:
        return "machines of other names cannot be played here"
    return None


@unittest.skipIf(obstacle(), obstacle())
class Agents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = postgres.PostgreSql()
        cls.server.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        for number in range(1, 6):
            self.company.customer(f"C{number}", f"Customer {number} Ltd.")
            self.company.invoice(f"INV-{number}", f"C{number}", "100.00")
        self.company.write_ledger()
        self.agents = []
        self.addCleanup(self.end_all)

    def sql(self, database, question):
        done = subprocess.run([postgres.programs() / "psql", "-h", "127.0.0.1", "-p", str(self.server.port), "-U", "reader", "-XAtc",
                               question, database], env={**os.environ, "PGPASSWORD": postgres.PASSWORD}, capture_output=True, text=True,
                              check=True)
        return [line.split("|") for line in done.stdout.splitlines()]

    def install(self, database):
        """One configuration for three machines, each with a folder of its own."""
        text = self.company.text
        begin, end = text.index("[store]"), text.index("[", text.index("[store]") + 1)
        text = text[:begin] + STORE.replace("PORT", str(self.server.port)).replace("DATABASE", database) + text[end:]
        names = [f"sister{number}" for number in range(1, COMPANIES)]
        text = text.replace("[matching]", "".join(MORE.replace("NAME", name) for name in names) + SCHEDULE, 1)
        text = text.replace('folder = "ledger"', 'folder = "../ledger"').replace('folder = "inbox"', 'folder = "../inbox"')
        text = text.replace('folder = "mails"', 'folder = "../mails"').replace("ACTOR", "wang")
        for number in range(1, AGENTS + 1):
            folder = self.company.folder / f"agent{number}"
            folder.mkdir(exist_ok=True)
            (folder / "settled.toml").write_text(text, encoding="utf-8")
            (folder / "secrets").mkdir(mode=0o700, exist_ok=True)
            secret = folder / "secrets" / "store"
            secret.write_text(postgres.PASSWORD)
            secret.chmod(0o600)
        return ["demo", *names]

    def start(self, number, speed="1"):
        """An agent on a machine of another name."""
        folder = self.company.folder / f"agent{number}"
        command = ["unshare", "--uts", "sh", "-c", f'hostname machine{number} && exec "$@"', "sh", str(company.SETTLED), "--config",
                   str(folder / "settled.toml"), "run"]
        agent = subprocess.Popen(command, env=self.company.environment(TODAY, SETTLED_TEST_CLOCK_SPEED=speed), stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=(folder / "log").open("a"), start_new_session=True)
        self.agents.append(agent)
        return agent

    def end_all(self):
        for agent in self.agents:
            if agent.poll() is None:
                agent.kill()
            agent.wait()
        self.agents.clear()

    def wait_for(self, condition, what):
        until = time.monotonic() + WAIT_SECONDS_MAX
        while not condition():
            logs = "".join((self.company.folder / f"agent{number}" / "log").read_text()[-2000:] for number in range(1, AGENTS + 1))
            self.assertLess(time.monotonic(), until, what + "\n" + logs)
            time.sleep(0.05)

    def done(self, database):
        """Company -> how often each of its jobs came to its end, who did the plan."""
        return {row[0]: int(row[1]) for row in self.sql(database, "SELECT company, COUNT(*) FROM job_run WHERE job = 'report' AND "
                                                                  "outcome = 'ok' GROUP BY company")}

    def test_of_three_agents_one_is_killed_and_every_companys_work_is_done_once(self):
        taken_over = 0
        for turn in range(ROUNDS):
            database = f"agents{turn}"
            self.server.create_database(database)
            names = self.install(database)
            self.company.statement("2026-11-17", [("1.00", "Test Bank", "interest")])
            schema = subprocess.run([str(company.SETTLED), "--config", str(self.company.folder / "agent1" / "settled.toml"), "status"],
                                    env=self.company.environment(TODAY), capture_output=True, text=True, check=False)
            self.assertEqual(schema.returncode, 0, schema)
            for number in range(1, AGENTS + 1):
                self.start(number)

            def working(number):
                return [row[0] for row in self.sql(database, "SELECT name FROM job_lock WHERE host = "
                                                             f"'machine{number}' AND name LIKE 'plan/%'")]

            # Which of them is the quickest is chance: the first that is seen at work is killed.
            at_work = []
            self.wait_for(lambda: at_work.extend(number for number in range(1, AGENTS + 1) if working(number)) or at_work, "an agent works")
            victim = at_work[0]
            held = working(victim)
            os.killpg(self.agents[victim - 1].pid, signal.SIGKILL)
            self.agents[victim - 1].wait()
            self.wait_for(lambda: len([row for row in self.sql(database, "SELECT company FROM setting WHERE setting_key LIKE 'plan.done/%'")])
                          == COMPANIES, "every company's plan is done")
            left = [name for name in held if name in
                    [row[0] for row in self.sql(database, f"SELECT name FROM job_lock WHERE host = 'machine{victim}'")]]
            self.assertEqual(left, [], "nothing is held by a dead agent")
            taken_over += len(held)
            done = self.done(database)
            reminders = {row[0]: int(row[1]) for row in self.sql(database, "SELECT company, COUNT(*) FROM message WHERE kind = 'reminder' "
                                                                           "GROUP BY company")}
            machines = {row[0] for row in self.sql(database, "SELECT DISTINCT company FROM job_run")}
            self.assertEqual(machines, set(names))
            twice = [name for name in names if reminders.get(name) != 5]
            self.assertEqual(twice, [], reminders)
            self.assertEqual({name: done.get(name, 0) >= 1 for name in names}, dict.fromkeys(names, True))
            again = [name for name in names if done[name] > 1 and f"plan/morning/{name}" not in held]
            self.assertEqual(again, [], "done by two")
            self.end_all()
            for number in range(1, AGENTS + 1):
                shutil.rmtree(self.company.folder / f"agent{number}")
        print(f"{ROUNDS} x {AGENTS} agents, {COMPANIES} companies, one agent killed while it held {taken_over} plans in all: every plan done by the "
              f"others, {COMPANIES * 5} reminders each time, none twice")

    def test_a_store_moves_to_postgresql_and_goes_on(self):
        self.company.statement("2026-11-17", [("100.00", "Customer 1 Ltd.", "INV-1")])
        cycle = self.company.run("cycle")
        self.assertEqual(cycle.status, 0, cycle)
        before = self.company.rows("matches"), self.company.rows("outbox"), self.company.run("explain", "customer", "C2").out
        self.server.create_database("moved")
        secrets = self.company.folder / "secrets"
        secrets.mkdir(mode=0o700, exist_ok=True)
        (secrets / "store").write_text(postgres.PASSWORD)
        (secrets / "store").chmod(0o600)
        url = f"postgresql://reader@127.0.0.1:{self.server.port}/moved"
        moved = self.company.run("store", "migrate", "--to", url, "--password", "secret:store", "--format", "json")
        self.assertEqual(moved.status, 0, moved)
        tables = moved.json()["rows"]
        rows = sum(int(table["rows"]) for table in tables)
        sums = sum(int(table["sums_compared"]) for table in tables)
        print(f"migrated: {len(tables)} tables, {rows} rows, {sums} sums the same on both sides")
        self.assertGreater(rows, 50)
        twice = self.company.run("store", "migrate", "--to", url, "--password", "secret:store")
        self.assertEqual(twice.status, 2, twice)
        self.assertIn("already", twice.err)
        text = self.company.text
        begin, end = text.index("[store]"), text.index("[", text.index("[store]") + 1)
        self.company.configure(text[:begin] + f'[store]\nurl = "{url}"\npassword = "secret:store"\n' + text[end:])
        after = self.company.rows("matches"), self.company.rows("outbox"), self.company.run("explain", "customer", "C2").out
        self.assertEqual(after, before)
        self.assertEqual(self.company.run("audit", "verify").status, 0)
        again = self.company.run("cycle")
        self.assertEqual(again.status, 0, again)
        self.assertEqual(len(self.company.rows("outbox")), len(before[1]))


if __name__ == "__main__":
    company.main(sys.modules[__name__])
