#!/usr/bin/env python3
"""Reminders by short message through a real Kannel, up to the centre behind it: the text arrives whole, in Latin letters and in Chinese,
once; what Kannel refuses leaves nothing there, and what could not be handed over goes when it can."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import kannel  # noqa: E402

GATEWAYS = company.MAILS_IN_A_FOLDER + """[gateway.sms]
plugin = "notify_sms_http"
provider = "kannel"
url = "http://127.0.0.1:PORT"
access_key_id = "secret:kannel_user"
access_key_secret = "secret:kannel_password"
country_code = "86"
sign_name = "演示贸易"
sender = "Demo"
timeout_seconds = 20
"""
MORNING, LATER, NEXT_HOUR = (f"2026-11-18T{time}:00+08:00" for time in ("10:00", "10:30", "11:40"))
PHONES = {"C1": "+8613800000001", "C2": "+8613800000002"}


@unittest.skipIf(kannel.obstacle(), kannel.obstacle())
class ThroughKannel(unittest.TestCase):
    def setUp(self):
        self.kannel = kannel.Kannel()
        self.kannel.__enter__()
        self.addCleanup(self.kannel.__exit__)
        self.company = company.Company(GATEWAYS.replace("PORT", str(self.kannel.port)), company.reminding_by_sms())
        self.addCleanup(self.company.remove)
        self.company.customer_columns = ["customer_id", "name", "email", "phone", "language"]
        for customer, name, language in (("C1", "Northwind Ltd.", "en"), ("C2", "北风贸易有限公司", "zh-CN")):
            self.company.customers.append([customer, name, f"{customer.lower()}@demo.example", PHONES[customer], language])
            self.company.invoice(f"INV-{customer}", customer, "1200.50")
        self.company.write_ledger()
        self.company.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        self.sign_in(kannel.USER, kannel.PASSWORD)
        for job in ("pull", "import", "reconcile"):
            self.run_ok(job)
        for customer in PHONES:
            self.run_ok("contact", customer, "consent", "--channel", "sms")
        self.run_ok("remind")
        self.run_ok("outbox", "release", "all", actor="li")

    def sign_in(self, user, password):
        self.company.keep_secret("kannel_user", user, MORNING)
        self.company.keep_secret("kannel_password", password, MORNING)

    def run_ok(self, *words, **options):
        done = self.company.run(*words, **{"clock": MORNING, **options})
        self.assertEqual(done.status, 0, done)
        return done

    def states(self):
        return {row["customer"]: row["state"] for row in self.company.rows("outbox", clock=MORNING) if row["kind"] == "reminder"}

    def arrived(self, wanted=2):
        return {number: (text, parts) for _, number, text, parts in self.kannel.messages(wanted)}

    def assert_each_arrived_once(self):
        whole = self.kannel.messages(2)
        self.assertEqual(sorted(number for _, number, _, _ in whole), sorted(PHONES.values()))
        self.assertEqual(self.states(), {"books:C1": "sent", "books:C2": "sent"})

    def test_the_text_arrives_whole_in_both_alphabets_and_once(self):
        self.run_ok("deliver")
        self.run_ok("deliver", clock=LATER)
        self.assert_each_arrived_once()
        arrived = self.arrived()
        for customer, planned in self.company.sql("SELECT customer_id, content FROM message JOIN message_content ON message = id WHERE channel = 'sms'"):
            text, parts = arrived[PHONES[customer]]
            print(f"{customer}: {parts} parts, {len(text)} letters: {text}")
            self.assertEqual(text, "【演示贸易】" + planned)
        self.assertIn("1,200.50", arrived[PHONES["C1"]][0])
        self.assertIn("北风贸易有限公司", arrived[PHONES["C2"]][0])

    def test_a_wrong_password_hands_nothing_over_and_the_right_one_later_does(self):
        self.sign_in(kannel.USER, "not the password")
        refused = self.company.run("deliver", clock=MORNING)
        self.assertNotEqual(refused.status, 0, refused)
        self.assertNotIn("not the password", refused.out + refused.err)
        self.assertEqual(set(self.states().values()), {"due"}, f"{refused}\n{self.kannel.words()}")
        self.assertIn("HTTP 403: Authorization failed for sendsms", refused.out)
        self.sign_in(kannel.USER, kannel.PASSWORD)
        self.run_ok("deliver", clock=NEXT_HOUR)
        self.assert_each_arrived_once()

    def test_while_kannel_is_away_they_wait(self):
        self.kannel.stop("smsbox")
        self.company.run("deliver", clock=MORNING)
        self.assertEqual(set(self.states().values()), {"due"})
        self.kannel.start_smsbox()
        self.run_ok("deliver", clock=NEXT_HOUR)
        self.assert_each_arrived_once()

    def test_while_the_centre_is_away_kannel_keeps_them_and_they_arrive_once(self):
        self.kannel.stop("centre")
        self.run_ok("deliver")
        self.assertEqual(self.kannel.whole_messages(), [])
        self.run_ok("deliver", clock=NEXT_HOUR)
        self.kannel.start_centre()
        self.assert_each_arrived_once()


if __name__ == "__main__":
    company.main(sys.modules[__name__])
