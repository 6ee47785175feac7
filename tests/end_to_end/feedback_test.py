#!/usr/bin/env python3
"""Bounces, receipts, answers and machines' answers lie in a mailbox on a real Dovecot; settled feedback reads them. What
bounced marks its address, what arrived settles what was unknown, people's answers stand in the log, and nothing at all is
sent because of a mail."""
import collections
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import dovecot  # noqa: E402
import subprocess  # noqa: E402

CLOCK = "2026-11-18T10:00:00+08:00"
LATER = "2026-11-18T15:00:00+08:00"
NEXT_DAY = "2026-11-19T10:00:00+08:00"
FEEDBACK = """
[feedback.mail]
plugin = "feedback_imap"
gateway = "mail"
url = "imaps://localhost:{port}/INBOX"
user = "{user}"
password = "secret:mailbox_password"
ca_file = "{authority}"
days_back = 365
"""
REPORT = """From: MAILER-DAEMON@mail.acme.test
To: ar@demo.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.acme.test

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} as the server said it

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
"""
ANSWER = """From: Ann <ann@acme.test>
To: ar@demo.example
Message-ID: <{number}@acme.test>
In-Reply-To: {message_id}
{head}
{body}
"""


class Feedback(unittest.TestCase):
    def setUp(self):
        why_not = dovecot.obstacle()
        if why_not:
            self.skipTest(why_not)
        self.folder = Path(tempfile.mkdtemp(prefix="settled-feedback-"))
        self.folder.chmod(0o755)  # the server reads as another user
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.server = dovecot.Dovecot(self.folder / "dovecot")
        self.server.__enter__()
        self.addCleanup(self.server.__exit__)
        self.company = company.Company(company.MAILS_IN_A_FOLDER + FEEDBACK.format(
            port=self.server.port, user=dovecot.USER, authority=self.folder / "dovecot" / "ca.pem"))
        self.addCleanup(self.company.remove)
        self.company.keep_secret("mailbox_password", dovecot.PASSWORD, CLOCK)
        self.numbers = 0

    def send_reminders(self, customers):
        for i in range(customers):
            self.company.customer(f"C{i:02d}", f"Customer {i:02d} Ltd.")
            self.company.invoice(f"INV-{i:02d}7", f"C{i:02d}", f"{1000 + i}.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        self.assertIn(self.company.run("cycle", clock=CLOCK).status, (0, 1))
        self.company.run("outbox", "release", "all", clock=CLOCK, actor="li")
        self.assertEqual(self.company.run("deliver", clock=CLOCK).status, 0)
        rows = self.company.sql("SELECT m.id, m.customer_id, c.content FROM message m JOIN message_content c ON c.message = m.id "
                                "WHERE m.kind = 'reminder' AND m.state = 4 ORDER BY m.customer_id")
        self.assertEqual(len(rows), customers)
        return {customer: (number, re.search(r"Message-ID: (<[^>]+>)", content)[1]) for number, customer, content in rows}

    def arrives(self, text):
        self.server.deliver("INBOX", text.replace("\n", "\r\n").encode())

    def answer(self, message_id, head, body="Hello"):
        self.numbers += 1
        self.arrives(ANSWER.format(number=self.numbers, message_id=message_id, head=head, body=body))

    def states(self, clock=LATER):
        return {row["customer"].split(":")[1]: (row["state"], row["reason"]) for row in self.company.rows("outbox", clock=clock)
                if row["kind"] == "reminder"}

    def test_what_came_back_is_tied_to_its_message(self):
        sent = self.send_reminders(8)
        ids = {customer: message_id for customer, (_, message_id) in sent.items()}
        def bounce(customer, status, action="failed"):
            self.arrives(REPORT.format(address=f"ap@{customer.lower()}.example", status=status, action=action, message_id=ids[customer]))
        bounce("C00", "5.1.1")             # no such mailbox: the address is marked
        bounce("C01", "5.2.2")             # full: the message failed, the address is good
        bounce("C02", "4.4.1", "delayed")
        bounce("C03", "2.0.0", "delivered")
        self.answer(ids["C04"], "Subject: Re: your letter\n", "We pay on Monday.")
        self.answer(ids["C05"], "Subject: Automatic reply: away until Friday\n")
        self.answer(ids["C06"], "Subject: Re: your letter\nContent-Type: text/plain; charset=utf-8\n", "退订")
        self.arrives("From: x@acme.test\nTo: ar@demo.example\nSubject: a new order\nMessage-ID: <9@acme.test>\n\nfor 3 pumps\n")
        self.arrives(REPORT.format(address="other@acme.test", status="5.1.1", action="failed", message_id="<77@other.test>"))
        heard = self.company.rows("feedback", clock=LATER)
        seen = collections.Counter(row["kind"] for row in heard)
        print(f"\nheard: {dict(seen)}")
        self.assertEqual(seen, {"failed": 2, "delayed": 1, "delivered": 1, "answered": 1, "automatic": 1, "opted_out": 1})
        states = self.states()
        self.assertEqual(states["C00"][0], "failed")
        self.assertTrue(states["C00"][1].startswith("bad_address"), states)
        self.assertEqual(states["C01"][0], "failed")
        self.assertFalse(states["C01"][1].startswith("bad_address"), states)
        for customer in ("C02", "C03", "C04", "C05", "C06", "C07"):
            self.assertEqual(states[customer][0], "sent", customer)
        log = self.company.run("log", "books:C04", clock=LATER)
        self.assertIn("Re: your letter", log.out)
        # Read again, nothing counts twice; a mailbox that is read by people is as it was.
        self.assertEqual(self.company.rows("feedback", clock=LATER), [])
        self.assertEqual(len(self.server.mails("INBOX")), 9)
        # What follows: a new invoice of each of the three.
        for customer in ("C00", "C06", "C07"):
            self.company.invoice(f"INV-N{customer}", customer, "500.00")
        self.company.write_ledger()
        self.company.run("pull", clock=NEXT_DAY)
        self.company.statement("2026-11-18", [("12.00", "Test Bank", "interest")])
        self.company.run("import", clock=NEXT_DAY)
        plan = self.company.run("remind", "--dry-run", "--format", "json", clock=NEXT_DAY).json()
        reasons = {(row["customer"], row["reason"]) for row in plan["suppressed"]}
        self.assertIn(("books:C00", "bad_address"), reasons)
        self.assertIn(("books:C06", "opted_out"), reasons)
        self.assertIn("books:C07", [row["customer"] for row in plan["reminders"]])

    def test_a_copy_in_the_archive_settles_what_was_unknown(self):
        sent = self.send_reminders(2)
        self.company.change("UPDATE message SET state = 5 WHERE customer_id IN ('C00', 'C01')")  # unknown, as after a crash
        self.arrives(f"From: ar@demo.example\nTo: ap@c00.example\nMessage-ID: {sent['C00'][1]}\nSubject: Payment\n\nDear customer\n")
        self.company.rows("feedback", clock=LATER)
        states = self.states()
        self.assertEqual(states["C00"][0], "sent")
        self.assertEqual(states["C01"][0], "unknown")

    def test_fifty_answers_of_machines_and_people_send_nothing(self):
        sent = self.send_reminders(1)
        message_id = sent["C00"][1]
        heads = ["Auto-Submitted: auto-replied\nSubject: away\n", "Precedence: bulk\nSubject: news\n", "Subject: Out of Office\n",
                 "Subject: Re: Payment\n", "X-Autoreply: yes\nSubject: got it\n", "List-Id: <x.acme.test>\nSubject: list\n",
                 "Subject: =?UTF-8?B?6Ieq5Yqo5Zue5aSN?=\n", "Return-Path: <>\nSubject: error\n", "Subject: Automatische Antwort\n"]
        for i in range(45):
            self.answer(message_id, heads[i % len(heads)])
        for _ in range(3):
            self.arrives(REPORT.format(address="ap@c00.example", status="4.2.2", action="delayed", message_id=message_id))
        for _ in range(2):
            self.arrives(f"From: ar@demo.example\nTo: ap@c00.example\nMessage-ID: {message_id}\nSubject: Payment\n\nDear customer\n")
        before = len(list((self.company.folder / "mails").iterdir()))
        messages = len(self.company.rows("outbox", clock=LATER))
        heard = self.company.rows("feedback", clock=LATER)
        self.company.run("deliver", clock=LATER)
        self.assertEqual(len(heard), 50)
        self.assertEqual(len(self.company.rows("outbox", clock=LATER)), messages)
        self.assertEqual(len(list((self.company.folder / "mails").iterdir())), before)
        print(f"\n{len(heard)} mails came back, 0 were sent because of them")


if __name__ == "__main__":
    company.main(sys.modules[__name__])
