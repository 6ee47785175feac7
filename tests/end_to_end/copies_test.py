#!/usr/bin/env python3
"""A step that names who is told: the letter goes to them, too, over a real conversation with a mail server, and the customer does not see
it. The salesperson is the ledger's, the others are [person]."""
import re
import shutil
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import postfix  # noqa: E402
import smtp_server  # noqa: E402

CLOCK = "2026-11-18T10:00:00+08:00"
GATEWAY = """[gateway.mail]
plugin = "notify_smtp"
url = "smtp://localhost:{port}"
ca_file = "{authority}"
from = "Demo Receivables <ar@demo.example>"
timeout_seconds = 20
"""


class Copies(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-copies-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        postfix.certificates(self.folder)
        server = smtp_server.Server(self.folder, "accept")
        threading.Thread(target=server.run, daemon=True).start()
        while not (self.folder / "port").exists():
            time.sleep(0.01)
        gateway = GATEWAY.format(port=(self.folder / "port").read_text(encoding="ascii"), authority=self.folder / "ca.pem")
        self.company = company.Company(gateway, company.CONFIGURATION.replace('role = "ar_manager" }]', 'role = "ar_manager", copy = ["sales", "legal"] }]').replace(
            "[report]", 'qian = { name = "Qian Li", email = "qian@demo.example", language = "en", roles = ["legal"], companies = ["demo"] }\n[report]'))
        self.addCleanup(self.company.remove)

    def recipients(self):
        return sorted(re.findall(r"RCPT TO:<([^>]+)>", (self.folder / "log").read_text(encoding="utf-8")))

    def test_who_is_told_gets_the_letter_unseen(self):
        self.company.customer_columns = ["customer_id", "name", "email", "salesperson_email"]
        self.company.customers.append(["C1", "Acme Ltd.", "ap@c1.example", "zhao@demo.example"])
        self.company.invoice("INV-1", "C1", "100.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        for job in ("pull", "import", "reconcile", "remind"):
            self.assertEqual(self.company.run(job, clock=CLOCK).status, 0, job)
        for words in (("outbox", "release", "all"), ("deliver",)):
            done = self.company.run(*words, clock=CLOCK, actor="li")
            self.assertEqual(done.status, 0, done)
        self.assertEqual(self.recipients(), ["ap@c1.example", "qian@demo.example", "zhao@demo.example"])
        letter = (self.folder / "message-1").read_text(encoding="utf-8")
        self.assertIn("ap@c1.example", letter)
        for hidden in ("qian@", "zhao@", "\nCc:", "\nBcc:"):
            self.assertNotIn(hidden, letter)
        row = self.company.rows("outbox", clock=CLOCK)[0]
        self.assertEqual((row["to"], row["state"]), ("ap@c1.example", "sent"))  # what the customer's log says is the customer's address


if __name__ == "__main__":
    company.main(__import__("__main__"))
