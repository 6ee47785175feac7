#!/usr/bin/env python3
"""Customers whose names are attacks get letters. A headless Chromium opens the HTML parts: no script runs, no element appears that
a letter does not have, nothing is asked of the network. And twelve secrets, each in the place of its kind, are looked for
afterwards in everything that was written, printed or shown by the system."""
import collections
import email
import email.policy
import hashlib
import html
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
import company  # noqa: E402

CLOCK = "2026-11-18T10:00:00+08:00"
CHROMIUM = shutil.which("chromium")
SEEDS = ["<script>{run}</script>", "<img src='{url}' onerror='{run}'>", "\"><script>{run}</script>", "<svg onload=\"{run}\">",
         "<iframe src=\"{url}\"></iframe>", "<a href=\"javascript:{run}\">pay</a>", "</td></tr></table><script>{run}</script>",
         "<body onload=\"{run}\">", "<link rel=stylesheet href=\"{url}\">", "<style>@import '{url}';</style>", "<meta http-equiv=refresh content=\"0;url={url}\">",
         "<video src=\"{url}\" autoplay onerror=\"{run}\"></video>", "<object data=\"{url}\"></object>", "<form action=\"{url}\"><input autofocus onfocus=\"{run}\">",
         "&lt;script&gt;{run}&lt;/script&gt;", "<scr<script>ipt>{run}</scr</script>ipt>", "<!--><script>{run}</script>-->", "' onmouseover='{run}' x='",
         "<math><mi xlink:href=\"{url}\"></mi></math>", "<base href=\"{url}\">"]
WAYS = ["{}", "Acme {} Ltd.", "{}{}", "华东{}贸易", "{} & Sons", "\"{}\"", "'{}'", "A\u202e{}", "{}-->", "x={}"]


def payloads(url):
    run = "document.title='owned'"
    return [way.replace("{}", seed.replace("{run}", run).replace("{url}", f"{url}/{number}")) for number, seed in enumerate(SEEDS) for way in WAYS]


class Listener:
    """Counts whoever asks anything."""

    def __init__(self):
        self.asked = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            link, _ = self.socket.accept()
            self.asked.append(link.recv(200))
            link.close()


class HostileLetters(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-hostile-"))
        self.addCleanup(shutil.rmtree, self.folder, True)

    def letters_of(self, names):
        made = company.Company()
        self.addCleanup(made.remove)
        for i, name in enumerate(names):
            made.customers.append([f"C{i:03d}", name, f"c{i:03d}@demo.example", ""])
            made.invoice(f"INV-{i:03d}7", f"C{i:03d}", "100.00")
        made.write_ledger()
        made.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        for job in ("pull", "import", "reconcile", "remind"):
            run = made.run(job, clock=CLOCK)
            self.assertEqual(run.status, 0, run)
        return [email.message_from_string(content, policy=email.policy.default)
                for (content,) in made.sql("SELECT c.content FROM message m JOIN message_content c ON c.message = m.id "
                                            "WHERE m.kind = 'reminder' ORDER BY m.customer_id")]

    def test_no_name_runs_a_script_or_asks_the_network(self):
        if not CHROMIUM:
            self.skipTest("Chromium is not installed")
        listener = Listener()
        names = payloads(f"http://127.0.0.1:{listener.port}")
        self.assertGreaterEqual(len(names), 200)
        mails = self.letters_of(names)
        self.assertEqual(len(mails), len(names), "every customer gets a letter, whatever his name")
        plain = self.letters_of(["Acme Ltd."])[0]
        frames = []
        for mail in [plain, *mails]:
            self.assertEqual(len(mail.get_all("To")), 1)
            self.assertEqual(set(mail.keys()), {"Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"})
            frames.append(mail.get_body(("html",)).get_content())
        # The last one is no letter: what it does must be seen, or nothing would be.
        frames.append(f"<script>document.title='owned'</script><img src='http://127.0.0.1:{listener.port}/control'>")
        # Each letter in a frame of its own; a frame's elements are counted where it was loaded.
        page = self.folder / "letters.html"
        page.write_text("<!DOCTYPE html><meta charset=utf-8><title>quiet</title>" + "".join(
            f"<iframe srcdoc=\"{html.escape(frame)}\"></iframe>" for frame in frames) +
            "<script>window.onload = () => { const rows = [...document.querySelectorAll('iframe')].map(frame => { const inner = frame.contentDocument;"
            " const kinds = {}; for (const e of inner.querySelectorAll('*')) kinds[e.tagName] = (kinds[e.tagName] || 0) + 1;"
            " return inner.title.includes('owned') || document.title !== 'quiet' ? 'OWNED' : JSON.stringify(kinds); });"
            " const out = document.createElement('pre'); out.id = 'seen'; out.textContent = rows.join('\\n'); document.body.append(out); };</script>",
            encoding="utf-8")
        shown = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.folder}/profile",
                                "--virtual-time-budget=8000", "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=180, check=False)
        found = re.search(r"<pre id=\"seen\">(.*?)</pre>", shown.stdout, re.S)
        self.assertIsNotNone(found, shown.stderr[-2000:])
        rows = html.unescape(found[1]).split("\n")
        self.assertEqual(len(rows), len(frames))
        self.assertEqual(rows.pop(), "OWNED", "a script that runs is not noticed")
        control = [one for one in listener.asked if b"/control" in one]
        self.assertEqual(len(control), 1, "a request is not noticed")
        requests = [one for one in listener.asked if one not in control]
        scripts = sum(row == "OWNED" for row in rows)
        strangers = [names[i] for i, row in enumerate(rows[1:]) if row != rows[0]]
        print(f"\n{len(names)} HTML payloads in Chromium: {scripts} scripts ran, {len(strangers)} letters have other elements, "
              f"{len(requests)} requests")
        self.assertEqual((scripts, strangers, requests), (0, [], []))

    def test_twelve_secrets_are_found_nowhere(self):
        names = ["mail_password", "sms_key_id", "sms_key_secret", "chat_token", "chat_signing_key", "wecom_token", "twilio_key_id", "bank_mailbox",
                 "sftp_password", "proxy_password", "twilio_secret", "access_token"]
        canary = {name: f"canary-{i:02d}-{'x' * i}-9f8e7d6c5b" for i, name in enumerate(names)}
        deaf = socket.create_server(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        threading.Thread(target=self.drop_all, args=(deaf,), daemon=True).start()
        gateways = f"""[gateway.mail]
plugin = "notify_smtp"
url = "smtp://127.0.0.1:{port}"
user = "ar@demo.example"
password = "secret:mail_password"
from = "Demo <ar@demo.example>"
timeout_seconds = 1
[gateway.token]
plugin = "notify_smtp"
url = "smtps://127.0.0.1:{port}"
user = "ar@demo.example"
access_token = "secret:access_token"
from = "Demo <ar@demo.example>"
timeout_seconds = 1
[gateway.sms]
plugin = "notify_sms_http"
provider = "kannel"
url = "http://127.0.0.1:{port}"
access_key_id = "secret:sms_key_id"
access_key_secret = "secret:sms_key_secret"
country_code = "86"
timeout_seconds = 1
[gateway.twilio]
plugin = "notify_sms_http"
provider = "twilio"
url = "http://127.0.0.1:{port}"
access_key_id = "secret:twilio_key_id"
access_key_secret = "secret:twilio_secret"
sender = "+1555"
timeout_seconds = 1
[gateway.dingtalk]
plugin = "notify_chat"
provider = "dingtalk"
url = "http://127.0.0.1:{port}"
access_token = "secret:chat_token"
signing_key = "secret:chat_signing_key"
detail = "full"
proxy_password = "secret:proxy_password"
timeout_seconds = 1
[gateway.wecom]
plugin = "notify_chat"
provider = "wecom"
url = "http://127.0.0.1:{port}"
access_token = "secret:wecom_token"
detail = "full"
timeout_seconds = 1
"""
        made = company.Company(gateways)
        self.addCleanup(made.remove)
        extra = f"""
[statement_source.mails]
plugin = "fetch_imap"
url = "imap://127.0.0.1:{port}/INBOX"
user = "bank@demo.example"
password = "secret:bank_mailbox"
senders = ["no-reply@bank.example"]
authenticated_by = "mail.demo.example"
timeout_seconds = 1
[statement_source.files]
plugin = "fetch_sftp"
url = "sftp://127.0.0.1:{port}/out"
user = "bank"
password = "secret:sftp_password"
host_key = "SHA256:Zk9v0c2cYb0m3b1rW9d6m7xkq1mXo6oQyJ0lJr0p3aE"
timeout_seconds = 1
"""
        made.configure(made.text.replace("[person]", extra + "[person]"))
        for name, value in canary.items():
            made.keep_secret(name, value, CLOCK)
        made.customers.append(["C1", "Customer One", "c1@demo.example", ""])
        made.invoice("INV-1", "C1", "100.00")
        made.write_ledger()
        made.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        self.said, self.seen = [], []
        watching = threading.Event()
        watcher = threading.Thread(target=self.watch, args=(watching, str(made.folder)), daemon=True)
        watcher.start()
        for job in (["check"], ["config", "show"], ["cycle"], ["outbox", "release", "all"], ["deliver"], ["status"], ["secret", "list"]):
            run = self.run_talkative(made, *job)
            self.assertNotEqual(run.status, 2, run)
            self.said.append(f"{job}: {run.out}{run.err}")
        link = company.sqlite3.connect(made.database)  # every way out is tried, whatever the procedure says
        text = "Payment is due.\r\n"
        for gateway, channel, to in (("token", "email", "c1@demo.example"), ("sms", "sms", "+8613800000000"), ("twilio", "sms", "+8613800000000"),
                                     ("dingtalk", "chat", "robot"), ("wecom", "chat", "robot")):
            link.execute("UPDATE message SET state = 2, retry_after = '', gateway = ?, channel = ?, audience = 'finance', recipients = ?, "
                         "content_sha256 = ? WHERE id = (SELECT MAX(id) FROM message)",
                         (gateway, channel, f'["{to}"]', hashlib.sha256(text.encode()).hexdigest()))
            link.execute("UPDATE message_content SET content = ? WHERE message = (SELECT MAX(id) FROM message)", (text,))
            link.commit()
            run = self.run_talkative(made, "deliver")
            self.assertIn(f"127.0.0.1:{port}", run.out + run.err, f"{gateway} was not tried")
            self.said.append(run.out + run.err)
        link.close()
        watching.set()
        watcher.join()
        hits = collections.Counter()
        for path in made.folder.rglob("*"):
            if path.is_file() and "secret" not in path.relative_to(made.folder).as_posix():
                self.count(path.read_bytes(), canary, hits, path)
        for text in self.said:
            self.count(text.encode(), canary, hits, "output")
        for text in self.seen:
            self.count(text, canary, hits, "processes")
        self.assertTrue(self.seen, "no process was seen")
        print(f"\n12 canary secrets: {sum(hits.values())} hits in the database, files, output and {len(self.seen)} looks at the processes")
        self.assertEqual(hits, {})

    @staticmethod
    def run_talkative(made, *job):
        command = [word if word != "warning" else "debug" for word in made.command(*job, actor="li")]
        return company.Run(job, subprocess.run(command, env=made.environment(CLOCK), capture_output=True, text=True, errors="replace",
                                               check=False, stdin=subprocess.DEVNULL, timeout=120))

    @staticmethod
    def count(data, canary, hits, where):
        for name, value in canary.items():
            if value.encode() in data:
                hits[name, str(where)] += 1

    @staticmethod
    def drop_all(listener):
        while True:
            link, _ = listener.accept()
            try:
                link.send(b"421 4.3.2 not now\r\n")
                link.recv(100)
            except OSError:
                pass
            link.close()

    def watch(self, done, mark):
        while not done.is_set():
            for process in Path("/proc").iterdir():
                if not process.name.isdigit() or int(process.name) == os.getpid():
                    continue
                try:
                    words = (process / "cmdline").read_bytes()
                    if mark.encode() in words:
                        self.seen.append(words + (process / "environ").read_bytes())
                except OSError:
                    continue
            time.sleep(0.005)


if __name__ == "__main__":
    company.main(sys.modules[__name__])
