#!/usr/bin/env python3
"""The service as IT has it: of several starters one runs, people's commands work beside it, a wrong reload keeps the old
configuration, stopping is quick, plugins that go wrong hold nobody up, a full disk sends nothing without a record, a damaged store
sends nothing at all, and one that went back in time sends nothing twice.

SETTLED_ROUNDS chooses how many races, restores, sizes of a disk and turns of each fault; 100, 20, 60 and 20 are the full measure."""
import email
import email.policy
import http.client
import http.server
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

import company

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import ports  # noqa: E402

ROUNDS = int(os.environ.get("SETTLED_ROUNDS", "2"))
FAULT_TURNS = ROUNDS if ROUNDS > 2 else 1
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

    def test_a_question_is_answered_while_it_works(self):
        """The job reconciles every minute of its clock: an answer waits for it at most, is kept, and no later run takes it back."""
        self.company.invoice("INV-6", "C1", "100.00")
        self.company.write_ledger()
        self.company.statement("2026-11-18", [("100.00", "Customer 1 Ltd.", "payment"), ("100.00", "Somebody Else", "our invoice")])
        file = self.company.folder / "wang.toml"
        busy = file.read_text(encoding="utf-8").replace('at = ["10:01"]', "every_minutes = 1")
        file.write_text(busy, encoding="utf-8")
        service = self.start(speed="120")
        wait_for(lambda: self.plans().get("morning/demo", ("", ""))[1] == "done", "the first cycle")
        asked = ("question", "on_account", "unmatched")  # of these a person says what they pay
        questions = [row for row in self.company.rows("matches", clock=TODAY) if row["state"] in asked and row["amount"] == "100.00"]
        self.assertEqual(len(questions), 2, self.company.rows("matches", clock=TODAY))
        for number, question in enumerate(questions):
            status = self.company.run("status", clock=TODAY)
            self.assertEqual(status.status, 0, status)
            self.assertIn(f"process {service.pid}", status.out)
            answered = self.company.run("--wait", "60", "review", "assign", str(question["entry"]), f"INV-{number + 3}", clock=TODAY)
            self.assertEqual(answered.status, 0, answered)
        seen = self.cycles()
        wait_for(lambda: self.cycles() >= seen + 2, "two cycles more")
        self.assertIsNone(service.poll())
        self.stop(service)
        answers = [row for row in self.company.rows("matches", clock=TODAY) if row["entry"] in {each["entry"] for each in questions}]
        self.assertEqual({row["state"] for row in answers}, {"settled"})

    def cycles(self):
        """How many came to their end."""
        return self.company.sql("SELECT count(*) FROM job_run WHERE job = 'deliver' AND outcome <> ''")[0][0]

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

    def test_a_configuration_that_others_may_write_is_not_obeyed(self):
        """Whoever writes it chooses whom the service writes to, and who may act."""
        folder, file = self.company.folder, self.company.folder / "wang.toml"
        folder.chmod(0o755)
        for place, mode, sound in ((file, 0o646, 0o644), (folder, 0o757, 0o755), (file, 0o664, 0o644)):
            if mode & 0o020:
                os.chown(file, -1, 65534)  # a group that is not the service's
            place.chmod(mode)
            refused = self.company.run("run", clock=TODAY)
            self.assertEqual(refused.status, 2, refused)
            self.assertIn("others could change the configuration", refused.errors[0])
            self.assertRegex(refused.errors[0], rf"{place}: (everybody|group 65534) may write it; run: chmod [og]-w {place}")
            self.assertEqual(self.company.run("check", "--offline", clock=TODAY).status, 0)  # a person may look at it
            warned = self.company.run("check", clock=TODAY)
            self.assertIn("others could change the configuration", warned.out)
            place.chmod(sound)
        service = self.start(speed="60")
        wait_for(self.running, "the service runs")
        file.chmod(0o646)
        wait_for(lambda: any("wrong configuration" in words for _, words in self.plans().values()), "its jobs refuse")
        self.assertIsNone(service.poll(), "the service goes on")
        service.send_signal(signal.SIGHUP)
        text = folder / "state" / "service.status"
        wait_for(lambda: "others could change the configuration" in text.read_text(encoding="utf-8"), "the reload is refused")
        self.stop(service)

    @unittest.skipUnless(os.geteuid() == 0, "only root leaves behind what is root's")
    def test_what_root_does_by_hand_the_service_can_go_on_with(self):
        folder, state, account = self.company.folder, self.company.folder / "state", pwd.getpwnam("games")
        folder.chmod(0o755)
        as_service = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self.assertEqual(self.company.run("pull", clock=TODAY).status, 0)  # before the service had its account
        private = {path: path.stat().st_mode & 0o077 for path in [state, *state.rglob("*")] if path.name != "service.lock"}
        self.assertEqual({path: mode for path, mode in private.items() if mode}, {}, "others may look into the state")
        for words, status in ((["run"], 2), (["job", "pull"], 3)):
            refused = self.company.run(*words, clock=TODAY, **as_service)
            self.assertEqual(refused.status, status, refused)
            self.assertIn(f"{state}: belongs to root, and settled runs as games", refused.errors[0])
            self.assertIn(f"run as root: chown -R games: '{state}'", refused.errors[0])
        for path in [folder / "inbox", folder / "mails", state, *state.rglob("*")]:
            os.chown(path, account.pw_uid, account.pw_gid)
        made = Path(self.company.rows("backup", clock=TODAY)[0]["file"])
        self.assertEqual(made.stat().st_mode & 0o777, 0o600)
        (state / "service.lock").unlink(missing_ok=True)
        restored = self.company.run("store", "restore", str(made), clock=TODAY)
        self.assertEqual(restored.status, 0, restored)
        service = self.start()  # by root; it becomes the account
        wait_for(self.running, "the service runs")
        self.stop(service)
        left = [str(path) for path in state.rglob("*") if path.stat().st_uid != account.pw_uid]
        self.assertEqual(left, [], "root left them behind")
        self.assertEqual(self.company.run("pull", clock=TODAY, **as_service).status, 0)
        os.chown(state / "settled.db", 0, 0)
        (state / "settled.db").chmod(0o600)
        refused = self.company.run("job", "pull", clock=TODAY, **as_service)
        self.assertIn(f"{state / 'settled.db'}: belongs to root", refused.errors[0])

    def test_a_program_that_was_replaced_under_a_running_service_is_told(self):
        """As after an upgrade whose new program does not take the configuration, so that the package starts nothing again."""
        build, top = company.SETTLED.parent.parent, self.company.folder / "program"
        (top / "bin").mkdir(parents=True)
        shutil.copy2(company.SETTLED, top / "bin" / "settled")
        for name in ("lib", "share", "plugins"):
            (top / name).symlink_to(build / name)
        program = str(top / "bin" / "settled")
        service = subprocess.Popen([program, *self.company.command("run")[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   env=self.company.environment(TODAY, SETTLED_TEST_CLOCK_SPEED="240"), stdin=subprocess.DEVNULL, text=True)
        self.services.append(service)
        wait_for(lambda: "health" in self.plans(), "the service runs")
        alerts = self.company.folder / "state" / "service.alerts"
        told = lambda: alerts.exists() and "was replaced" in alerts.read_text(encoding="utf-8")  # noqa: E731
        self.assertFalse(told())
        # The new one: it takes no configuration, and says so as settled does.
        (top / "bin" / "new").write_text("#!/bin/sh\necho 'error: settled.toml:1: an older form' >&2\nexit 2\n", encoding="utf-8")
        (top / "bin" / "new").chmod(0o755)
        (top / "bin" / "new").replace(program)
        wait_for(told, "the replaced program is told")
        wait_for(lambda: any("wrong configuration" in words for _, words in self.plans().values()), "its jobs refuse")
        self.assertIsNone(service.poll(), "the old service goes on")
        self.stop(service)

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
        cycle = self.company.run("cycle", clock=TODAY)
        self.assertEqual(cycle.status, 0, cycle)
        well = self.company.run("status", "--monitor", clock=TODAY)
        self.assertEqual((well.status, well.out), (0, "OK: nothing is wrong\n"), well)


FAULTS = ("segv", "abort", "throw", "loop", "deadlock", "memory", "close", "garbage", "exit")
FAULTY_COMPANY = """[company.NAME]
currency = "CNY"
time_zone = "Asia/Shanghai"
[ledger.NAME]
company = "NAME"
plugin = "ledger_faulty"
fault = "NAME"
"""
FAULTY_SCHEDULE = """[limits]
job_seconds = 2
[schedule]
good = { job = "import", every_minutes = 20, company = ["demo"] }
"""
BAD_PLAN = "bad = { job = \"pull\", every_minutes = 20, company = [FAULTS] }\n"
SPEED = 240  # twenty minutes of the schedule are five seconds, an hour of quarantine fifteen
GOOD_PERIOD_MS = 1_200_000  # of the schedule; five seconds of ours, so that a job that is late by two is seen


class Faults(unittest.TestCase):
    """Nine companies whose ledger's plugin goes wrong, each in its own way, beside one that works."""

    def setUp(self):
        build = company.SETTLED.parent.parent
        self.faulty = build / "abi" / "faulty" / "ledger_faulty.so"
        if not self.faulty.exists():
            self.skipTest("the faulty plugin is not built")
        blocks = "".join(FAULTY_COMPANY.replace("NAME", fault) for fault in FAULTS)
        self.company = company.Company(
            configuration=company.CONFIGURATION.replace("[matching]", blocks + FAULTY_SCHEDULE + "[matching]"))
        self.addCleanup(self.company.remove)
        self.company.customer("C1", "Customer One Ltd.")
        self.company.invoice("INV-1", "C1", "100.00")
        self.company.write_ledger()
        self.program = self.installed(build)

    def installed(self, build):
        """The program with the faulty plugin among its own."""
        top = self.company.folder / "program"
        (top / "bin").mkdir(parents=True)
        (top / "plugins").mkdir()
        shutil.copy2(company.SETTLED, top / "bin" / "settled")
        for name in ("lib", "share"):
            (top / name).symlink_to(build / name)
        for plugin in (*(build / "plugins").glob("*.so"), self.faulty):
            (top / "plugins" / plugin.name).symlink_to(plugin)
        return str(top / "bin" / "settled")

    def schedule(self, service, bad):
        """With the nine plans or without them, from now on."""
        names = ", ".join(f'"{fault}"' for fault in FAULTS)
        more = BAD_PLAN.replace("FAULTS", names) if bad else ""
        text = self.company.text.replace("ACTOR", "wang").replace("[matching]", more + "[matching]", 1)
        (self.company.folder / "wang.toml").write_text(text, encoding="utf-8")
        service.send_signal(signal.SIGHUP)

    def at_rest(self, service):
        """Descriptors when no job runs."""
        wait_for(lambda: not Service.children(service.pid), "no job runs")
        return self.descriptors_and_zombies(service.pid)[0]

    def status_words(self):
        return (self.company.folder / "state" / "service.status").read_text(encoding="utf-8")

    @staticmethod
    def descriptors_and_zombies(process):
        zombies = 0
        for one in Path("/proc").iterdir():
            try:
                fields = (one / "stat").read_text().rsplit(")", 1)[1].split() if one.name.isdigit() else ["", "0"]
            except OSError:
                continue
            zombies += fields[0] == "Z" and int(fields[1]) == process
        return len(list(Path(f"/proc/{process}/fd").iterdir())), zombies

    def test_plugins_that_go_wrong_hold_nobody_up(self):
        command = [self.program, *self.company.command("run")[1:]]
        service = subprocess.Popen(command, env=self.company.environment(TODAY, SETTLED_TEST_CLOCK_SPEED=str(SPEED)),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        self.addCleanup(service.stderr.close)
        self.addCleanup(service.wait)
        self.addCleanup(service.kill)
        turns = dict.fromkeys(FAULTS, 0)

        def read():
            for line in service.stderr:
                plan, _, words = line.partition("bad/")[2].partition(": ")
                ended = any(mark in words for mark in ("done", "tried again", "left alone"))
                if plan in turns and ended and not words.startswith("pull"):
                    turns[plan] += 1

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        status = self.company.folder / "state" / "service.status"
        wait_for(status.exists, "the service runs")
        wait_for(lambda: "good/demo" in self.status_words(), "its plans are known")
        descriptors = self.at_rest(service)
        self.schedule(service, bad=True)
        slowest, over = [0.0], threading.Event()

        def start_something_else():
            """How late anything is on this machine now: a program that has nothing to do with the service."""
            while not over.is_set():
                begun = time.monotonic()
                subprocess.run([self.program, "--version"], check=True, stdout=subprocess.DEVNULL)
                slowest[0] = max(slowest[0], time.monotonic() - begun)
                over.wait(0.2)

        beside = threading.Thread(target=start_something_else, daemon=True)
        beside.start()
        self.addCleanup(over.set)
        late, starts = 0.0, set()
        until = time.monotonic() + 100 * FAULT_TURNS + WAIT_SECONDS_MAX
        while min(turns.values()) < FAULT_TURNS:
            self.assertLess(time.monotonic(), until, turns)
            self.assertIsNone(service.poll(), "the service ended")
            for line in status.read_text(encoding="utf-8").splitlines():
                cells = line.split("\t")
                if cells[:2] == ["plan", "good/demo"] and cells[3] != "0" and int(cells[3]) not in starts:
                    starts.add(int(cells[3]))
                    late = max(late, int(cells[3]) % GOOD_PERIOD_MS / 1000 / SPEED)
            time.sleep(0.02)
        over.set()
        beside.join()
        alive = sum(min(count, FAULT_TURNS) for count in turns.values()) if service.poll() is None else 0
        self.schedule(service, bad=False)
        wait_for(lambda: "bad/" not in self.status_words(), "the nine plans are gone")
        wait_for(lambda: self.descriptors_and_zombies(service.pid)[1] == 0, "no zombie is left")
        # A running job has descriptors of its own; between two of them there are as many as at the beginning.
        wait_for(lambda: self.at_rest(service) <= descriptors, "its descriptors are those of the beginning")
        print(f"9 faults x {FAULT_TURNS}: the service's process the same {alive} of {9 * FAULT_TURNS}; {len(starts)} other jobs, "
              f"late by {late:.2f} s at most (a program of another kind: {slowest[0]:.2f} s); zombies 0, descriptors {descriptors} at the beginning and at the end")
        self.assertEqual(alive, 9 * FAULT_TURNS)
        self.assertLess(late, 2 + slowest[0])
        service.send_signal(signal.SIGTERM)
        self.assertEqual(service.wait(WAIT_SECONDS_MAX), 0)
        reader.join()


class Watched(unittest.TestCase):
    """What others hear of it: Prometheus, who waits for a heartbeat, and nobody who should not."""

    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        self.company.customer("C1", "Customer One Ltd.")
        self.company.invoice("INV-1", "C1", "100.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("1.00", "Test Bank", "interest")])

    def test_figures_are_given_on_this_machine(self):
        port = ports.free_port()
        self.company.configure(self.company.text.replace("[test]", f'[metrics]\nlisten = "127.0.0.1:{port}"\n{SCHEDULE}[test]'))
        cycle = self.company.run("cycle", clock=TODAY)
        self.assertEqual(cycle.status, 0, cycle)
        service = subprocess.Popen(self.company.command("run"), env=self.company.environment(TODAY), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        self.addCleanup(service.wait)
        self.addCleanup(service.kill)

        def figures():
            try:
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                link.request("GET", "/metrics")
                return link.getresponse().read().decode()
            except OSError:
                return ""

        wait_for(lambda: 'settled_ledger_published_time_seconds{company="demo",ledger="books"} 17' in figures(), "the health job's figures")
        text = figures()
        for line in ('settled_messages{company="demo",state="held"} 1', "settled_up 1", 'settled_plan_state{plan="health",state='):
            self.assertIn(line, text)
        self.assertNotIn("Customer", text)
        for wrong in ("0.0.0.0:9464", "9464", "localhost:1"):
            self.company.configure(self.company.text.replace(f"127.0.0.1:{port}", wrong))
            refused = self.company.run("check", "--offline", clock=TODAY)
            self.assertEqual(refused.status, 2, refused)
            self.assertIn("no port of this machine", refused.err)
            self.company.configure(self.company.text.replace(wrong, f"127.0.0.1:{port}"))

    def test_a_heartbeat_is_heard_after_each_cycle(self):
        heard = []

        class Monitor(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                heard.append(self.path)
                self.send_response(200 if len(heard) == 1 else 503)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Monitor)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/ping/a-secret-path"
        self.company.configure(self.company.text.replace("[test]", f'[metrics]\nheartbeat_url = "{address}"\n[test]'))
        cycle = self.company.run("cycle", clock=TODAY)
        self.assertEqual(cycle.status, 0, cycle)
        self.assertEqual(heard, ["/ping/a-secret-path"])
        again = self.company.run("cycle", clock=TODAY)
        self.assertEqual(again.status, 0, again)
        self.assertIn("heartbeat_url: 127.0.0.1", again.err)
        self.assertIn("answered 503", again.err)
        self.assertNotIn("a-secret-path", again.err)

    def test_a_password_that_ends_is_told_ahead_of_time(self):
        for day, told in (("2027-03-31", False), ("2026-12-10", True)):
            kept = subprocess.run(self.company.command("secret", "set", "u8_password", "--expires", day), input="x\n", text=True,
                                  capture_output=True, check=False, env=self.company.environment(TODAY))
            self.assertEqual(kept.returncode, 0, kept)
            line = self.company.run("status", "--monitor", clock=TODAY).out
            self.assertEqual("[expires/password/u8_password]" in line, told, line)
        self.assertIn("in 22 days", line)
        self.assertEqual(self.company.run("secret", "list", clock=TODAY).out.count("2026-12-10"), 1)


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

    def test_a_damaged_store_sends_nothing_and_its_rows_and_its_backup_are_named(self):
        for step in (("pull",), ("import",), ("reconcile",), ("remind",), ("report",), ("outbox", "release", "all")):
            self.run_well(*step, actor="li" if step[0] == "outbox" else "wang")
        made = Path(self.company.rows("backup", clock=TODAY)[0]["file"])
        text = bytearray(self.company.database.read_bytes())
        page = text.find(b"Test Bank") // 4096  # of a bank entry, which no delivery reads
        text[page * 4096 + 4000] ^= 0x01
        self.company.database.write_bytes(text)
        refused = self.company.run("deliver", clock=TODAY)
        self.assertEqual(refused.status, 1, refused)
        self.assertIn(f"page {page + 1} changed since settled wrote it", refused.out + refused.err)
        self.assertEqual(self.letters(), [])
        checked = self.company.run("check", clock=TODAY)
        self.assertEqual(checked.status, 1, checked)
        self.assertRegex(checked.out, r"bank_entry: rows .*cannot be read")
        self.assertIn(made.name, checked.out)
        self.assertIn("[store-damaged]", self.company.run("status", "--monitor", clock=TODAY).out)
        self.assertEqual(self.company.run("store", "restore", str(made), clock=TODAY).status, 0)
        self.run_well("deliver")
        self.assertEqual(len(self.letters()), 5)

    def test_a_full_disk_sends_nothing_without_a_record(self):
        state = self.company.folder / "state"
        state.mkdir()
        clean = filled = early = twice = unrecorded = 0
        for size in range(ROUNDS):
            shutil.rmtree(self.company.folder / "mails")
            (self.company.folder / "mails").mkdir()
            self.bank()
            kilobytes = 300 + 2700 * size // ROUNDS
            if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(state)], check=False, capture_output=True).returncode:
                self.skipTest("this user may not mount a file system")
            try:
                for step in (("cycle",), ("outbox", "release", "all"), ("deliver",)):
                    done = self.company.run(*step, clock=TODAY, actor="li" if step[0] == "outbox" else "wang")
                    self.assertIn(done.status, range(5), done)
                    filled += done.status != 0
                early += len(self.letters())
                if done.status == 1 and "MB free" in done.out + done.err:
                    self.assertIn("[disk-low]", self.company.run("status", "--monitor", clock=TODAY).out)
                subprocess.run(["mount", "-o", "remount,size=1g", str(state)], check=True)
                self.bank()
                self.send()
                verified = self.company.run("store", "verify", clock=TODAY)
                clean += verified.status == 0
                recorded = {f"ap@{customer.lower()}.example" for customer, in self.company.sql(
                    "SELECT customer_id FROM message WHERE kind = 'reminder' AND state IN (4, 5)")}  # sent, unknown
                letters = self.letters()
                twice += len(letters) - len(set(letters))
                unrecorded += len(set(letters) - recorded)
                self.assertEqual(len(recorded), 5, recorded)
            finally:
                subprocess.run(["umount", str(state)], check=True)
        print(f"{ROUNDS} sizes of a full disk ({filled} commands failed): sent with too little room {early}, restart clean {clean} of {ROUNDS}, "
              f"sent without a record {unrecorded}, sent twice {twice}")
        self.assertEqual((early, clean, unrecorded, twice), (0, ROUNDS, 0, 0))

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
