#!/usr/bin/env python3
"""The sender is killed by its own server: at every step of a conversation by SMTP and by HTTP, and at random moments. Then two
senders are started together. In the end no message was taken twice, none was lost without a word, and nothing is due.

SETTLED_ROUNDS says how often each step is killed (5 for the full figure), SETTLED_SMS_KILLS how many random moments."""
import collections
import json
import os
import random
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402
import message_gateways  # noqa: E402
import postfix  # noqa: E402
import smtp_server  # noqa: E402

ROUNDS = int(os.environ.get("SETTLED_ROUNDS", "1"))
RANDOM_KILLS = int(os.environ.get("SETTLED_SMS_KILLS", "6"))
SEED = int(os.environ.get("SETTLED_KILL_SEED", "20261118"))
CLOCK = "2026-11-18T10:00:00+08:00"
LATER = "2026-11-18T11:30:00+08:00"  # what a lost link leaves due is tried again by then
SMTP_STEPS = ["connected", "EHLO", "STARTTLS", "EHLO again", "MAIL", "RCPT", "DATA", "in the content", "content there, no dot",
              "dot there, mail not kept", "mail kept, not answered", "answered"]
HTTP_STEPS = ["request there, not taken", "taken, not answered", "half of the answer said", "answered"]
SMTP_GATEWAY = """[gateway.mail]
plugin = "notify_smtp"
url = "smtp://localhost:{port}"
ca_file = "{authority}"
from = "Demo Receivables <ar@demo.example>"
messages_per_minute = 10000
messages_per_day = 10000
timeout_seconds = 20
"""
SMS_GATEWAY = """[gateway.mail]
plugin = "notify_folder"
folder = "mails"
from = "Demo Receivables <ar@demo.example>"
[gateway.sms]
plugin = "notify_sms_http"
provider = "twilio"
url = "http://127.0.0.1:{port}/twilio"
access_key_id = "secret:key_id"
access_key_secret = "secret:key_secret"
sender = "+15550001111"
messages_per_minute = 10000
messages_per_day = 10000
timeout_seconds = 20
"""


class Executioner:
    """Ends the sender at one step of its next conversation; the servers call at() on their way."""

    def __init__(self):
        self.victim, self.step, self.done = None, None, threading.Event()

    def aim(self, victim, step):
        self.victim, self.step = victim, step
        self.done.clear()

    def at(self, step):
        if step == self.step and self.victim is not None:
            victim, self.victim = self.victim, None
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            self.done.set()


class SteppedMail(smtp_server.Conversation):
    hellos = 0

    def say(self, line):
        if line.startswith("220 mail"):
            self.server.executioner.at("connected")
        super().say(line)

    def answer(self, verb, line):
        self.hellos += verb == "EHLO"
        self.server.executioner.at("EHLO again" if verb == "EHLO" and self.hellos > 1 else verb)
        super().answer(verb, line)

    def data(self):
        while b"\r\n.\r\n" not in self.buffer:
            if self.buffer:
                self.server.executioner.at("in the content")
            if self.buffer.endswith(b"--\r\n"):  # the last line of the last part: all is there but the dot
                self.server.executioner.at("content there, no dot")
            piece = self.link.recv(1000)
            if not piece:
                raise EOFError
            self.buffer += piece
        self.server.executioner.at("dot there, mail not kept")
        mail, self.buffer = self.buffer.split(b"\r\n.\r\n", 1)
        self.server.keep(mail)
        self.server.executioner.at("mail kept, not answered")
        self.recipients = 0
        self.say("250 2.0.0 queued")
        self.server.executioner.at("answered")


class SteppedMailServer(smtp_server.Server):
    def __init__(self, folder, executioner):
        super().__init__(folder, "accept")
        self.executioner, self.taken = executioner, []

    def keep(self, mail):
        with self.lock:
            self.taken.append(re.search(rb"Message-ID: (<[^>]+>)", mail)[1].decode())

    def converse(self, link):
        conversation = SteppedMail(self, link)
        try:
            conversation.run()
        except (EOFError, OSError, ssl.SSLError):
            pass
        try:
            conversation.link.close()
        except OSError:
            pass


class SteppedHttp(message_gateways.Handler):
    def answer(self, body):
        self.server.executioner.at("request there, not taken")
        try:
            super().answer(body)
        except OSError:
            self.close_connection = True

    def keep(self, whom, text):
        with self.server.lock:
            self.server.taken.append(whom)
        self.server.executioner.at("taken, not answered")

    def say(self, status, answer, **headers):
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:len(data) // 2])
        self.wfile.flush()
        self.server.executioner.at("half of the answer said")
        self.wfile.write(data[len(data) // 2:])
        self.wfile.flush()
        self.server.executioner.at("answered")


class KilledAtEachStep(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-steps-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.executioner = Executioner()
        self.random = random.Random(SEED)

    def company_of(self, gateway, customers, configuration=company.CONFIGURATION):
        """Each customer has one invoice overdue; all reminders are due."""
        made = company.Company(gateway, configuration)
        self.addCleanup(made.remove)
        for i in range(customers):  # a number's last two digits choose a fault of the stand-in: 00 is none
            made.customers.append([f"C{i:03d}", f"Customer {i:03d} Ltd.", f"c{i:03d}@demo.example", f"+15552{i:04d}00"])
            made.invoice(f"INV-{i:03d}7", f"C{i:03d}", f"{1000 + i}.00")
        made.customer_columns = ["customer_id", "name", "email", "phone"]
        made.write_ledger()
        made.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        for name in ("key_id", "key_secret"):
            value = {"key_id": message_gateways.KEY, "key_secret": message_gateways.SECRET}[name]
            if "secret:" + name in gateway:
                made.keep_secret(name, value, CLOCK)
        for job in ("pull", "import", "reconcile"):
            self.assertEqual(made.run(job, clock=CLOCK).status, 0, job)
        return made

    def plan(self, made):
        run = made.run("remind", clock=CLOCK)
        self.assertEqual(run.status, 0, run)
        released = made.run("outbox", "release", "all", clock=CLOCK, actor="li")
        self.assertEqual(released.status, 0, released)

    def sender(self, made, clock=CLOCK):
        return subprocess.Popen(made.command("deliver"), env=made.environment(clock), stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def kill_at(self, made, step):
        """True where the step came."""
        victim = self.sender(made)
        self.executioner.aim(victim, step)
        while victim.poll() is None and not self.executioner.done.is_set():
            time.sleep(0.002)
        victim.wait()
        if self.executioner.victim is None:  # the server was there, and says so in a moment
            self.executioner.done.wait()
        self.executioner.victim = None
        return self.executioner.done.is_set()

    def kill_at_random(self, made):
        victim = self.sender(made)
        time.sleep(self.random.uniform(0.02, 0.25))
        victim.send_signal(signal.SIGKILL)
        victim.wait()

    def settle(self, made, taken, name_of, what, kills, unknown_each=1):
        """Runs on undisturbed and holds the store against what the server took."""
        for clock in (LATER, LATER):
            run = made.run("deliver", clock=clock)
            self.assertIn(run.status, (0, 1), run)
        rows = [row for row in made.rows("outbox", clock=LATER) if row["kind"] == "reminder"]
        states = collections.Counter(row["state"] for row in rows)
        counted = collections.Counter(taken)
        twice = [name for name, count in counted.items() if count > 1]
        lost = [row for row in rows if row["state"] == "sent" and not counted[name_of(row)]]
        strangers = [row for row in rows if row["state"] in ("due", "held", "failed") and counted[name_of(row)]]
        print(f"\n{what}: {kills} kills, {company.sum_of_states(states, len(rows))}; taken {len(taken)}, duplicates {len(twice)}, "
              f"silently lost {len(lost)}")
        self.assertEqual(twice, [], "messages that were taken twice")
        self.assertEqual(lost, [], "messages called sent that nobody took")
        self.assertEqual(strangers, [], "messages called not sent that were taken")
        self.assertEqual(sum(states[state] for state in company.STATES), len(rows))
        self.assertEqual(states["due"], 0)
        self.assertLessEqual(states["unknown"], kills * unknown_each, "more is in the air after a kill than is promised")
        self.assertGreater(states["sent"], 0)
        return states

    def test_mails_at_every_step_and_two_senders_at_once(self):
        postfix.certificates(self.folder)
        server = SteppedMailServer(self.folder, self.executioner)
        threading.Thread(target=server.run, daemon=True).start()
        while not (self.folder / "port").exists():
            time.sleep(0.01)
        gateway = SMTP_GATEWAY.format(port=(self.folder / "port").read_text(), authority=self.folder / "ca.pem")
        made = self.company_of(gateway, ROUNDS * len(SMTP_STEPS) + 8)
        self.plan(made)
        reached = collections.Counter()
        for _ in range(ROUNDS):
            for step in SMTP_STEPS:
                reached[step] += self.kill_at(made, step)
        print(f"\nkilled at: {dict(reached)}")
        self.assertEqual(reached, collections.Counter({step: ROUNDS for step in SMTP_STEPS}), "a step that never came was not tried")
        pair = [self.sender(made, LATER), self.sender(made, LATER)]
        ends = sorted(one.wait() for one in pair)
        self.assertIn(ends[0], (0, 1), "one sends")
        names = {str(number): re.search(r"Message-ID: (<[^>]+>)", content)[1]
                 for number, content in made.sql("SELECT message, content FROM message_content")}
        self.settle(made, server.taken, lambda row: names[str(row["message"])], "SMTP, steps; then two senders", sum(reached.values()))
        print(f"two senders together ended with {ends}")

    def test_messages_armed_ahead_for_several_connections(self):
        postfix.certificates(self.folder)
        server = SteppedMailServer(self.folder, self.executioner)
        threading.Thread(target=server.run, daemon=True).start()
        while not (self.folder / "port").exists():
            time.sleep(0.01)
        connections, ahead, kills = 4, 8, 2 * ROUNDS + 3
        gateway = SMTP_GATEWAY.format(port=(self.folder / "port").read_text(), authority=self.folder / "ca.pem")
        made = self.company_of(gateway + f"connections = {connections}\n", kills * (connections * ahead + 30) + 40)
        self.plan(made)
        killed_while_sending = 0
        for _ in range(kills):
            before, some = len(server.taken), self.random.randint(1, 29)
            victim = self.sender(made)
            while victim.poll() is None and len(server.taken) < before + some:
                time.sleep(0.001)
            killed_while_sending += victim.poll() is None
            victim.send_signal(signal.SIGKILL)
            victim.wait()
        self.assertEqual(killed_while_sending, kills, "the sender was done before it was killed")
        names = {str(number): re.search(r"Message-ID: (<[^>]+>)", content)[1]
                 for number, content in made.sql("SELECT message, content FROM message_content")}
        states = self.settle(made, server.taken, lambda row: names[str(row["message"])], f"SMTP, {connections} connections", kills,
                             connections * ahead)
        self.assertGreater(states["unknown"], kills, "several were armed ahead")

    def test_short_messages_at_every_step_and_at_random_moments(self):
        server = message_gateways.Server(self.folder)
        server.RequestHandlerClass, server.executioner, server.taken = SteppedHttp, self.executioner, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        configuration = company.CONFIGURATION.replace('gateways = { email = "mail" }', 'gateways = { email = "mail", sms = "sms" }')
        configuration = configuration.replace('channel = "email", template = "friendly"', 'channel = "sms", template = "friendly"')
        made = self.company_of(SMS_GATEWAY.format(port=server.server_address[1]), ROUNDS * len(HTTP_STEPS) + RANDOM_KILLS + 12, configuration)
        for row in made.customers:
            agreed = made.run("contact", "books:" + row[0], "consent", "--channel", "sms", clock=CLOCK)
            self.assertEqual(agreed.status, 0, agreed)
        self.plan(made)
        reached = collections.Counter()
        for _ in range(ROUNDS):
            for step in HTTP_STEPS:
                reached[step] += self.kill_at(made, step)
        print(f"\nkilled at: {dict(reached)}")
        self.assertEqual(reached, collections.Counter({step: ROUNDS for step in HTTP_STEPS}), "a step that never came was not tried")
        for _ in range(RANDOM_KILLS):
            self.kill_at_random(made)
        phones = {str(message): json.loads(recipients)[0] for message, recipients in made.sql("SELECT id, recipients FROM message")}
        self.settle(made, server.taken, lambda row: phones[str(row["message"])], "SMS, steps and random moments",
                    sum(reached.values()) + RANDOM_KILLS)
        self.assertEqual(len(set(urllib.parse.unquote(one) for one in server.taken)), len(server.taken))


if __name__ == "__main__":
    company.main(sys.modules[__name__])
