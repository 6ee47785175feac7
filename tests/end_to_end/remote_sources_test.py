#!/usr/bin/env python3
"""Bank files from a real SFTP server and a real mailbox: what arrives joins the book once, whenever a run is killed; what is
forged settles nothing, and goes out of the way with its reason."""
import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import dovecot  # noqa: E402
import openssh  # noqa: E402

DONE, IN_PART = 0, 1
KILLS = int(os.environ.get("SETTLED_FETCH_KILLS", "12"))
SFTP = """[statement_source.inbox]
plugin = "fetch_sftp"
url = "sftp://127.0.0.1:{port}{folder}"
user = "{user}"
private_key = "secret:bank_key"
host_key = "{pin}"
settle_seconds = 0
then = "{then}"
"""
IMAP = """[statement_source.inbox]
plugin = "fetch_imap"
url = "imaps://localhost:{port}/Bank"
user = "bank@corp.test"
password = "secret:bank_password"
ca_file = "{authority}"
senders = ["no-reply@bank.test"]
authenticated_by = "mail.corp.test"
files = ["*.csv"]
"""
PROVED = "mail.corp.test; dkim=pass header.d=bank.test"
OLD_SOURCE = company.CONFIGURATION[company.CONFIGURATION.index("[statement_source.inbox]"):company.CONFIGURATION.index("GATEWAY")]


class RemoteSources(unittest.TestCase):
    def setUp(self):
        self.company = company.Company()
        self.addCleanup(self.company.remove)
        self.company.customer("C1", "Customer One Ltd.")
        for number in range(1, 6):
            self.company.invoice(f"INV-20{number}", "C1", f"{number}00.00")
        self.company.write_ledger()

    def use(self, source, secret, value):
        self.company.configure(self.company.text.replace(OLD_SOURCE, source))
        kept = subprocess.run(self.company.command("secret", "set", secret), input=value, text=True, capture_output=True, check=False)
        self.assertEqual(kept.returncode, DONE, kept.stderr)

    def imports(self, status=DONE):
        run = self.company.run("import", "--format", "json")
        self.assertEqual(run.status, status, run)
        return run, [(file["fate"], file["entries_new"]) for file in run.json()["files"]]

    def settled(self):
        """Pulls and reconciles; the number of entries that settled something."""
        for job in ("pull", "reconcile"):
            run = self.company.run(job)
            self.assertEqual(run.status, DONE, run)
        return len([row for row in self.company.rows("matches") if row["state"] == "settled"])

    def entries(self):
        return self.company.sql("SELECT COUNT(*) FROM bank_entry WHERE kind = 1")[0][0]

    def being_read(self):
        if not self.company.database.exists():
            return set()
        with contextlib.suppress(sqlite3.OperationalError):  # its tables are not made yet, or it is being written
            return {name for name, in self.company.sql("SELECT name FROM statement_file WHERE state = 1")}
        return set()

    def until_no_kill_matters(self, runs_max=200):
        """Imports are killed at later and later moments until one ends by itself. A file that three runs died on is refused, so
        none is hit a third time while it is read."""
        killed, hits = 0, {}
        for attempt in range(runs_max):
            mark = f"{os.getpid()}-{attempt}"
            run = subprocess.Popen(self.company.command("import"), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True,
                                   env=self.company.environment("2026-11-18T10:00:00+08:00", SETTLED_TEST_MARK=mark))
            time.sleep(0.03 * (attempt % KILLS + 1))
            while run.poll() is None and any(hits.get(name, 0) > 1 for name in self.being_read()):
                time.sleep(0.02)
            ended = run.poll() is not None
            company.end_whole_tree(mark)
            run.wait()
            if ended or attempt >= KILLS:
                return killed
            killed += 1
            for name in self.being_read():
                hits[name] = hits.get(name, 0) + 1
        return killed


class Sftp(RemoteSources):
    def setUp(self):
        if openssh.obstacle():
            self.skipTest(openssh.obstacle())
        super().setUp()
        self.server = openssh.OpenSsh(tempfile.mkdtemp(prefix="settled-sftp-"))
        self.server.__enter__()
        self.addCleanup(company.shutil.rmtree, self.server.folder, True)
        self.addCleanup(self.server.__exit__)
        self.source()

    def source(self, then="archive", pin=None):
        self.company.configure(company.CONFIGURATION.replace("GATEWAY", company.MAILS_IN_A_FOLDER))
        self.use(SFTP.format(port=self.server.port, folder=self.server.files, user=self.server.user, then=then,
                             pin=pin or self.server.fingerprint), "bank_key", (self.server.folder / "client_ed25519").read_text())

    def put(self, *statement):
        path = self.company.statement(*statement)
        target = self.server.files / path.name
        company.shutil.copyfile(path, target)
        stat = self.server.files.stat()
        os.chown(target, stat.st_uid, stat.st_gid)
        path.unlink()
        return target

    def files(self, folder=""):
        return sorted(file.name for file in (self.server.files / folder).rglob("*") if file.is_file())

    def test_a_statement_joins_the_book_once(self):
        self.put("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")])
        self.put("2026-11-17", [("200.00", "Customer One Ltd.", "INV-202")])
        self.assertEqual(self.imports()[1], [("imported", 1), ("imported", 1)])
        self.assertEqual(self.settled(), 2)
        self.assertEqual(len(self.files("archive")), 2)
        self.assertEqual(self.imports()[1], [])
        self.assertEqual(self.entries(), 2)

    def test_files_that_are_left_are_known_the_second_time(self):
        self.source(then="leave")
        self.put("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")])
        self.assertEqual(self.imports()[1], [("imported", 1)])
        self.assertEqual(self.imports()[1], [("already_known", 0)])
        self.assertEqual((self.entries(), len(self.files())), (1, 1))

    def test_a_kill_between_store_and_removal_loses_and_doubles_nothing(self):
        for day in range(10, 16):
            self.put(f"2026-11-{day}", [("100.00", "Customer One Ltd.", "INV-201")])
        killed = self.until_no_kill_matters()
        run, _ = self.imports()
        self.assertGreater(killed, 0)
        self.assertEqual(self.entries(), 6, run)
        self.assertEqual(len(self.files("archive")), 6)
        self.assertEqual(self.files(), self.files("archive"))
        self.assertEqual(self.company.sql("SELECT DISTINCT state FROM statement_file"), [(2,)])

    def test_check_reaches_the_server_and_changes_nothing(self):
        path = self.put("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")])
        run = self.company.run("check")
        self.assertIn("host key " + self.server.fingerprint, run.out + run.err)
        self.assertTrue(path.exists())

    def test_another_server_in_its_place_is_refused_in_one_line(self):
        self.put("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")])
        self.source(pin="SHA256:" + "A" * 43)
        run, files = self.imports(IN_PART)
        self.assertEqual((files, len(run.errors)), ([], 1), run)
        self.assertIn(self.server.fingerprint, run.errors[0])

    def test_forged_files_settle_nothing(self):
        wrong = self.put("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")])
        wrong.write_text(wrong.read_text().replace("TEST-0001", "TEST-9999"))
        self.company.balance = 0
        changed = self.put("2026-11-17", [("200.00", "Customer One Ltd.", "INV-202")])
        changed.write_text(changed.read_text().replace(",200.00,", ",300.00,", 1))
        run, files = self.imports(IN_PART)
        self.assertEqual(files, [("refused", 0), ("refused", 0)], run)
        self.assertEqual(self.settled(), 0)
        self.assertEqual(self.entries(), 0)
        self.assertEqual(len([name for name in self.files("rejected") if name.endswith(".reason.txt")]), 2)


class Imap(RemoteSources):
    def setUp(self):
        if dovecot.obstacle():
            self.skipTest(dovecot.obstacle())
        super().setUp()
        self.server = dovecot.Dovecot(tempfile.mkdtemp(prefix="settled-imap-"))
        self.server.__enter__()
        self.addCleanup(company.shutil.rmtree, self.server.folder, True)
        self.addCleanup(self.server.__exit__)
        self.server.deliver("Bank", self.mail([], sender="somebody@else.test"))
        self.use(IMAP.format(port=self.server.port, authority=self.server.folder / "ca.pem"), "bank_password", "right")

    @staticmethod
    def mail(attachments, sender="no-reply@bank.test", results=PROVED):
        message = EmailMessage()
        if results:
            message["Authentication-Results"] = results
        message["From"], message["To"], message["Subject"] = sender, "bank@corp.test", "Your statement"
        message.set_content("Please find attached.")
        for name, content in attachments:
            message.add_attachment(content, maintype="text", subtype="csv", filename=name)
        return message.as_bytes()

    def statement(self, *words):
        path = self.company.statement(*words)
        content = path.read_bytes()
        path.unlink()
        return (path.name, content)

    def send(self, *attachments, **options):
        self.server.deliver("Bank", self.mail(attachments, **options))

    def test_a_statement_joins_the_book_once(self):
        self.send(self.statement("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")]),
                  self.statement("2026-11-17", [("200.00", "Customer One Ltd.", "INV-202")]))
        self.assertEqual(self.imports()[1], [("imported", 1), ("imported", 1)])
        self.assertEqual(self.settled(), 2)
        self.assertEqual(len(self.server.mails("Bank.archive")), 1)
        self.assertEqual(self.imports()[1], [])
        self.assertEqual(self.entries(), 2)
        self.assertEqual(self.company.sql("SELECT DISTINCT sender FROM statement_file"), [("no-reply@bank.test",)])

    def test_a_kill_between_store_and_removal_loses_and_doubles_nothing(self):
        for day in range(10, 16):
            self.send(self.statement(f"2026-11-{day}", [("100.00", "Customer One Ltd.", "INV-201")]))
        killed = self.until_no_kill_matters()
        run, _ = self.imports()
        self.assertGreater(killed, 0)
        self.assertEqual(self.entries(), 6, run)
        self.assertEqual(len(self.server.mails("Bank.archive")), 6)

    def test_ten_forged_mails_settle_nothing(self):
        file = self.statement("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")])
        forged = [
            {"sender": "no-reply@evil.test"},
            {"sender": '"no-reply@bank.test" <no-reply@evil.test>'},
            {"sender": "no-reply@bank.test.evil.test"},
            {"results": ""},
            {"results": "mail.corp.test; dkim=fail header.d=bank.test"},
            {"results": "mail.corp.test; dkim=pass header.d=evil.test"},
            {"results": "mail.evil.test; dkim=pass header.d=bank.test"},
            {"results": "mail.corp.test; spf=pass (dkim=pass header.d=bank.test)"},
        ]
        for options in forged:
            self.send(file, **options)
        self.send((file[0], file[1].replace(b"TEST-0001", b"TEST-9999")))
        self.send((file[0], file[1].replace(b",100.00,", b",900.00,", 1)))
        run, files = self.imports(IN_PART)
        self.assertEqual({fate for fate, _ in files}, {"refused"}, run)
        self.assertEqual(len(files), 7, run)  # the first three are not even looked into
        self.assertEqual(self.settled(), 0)
        self.assertEqual(self.entries(), 0)
        self.assertEqual(len(self.server.mails("Bank.rejected")), 7)
        self.assertEqual(len(self.server.mails("Bank")), 4)

    def test_a_balance_that_does_not_follow_waits_for_a_person(self):
        self.send(self.statement("2026-11-16", [("100.00", "Customer One Ltd.", "INV-201")]))
        self.assertEqual(self.imports()[1], [("imported", 1)])
        self.company.balance += 50_000  # as if a statement were missing, or this one were invented
        late = self.statement("2026-11-17", [("200.00", "Customer One Ltd.", "INV-202")])
        self.send(late)
        run, files = self.imports()
        self.assertEqual([fate for fate, _ in files], ["held"], run)
        self.assertIn("expected 100.00", run.err)
        self.assertEqual(self.settled(), 1)
        self.assertEqual(self.entries(), 1)
        self.send(late)
        self.assertEqual(self.imports()[1], [("already_known", 0)])
        file = self.company.folder / late[0]
        file.write_bytes(late[1])
        by_hand = self.company.run("import", str(file), "--format", "json")
        self.assertEqual((by_hand.status, by_hand.json()["files"][0]["fate"]), (DONE, "imported"), by_hand)
        self.assertEqual(self.settled(), 2)
        self.assertEqual(self.entries(), 2)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
