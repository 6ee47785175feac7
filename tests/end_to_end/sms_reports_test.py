#!/usr/bin/env python3
"""What becomes of short messages, asked of the provider afterwards: what arrived stands in the customer's log as evidence, what did not
is a failure, a number that is none is marked, and who answered STOP hears nothing more."""
import shutil
import sys
import tempfile
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import message_gateways  # noqa: E402

CLOCK = "2026-11-18T10:00:00+08:00"
ACCOUNT = """provider = "twilio"
url = "http://127.0.0.1:{port}/twilio"
access_key_id = "secret:key_id"
access_key_secret = "secret:key_secret"
sender = "+15550001111"
timeout_seconds = 20
"""
GATEWAYS = company.MAILS_IN_A_FOLDER + "[gateway.sms]\nplugin = \"notify_sms_http\"\n" + ACCOUNT + \
    "[feedback.sms]\nplugin = \"feedback_sms_http\"\ngateway = \"sms\"\n" + ACCOUNT
FATES = ["delivered", "unreachable", "no such number", "STOP", "nothing yet"]


class SmsReports(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-reports-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        server = message_gateways.Server(self.folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        self.company = company.Company(GATEWAYS.format(port=server.server_address[1]), company.reminding_by_sms(days=(1, 9)))
        self.addCleanup(self.company.remove)
        for name, value in (("key_id", message_gateways.KEY), ("key_secret", message_gateways.SECRET)):
            self.company.keep_secret(name, value, CLOCK)
        self.company.customer_columns = ["customer_id", "name", "email", "phone"]
        for i, _ in enumerate(FATES):
            self.company.customers.append([f"C{i}", f"Customer {i} Ltd.", f"c{i}@demo.example", f"+1555200{i}00"])
            self.company.invoice(f"INV-{i}7", f"C{i}", "100.00")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("12.00", "Test Bank", "interest")])

    def run_ok(self, *words, **options):
        done = self.company.run(*words, clock=CLOCK, **options)
        self.assertEqual(done.status, 0, done)
        return done

    def evidence(self, customer):
        return {row["what"]: row for row in self.company.rows("log", customer, clock=CLOCK)}

    def test_what_a_provider_reports_is_tied_to_its_message(self):
        for job in ("pull", "import", "reconcile"):
            self.run_ok(job)
        for i, _ in enumerate(FATES):
            self.run_ok("contact", f"C{i}", "consent", "--channel", "sms")
        self.run_ok("remind")
        self.run_ok("outbox", "release", "all", actor="li")
        self.run_ok("deliver")
        heard = self.company.rows("feedback", clock=CLOCK)
        self.assertEqual(sorted(row["kind"] for row in heard), ["delivered", "failed", "failed", "opted_out"])
        self.assertEqual(self.company.rows("feedback", clock=CLOCK), [], "a report counts once")
        states = {row["customer"]: row["state"] for row in self.company.rows("outbox", clock=CLOCK) if row["kind"] == "reminder"}
        self.assertEqual(states, {"books:C0": "sent", "books:C1": "failed", "books:C2": "failed", "books:C3": "sent", "books:C4": "sent"})
        self.assertEqual(self.evidence("C0")["reminder sent"]["evidence"], "delivery report")
        self.assertEqual(self.evidence("C4")["reminder sent"]["evidence"], "accepted by server")
        self.assertIn("failure report", self.evidence("C1"))
        self.assertIn("Unknown destination handset", self.evidence("C2")["failure report"]["text"])
        self.assertIn("opt_out", self.evidence("C3"))
        later = "2026-11-20T10:00:00+08:00"
        self.company.statement("2026-11-19", [("13.00", "Test Bank", "interest")])
        for job in ("pull", "import", "reconcile"):
            self.assertEqual(self.company.run(job, clock=later).status, 0, job)
        plan = self.company.run("--dry-run", "remind", "--format", "json", clock=later).json()
        reasons = {f"books:C{i}": {row["reason"] for row in plan["suppressed"] if row["customer"] == f"books:C{i}"} for i, _ in enumerate(FATES)}
        print("after the reports: " + "; ".join(f"{fate}: {', '.join(sorted(reasons[f'books:C{i}'])) or 'asked again'}" for i, fate in enumerate(FATES)))
        self.assertEqual(reasons["books:C1"], {"awaiting_approval"})  # whether the failed one is sent again says a person
        self.assertIn("bad_address", reasons["books:C2"])
        self.assertEqual(reasons["books:C3"], {"opted_out"})
        self.assertEqual({row["customer"] for row in plan["reminders"]}, {"books:C0", "books:C4"})

    def test_a_provider_that_does_not_tell_is_refused_by_the_check(self):
        text = self.company.text.replace('[feedback.sms]\nplugin = "feedback_sms_http"\ngateway = "sms"\nprovider = "twilio"',
                                         '[feedback.sms]\nplugin = "feedback_sms_http"\ngateway = "sms"\nprovider = "kannel"')
        self.assertNotEqual(text, self.company.text)
        self.company.configure(text)
        done = self.company.run("check", clock=CLOCK)
        self.assertEqual(done.status, 1, done)
        self.assertIn("does not tell when it is asked", done.out)


if __name__ == "__main__":
    company.main(__import__("__main__"))
