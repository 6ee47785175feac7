#!/usr/bin/env python3
"""People act through the running service: who they are says the system, what they may says [access], and two people are two people.

Real accounts of this machine (daemon, games, man, lp, mail) stand for the people; it needs root to become them."""
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

import company

TODAY = "2026-11-18T10:00:00+08:00"
WAIT_SECONDS_MAX = 120  # of a busy machine; nothing is measured by it
# ana plans, decides and releases; ben releases; vic looks; ida operates; nobody knows the stranger.
PEOPLE = {"ana": "daemon", "ben": "games", "vic": "man", "ida": "lp", "stranger": "mail"}
ACCESS = """[access]
view = ["group:man"]
decide = ["user:daemon"]
release = ["user:daemon", "group:games"]
operate = ["user:daemon", "user:lp"]
two_people = TWO
socket = "SOCKET"
[schedule]
never = { job = "import", at = ["03:00"] }
"""


ASK = r"""
import socket, struct, sys
link = socket.socket(socket.AF_UNIX)
link.connect(sys.argv[1])
request = b"\0".join(word.encode() for word in ["80", *sys.argv[2:]])
link.sendall(b"q" + struct.pack("<I", len(request)) + request)
stream, said, status = link.makefile("rb"), b"", -1
while status < 0 and (head := stream.read(5)):
    piece = stream.read(struct.unpack("<I", head[1:])[0])
    if head[:1] == b"s":
        status = piece[0]
    else:
        said += piece
print(status, said.decode())
"""


@unittest.skipUnless(os.geteuid() == 0, "only root becomes other people")
class Access(unittest.TestCase):
    def begin(self, two_people=True):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        folder = self.company.folder
        folder.chmod(0o755)
        self.socket = folder / "people.sock"
        access = ACCESS.replace("TWO", str(two_people).lower()).replace("SOCKET", str(self.socket))
        self.company.configure(self.company.text.replace("[matching]", access + "[matching]"))
        for number in range(1, 3):
            self.company.customer(f"C{number}", f"Customer {number} Ltd.")
            self.company.invoice(f"INV-{number}", f"C{number}", "100.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("1.00", "Test Bank", "interest")])
        for name in ("wang.toml", "li.toml"):
            (folder / name).chmod(0o644)
        self.service = subprocess.Popen(self.company.command("run"), env=self.company.environment(TODAY), stdout=subprocess.DEVNULL,
                                        stderr=(folder / "service.err").open("w"), stdin=subprocess.DEVNULL)
        self.addCleanup(self.service.wait)
        self.addCleanup(self.service.kill)
        self.wait_for(self.socket.exists, "the service listens")
        (folder / "state").chmod(0o700)

    def wait_for(self, condition, what):
        until = time.monotonic() + WAIT_SECONDS_MAX
        while not condition():
            self.assertLess(time.monotonic(), until, what)
            self.assertIsNone(self.service.poll(), "the service ended")
            time.sleep(0.02)

    def act(self, person, *words, configuration=True):
        """From the person's own shell."""
        account = pwd.getpwnam(PEOPLE[person])
        command = self.company.command(*words) if configuration else [str(company.SETTLED), *words]
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        if not configuration:
            environment |= {"SETTLED_CONFIG": str(self.company.folder / "hidden" / "settled.toml"), "SETTLED_SOCKET": str(self.socket)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=WAIT_SECONDS_MAX, check=False,
                              stdin=subprocess.DEVNULL, user=account.pw_uid, group=account.pw_gid, extra_groups=[])
        return company.Run(list(words), done)

    def rows(self, person, *words):
        done = self.act(person, *words, "--format", "json")
        self.assertEqual(done.status, 0, done)
        return done.json()["rows"]

    def plan(self):
        """ana pulls, reconciles and plans: the batch is hers."""
        for job in ("pull", "import", "reconcile", "remind"):
            done = self.act("ana", "--wait", "60", job)
            self.assertEqual(done.status, 0, done)
        planned = [row for row in self.rows("vic", "outbox") if row["kind"] == "reminder"]
        self.assertEqual(len(planned), 2)
        return [str(row["message"]) for row in planned]

    def test_twelve_cases_of_user_act_and_two_people(self):
        wrong = cases = 0
        for two_people in (True, False):
            for person in ("ana", "ben", "vic"):
                with self.subTest(two_people=two_people, person=person):
                    self.begin(two_people)
                    message = self.plan()[0]
                    # To decide: a hold.
                    held = self.act(person, "hold", "C1", "--until", "2026-11-30", "--reason", "they asked")
                    kept = self.company.sql("SELECT count(*) FROM audit WHERE event = 'hold' AND actor = '%s'" % PEOPLE[person])[0][0]
                    expected = person == "ana"
                    right = (held.status == 0, kept == 1) == (expected, expected)
                    if not expected:
                        right &= held.status == 3 and "who may: user:daemon ([access] decide)" in held.err
                    cases, wrong = cases + 1, wrong + (not right)
                    self.assertTrue(right, held)
                    # To release: a letter of ana's batch.
                    released = self.act(person, "outbox", "release", message)
                    row = next(row for row in self.rows("vic", "outbox") if str(row["message"]) == message)
                    expected = {"ana": not two_people, "ben": True, "vic": False}[person]
                    right = (released.status == 0, row["state"] == "due") == (expected, expected)
                    if not expected:
                        right &= ("who may: user:daemon, group:games ([access] release)" in released.err if person == "vic" else
                                  "a second person must release it" in released.out)
                    cases, wrong = cases + 1, wrong + (not right)
                    self.assertTrue(right, released)
                    self.doCleanups()
        print(f"{cases} cases of user x act x two people: wrong {wrong}")
        self.assertEqual((cases, wrong), (12, 0))

    def test_each_right_has_its_commands_and_a_stranger_has_none(self):
        self.begin()
        self.plan()
        allowed = {"status": "ana ben vic ida", "matches": "ana ben vic", "pull": "ana ida", "backup": "ana ida",
                   "approvals": "ana ben vic", "store verify": "ana ida"}
        looks = 0
        for command, people in allowed.items():
            for person in PEOPLE:
                done = self.act(person, "--wait", "60", *command.split())
                looks += 1
                if person in people.split():
                    self.assertEqual(done.status, 0, done)
                else:
                    self.assertEqual(done.status, 3, done)
                    self.assertIn(f"{PEOPLE[person]} may not do this", done.err)
                    self.assertEqual(done.out, "")
        print(f"{looks} commands of {len(PEOPLE)} people: each as [access] says")

    def test_the_running_service_checks_itself_for_who_operates_it(self):
        self.begin()
        self.wait_for(lambda: self.act("ida", "status").status == 0, "the service answers")
        for words in (["check", "--as-service"], ["check"]):  # who may not open the store himself is sent there in any case
            done = self.act("ida", *words, "--format", "json")
            self.assertEqual(done.status, 0, done)
            first = done.json()["rows"][0]
            self.assertEqual(first["what"], "account")
            self.assertRegex(first["found"], r"^running as root on \S+, asked by lp$")
            self.assertIn("[ledger.books]", " ".join(row["what"] for row in done.json()["rows"]))
        refused = self.act("vic", "check", "--as-service")
        self.assertEqual(refused.status, 3, refused)
        self.assertIn("user:lp ([access] operate)", refused.err)
        self.service.send_signal(signal.SIGTERM)
        self.assertEqual(self.service.wait(WAIT_SECONDS_MAX), 0)
        alone = self.company.run("check", "--as-service", clock=TODAY)
        self.assertEqual(alone.status, 3, alone)
        self.assertIn("the service is not reached", alone.err)

    def test_nothing_is_opened_for_a_caller_with_the_services_rights(self):
        self.begin()
        self.plan()
        secret = self.company.folder / "state" / "of-the-service.csv"
        secret.write_text("kept by the service", encoding="utf-8")
        out = self.company.folder / "state" / "made.pdf"
        for words in (("import", str(secret)), ("review", "import", str(secret)), ("statement", "C1", "--from", "2026-01-01", "--to",
                      "2026-11-18", "--pdf", str(out)), ("letters", "preview", "friendly", "--customer", "C1", "--pdf", str(out))):
            refused = self.act("ana", *words)
            self.assertEqual(refused.status, 3, refused)
            self.assertIn("names a file", refused.err)
        self.assertFalse(out.exists())
        # A program of the caller's own, that asks for what ours would not.
        asked = (("secret", "list"), ("run",), ("act",), ("service", "stop"), ("parse", str(secret)), ("config", "show"), ("job", "pull"),
                 ("--config", str(secret), "status"), (f"--config={secret}", "status"), ("store", "restore", str(secret)), (), ("",))
        for words in asked:
            status, said = self.ask("ana", *words)
            self.assertIn(status, (2, 3), (words, said))
            self.assertNotIn("kept by the service", said)
        self.assertIsNone(self.service.poll())
        print(f"4 commands with files and {len(asked)} that are done for nobody: opened or run 0")

    def ask(self, person, *words):
        """Exit status and words, from the bare socket."""
        account = pwd.getpwnam(PEOPLE[person])
        done = subprocess.run(["/usr/bin/python3", "-c", ASK, str(self.socket), *words], capture_output=True, text=True, check=True, cwd="/",
                              timeout=WAIT_SECONDS_MAX, user=account.pw_uid, group=account.pw_gid, extra_groups=[])
        status, _, said = done.stdout.partition(" ")
        return int(status), said

    def test_who_may_not_read_the_configuration_is_served_too(self):
        self.begin()
        hidden = self.company.folder / "hidden"
        hidden.mkdir(mode=0o700)
        (hidden / "settled.toml").write_text("", encoding="utf-8")
        self.plan()
        shown = self.act("vic", "outbox", "--format", "json", configuration=False)
        self.assertEqual(shown.status, 0, shown)
        self.assertEqual(len([row for row in json.loads(shown.out)["rows"] if row["kind"] == "reminder"]), 2)

    def test_without_the_service_only_its_account_acts_and_the_audit_says_so(self):
        self.begin()
        message = self.plan()[0]
        before = self.company.sql("SELECT count(*) FROM audit WHERE event = 'offline'")[0][0]
        released = self.act("ben", "outbox", "release", message)
        self.assertEqual(released.status, 0, released)
        self.assertEqual(self.company.sql("SELECT count(*) FROM audit WHERE event = 'offline'")[0][0], before)
        self.service.send_signal(signal.SIGTERM)
        self.assertEqual(self.service.wait(WAIT_SECONDS_MAX), 0)
        self.assertFalse(self.socket.exists())
        refused = self.act("ben", "outbox", "cancel", message)
        self.assertEqual(refused.status, 3, refused)
        self.assertIn("the service that could act for games is not reached", refused.err)
        done = self.company.run("outbox", "cancel", message, clock=TODAY)
        self.assertEqual(done.status, 0, done)
        noted = self.company.sql("SELECT actor, detail FROM audit WHERE event = 'offline'")
        self.assertEqual(len(noted), before + 1)
        self.assertIn("outbox cancel", noted[0][1])

    def test_callers_that_say_nothing_or_nonsense_or_go_away_harm_nobody(self):
        import socket
        self.begin()
        self.plan()
        links = []
        for number in range(40):
            link = socket.socket(socket.AF_UNIX)
            link.connect(str(self.socket))
            if number % 4 == 0:
                link.sendall(b"GET / HTTP/1.1\r\n\r\n")
            elif number % 4 == 1:
                link.sendall(b"q\xff\xff\xff\x7f" + b"x" * 100)
            elif number % 4 == 2:
                link.sendall(b"q\x0b\x00\x00\x0080\x00outbox\x00\x00")
                link.close()
            links.append(link)
            if number % 3 == 0:
                link.close()
        done = self.act("vic", "outbox")
        self.assertEqual(done.status, 0, done)
        for link in links:
            link.close()
        self.wait_for(lambda: len(self.children()) == 0, "every act has ended")
        self.assertEqual(self.act("ana", "status").status, 0)
        print("40 callers that say nothing, nonsense, or go away: the next one is served, acts left 0")

    def children(self):
        found = []
        for one in Path("/proc").iterdir():
            try:
                if one.name.isdigit() and int((one / "stat").read_text().rsplit(")", 1)[1].split()[1]) == self.service.pid:
                    found.append(one.name)
            except (OSError, IndexError):
                continue
        return found


if __name__ == "__main__":
    company.main(sys.modules[__name__])
