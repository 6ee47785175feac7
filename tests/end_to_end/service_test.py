#!/usr/bin/env python3
"""The service as IT has it: of several starters one runs, people's commands work beside it, a wrong reload keeps the old
configuration, stopping is quick, a full disk sends nothing without a record, and a store that went back in time sends nothing twice.

SETTLED_ROUNDS chooses how many races, restores and sizes of a disk; 100, 20 and 60 are the full measure."""
import email
import email.policy
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

import company

ROUNDS = int(os.environ.get("SETTLED_ROUNDS", "2"))
STARTERS = 8
WAIT_SECONDS_MAX = 120  # of a busy machine; nothing below is measured by it
TODAY = "2026-11-18T10:00:00+08:00"
SCHEDULE = """[schedule]
bank = { job = "import", every_minutes = 1 }
morning = { job = "cycle", at = ["10:01"] }
"""


def wait_for(condition, what):
    until = time.monotonic() + WAIT_SECONDS_MAX
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"never happened: {what}")
        time.sleep(0.02)


class Service(unittest.TestCase):
    def setUp(self):
        self.company = company.Company(configuration=company.CONFIGURATION.replace("[matching]", SCHEDULE + "[matching]"))
        self.addCleanup(self.company.remove)
        for number in range(1, 6):
            self.company.customer(f"C{number}", f"Customer {number} Ltd.")
            self.company.invoice(f"INV-{number}", f"C{number}", "100.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("1.00", "Test Bank", "interest")])
        self.services = []
        self.addCleanup(self.end_all)

    def start(self, speed="1"):
        service = subprocess.Popen(self.company.command("run"), env=self.company.environment(TODAY, SETTLED_TEST_CLOCK_SPEED=speed),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.services.append(service)
        return service

    def end_all(self):
        for service in self.services:
            if service.poll() is None:
                service.kill()
            service.wait()
            service.stderr.close()

    def plans(self):
        """What the service says of itself: plan -> (state, words)."""
        file = self.company.folder / "state" / "service.status"
        if not file.exists():
            return {}
        lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
        return {cells[1]: (cells[2], cells[6]) for cells in lines if cells[0] == "plan"}

    def running(self):
        return (self.company.folder / "state" / "service.status").exists()

    def stop(self, service):
        begun = time.monotonic()
        service.send_signal(signal.SIGTERM)
        self.assertEqual(service.wait(WAIT_SECONDS_MAX), 0)
        return time.monotonic() - begun

    def test_of_eight_starters_exactly_one_runs_and_a_killed_one_frees_its_place(self):
        winners = 0
        for _ in range(ROUNDS):
            starters = [self.start() for _ in range(STARTERS)]
            wait_for(lambda: sum(one.poll() is not None for one in starters) >= STARTERS - 1, "seven starters gave up")
            left = [one for one in starters if one.poll() is None]
            self.assertEqual(len(left), 1)
            for one in starters:
                if one is not left[0]:
                    self.assertEqual(one.returncode, 3)
                    self.assertIn(f"process {left[0].pid}", one.stderr.read())
            winners += 1
            left[0].kill()
            left[0].wait()
        print(f"{ROUNDS} races of {STARTERS} starters: {winners} times exactly one")

    def test_people_work_beside_it_and_it_does_its_jobs(self):
        service = self.start(speed="60")
        wait_for(lambda: self.plans().get("morning/demo", ("", ""))[1] == "done", "the main job")
        self.assertEqual(self.company.run("status", clock=TODAY).status, 0)
        waiting = self.company.rows("outbox", clock=TODAY)
        self.assertEqual(len([row for row in waiting if row["kind"] == "reminder"]), 5)
        released = self.company.run("--wait", "60", "outbox", "release", "all", clock=TODAY, actor="li")
        self.assertEqual(released.status, 0, released)
        self.assertEqual(self.company.run("--wait", "60", "pull", clock=TODAY).status, 0)
        status = self.company.run("status", clock=TODAY)
        self.assertIn(f"process {service.pid}", status.out)
        seconds = self.stop(service)
        print(f"stopped in {seconds:.1f} s, jobs left: {len(self.children(service.pid))}")
        self.assertEqual(self.children(service.pid), [])
        self.assertLess(seconds, 10)

    @staticmethod
    def children(process):
        found = []
        for one in Path("/proc").iterdir():
            try:
                if one.name.isdigit() and int((one / "stat").read_text().rsplit(")", 1)[1].split()[1]) == process:
                    found.append(one.name)
            except (OSError, IndexError):
                continue
        return found

    def test_jobs_die_with_a_service_that_is_killed(self):
        service = self.start(speed="600")
        wait_for(lambda: any(state == "running" for state, _ in self.plans().values()), "a job runs")
        jobs = self.children(service.pid)
        service.kill()
        service.wait()
        wait_for(lambda: not any(Path("/proc", job).exists() for job in jobs), "its jobs have ended")
        again = self.start()
        wait_for(lambda: self.company.run("status", clock=TODAY).out.find(f"process {again.pid}") >= 0, "the next one runs")
        self.stop(again)

    def test_a_wrong_configuration_keeps_the_old_one_in_force(self):
        service = self.start()
        wait_for(self.running, "the service runs")
        file = self.company.folder / "wang.toml"
        right = file.read_text(encoding="utf-8")
        file.write_text(right.replace('job = "cycle"', 'jop = "cycle"'), encoding="utf-8")
        refused = self.company.run("service", "reload", clock=TODAY)
        self.assertEqual(refused.status, 2, refused)
        service.send_signal(signal.SIGHUP)
        text = self.company.folder / "state" / "service.status"
        wait_for(lambda: "the old one stays in force" in text.read_text(encoding="utf-8"), "the reload is refused")
        self.assertIn("morning/demo", self.plans())
        file.write_text(right, encoding="utf-8")
        self.assertEqual(self.company.run("service", "reload", clock=TODAY).status, 0)
        wait_for(lambda: "stays in force" not in text.read_text(encoding="utf-8"), "the right one is taken")
        self.assertEqual(self.company.run("service", "stop", clock=TODAY).status, 0)

    def test_monitoring_has_one_line_and_four_answers(self):
        file = self.company.folder / "wang.toml"
        unknown = subprocess.run([*self.company.command("status", "--monitor")[:2], "/nowhere.toml", "status", "--monitor"],
                                 capture_output=True, text=True, env=self.company.environment(TODAY), check=False)
        self.assertEqual(unknown.returncode, 3, unknown)
        self.assertTrue(unknown.stdout.startswith("UNKNOWN: "), unknown)
        down = self.company.run("status", "--monitor", clock=TODAY)
        self.assertEqual((down.status, down.out.startswith("CRITICAL: ")), (2, True), down)
        self.assertIn("[service-down]", down.out)
        self.assertEqual(down.out.count("\n"), 1)
        file.write_text(file.read_text(encoding="utf-8").replace(SCHEDULE, ""), encoding="utf-8")
        warned = self.company.run("status", "--monitor", clock=TODAY)
        self.assertEqual(warned.status, 1, warned)
        self.assertEqual(self.company.run("cycle", clock=TODAY).status, 0)
        well = self.company.run("status", "--monitor", clock=TODAY)
        self.assertEqual((well.status, well.out), (0, "OK: nothing is wrong\n"), well)


class GoneBack(unittest.TestCase):
    """The store is put back to an earlier moment after letters have left."""

    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        for number in range(1, 6):
            self.company.customer(f"C{number}", f"Customer {number} Ltd.")
            self.company.invoice(f"INV-{number}", f"C{number}", "100.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("1.00", "Test Bank", "interest")])

    def bank(self):
        """The bank's file of yesterday, as it lies in the inbox again."""
        self.company.balance = self.company.statements = 0
        self.company.statement("2026-11-17", [("1.00", "Test Bank", "interest")])

    def run_well(self, *arguments, **options):
        done = self.company.run(*arguments, clock=TODAY, **options)
        self.assertIn(done.status, (0, 1), done)
        return done

    def letters(self):
        found = []
        for path in sorted((self.company.folder / "mails").rglob("*.eml")):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if "controller@demo.example" not in mail["To"]:
                found.append(mail["To"])
        return found

    def send(self):
        self.run_well("cycle")
        self.run_well("outbox", "release", "all", actor="li")
        self.run_well("deliver")

    def test_a_restored_backup_sends_nothing_twice(self):
        self.run_well("pull")
        self.run_well("import")
        made = self.company.rows("store", "backup", clock=TODAY)
        self.send()
        self.assertEqual(len(self.letters()), 5)
        restored = self.company.run("store", "restore", made[0]["file"], clock=TODAY)
        self.assertEqual(restored.status, 0, restored)
        self.send()
        self.assertEqual(len(self.letters()), 5, "a letter left twice")
        unknown = [row for row in self.company.rows("outbox", clock=TODAY) if row["state"] == "unknown" and row["kind"] == "reminder"]
        self.assertEqual(len(unknown), 5, unknown)
        next(path for path in (self.company.folder / "mails").rglob("*.eml") if ".C1." in path.name).unlink()
        again = self.company.run("outbox", "retry", str(unknown[0]["message"]), clock=TODAY, actor="li")
        self.assertEqual(again.status, 0, again)
        self.run_well("deliver")
        self.assertEqual(len(self.letters()), 5, "a person said that it did not arrive")

    def test_a_folder_that_was_rolled_back_sends_nothing_twice(self):
        """All of the machine's state goes back; only the copy of the sent log on another machine remains."""
        elsewhere = self.company.folder / "nas"
        elsewhere.mkdir()
        self.company.configure(self.company.text.replace("[test]", f'sent_log_copy = "{elsewhere}/sent.log"\n[test]'))
        steps = [("pull",), ("import",), ("reconcile",), ("remind",), ("report",), ("outbox", "release", "all")]
        repeated = 0
        for round_number in range(ROUNDS):
            back_to = round_number % len(steps)
            shutil.rmtree(self.company.folder / "state", ignore_errors=True)
            shutil.rmtree(self.company.folder / "mails")
            (elsewhere / "sent.log").unlink(missing_ok=True)
            (self.company.folder / "mails").mkdir()
            self.bank()
            saved = self.company.folder / "saved"
            for number, step in enumerate(steps):
                self.run_well(*step, actor="li" if step[0] == "outbox" else "wang")
                if number == back_to:
                    shutil.rmtree(saved, ignore_errors=True)
                    shutil.copytree(self.company.folder / "state", saved)
            self.run_well("deliver")
            before = self.letters()
            self.assertEqual(len(before), 5)
            shutil.rmtree(self.company.folder / "state")
            shutil.copytree(saved, self.company.folder / "state")
            self.bank()
            self.send()
            repeated += len(self.letters()) - len(before)
        print(f"{ROUNDS} rollbacks of the whole folder: {repeated} letters repeated")
        self.assertEqual(repeated, 0)

    def test_a_sent_log_that_cannot_be_read_sends_nothing(self):
        (self.company.folder / "nas").mkdir()
        (self.company.folder / "nas" / "sent.log").mkdir()
        self.company.configure(self.company.text.replace("[test]", f'sent_log_copy = "{self.company.folder}/nas/sent.log"\n[test]'))
        self.send()
        self.assertEqual(self.letters(), [])

    def test_a_damaged_backup_is_not_put_back(self):
        self.run_well("cycle")
        made = Path(self.company.rows("backup", clock=TODAY)[0]["file"])
        damaged = made.with_name("damaged.db")
        text = bytearray(made.read_bytes())
        at = text.find(b"Test Bank")
        for place in range(8192, len(text), 4096):
            text[place] ^= 0x55
        self.assertGreater(at, 0)
        damaged.write_bytes(text)
        before = self.company.database.read_bytes()
        refused = self.company.run("store", "restore", str(damaged), clock=TODAY)
        self.assertNotEqual(refused.status, 0, refused)
        self.assertEqual(len(refused.errors), 1, refused)
        self.assertEqual(self.company.database.read_bytes(), before)
        self.assertEqual(self.company.run("store", "verify", clock=TODAY).status, 0)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
