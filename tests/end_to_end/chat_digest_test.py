#!/usr/bin/env python3
"""The day in a few lines, and what is wrong with the machine, in a chat: by a robot with `detail = "counts"` no customer and no
amount leaves the house."""
import json
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import company

CLOCK = "2026-11-18T10:00:00+08:00"
ROBOTS = """[gateway.NAME]
plugin = "notify_chat"
provider = "wecom"
url = "http://127.0.0.1:PORT"
access_token = "secret:NAME_token"
detail = "DETAIL"
timeout_seconds = 20
"""
REPORTS = """chat-counts = { kind = "daily", company = "demo", language = "zh-CN", gateway = "counts", to = ["role:finance_head"] }
chat-full = { kind = "daily", company = "demo", language = "en", gateway = "full", to = ["role:ar_manager"] }
"""


class Robot(BaseHTTPRequestHandler):
    """Answers as WeCom does, and keeps what each key was told."""
    said = {}

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.said.setdefault(self.path.rsplit("=", 1)[1], []).append(body["text"]["content"])
        answer = b'{"errcode":0,"errmsg":"ok"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class ChatDigest(unittest.TestCase):
    def setUp(self):
        Robot.said = {}
        server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        robots = "".join(ROBOTS.replace("NAME", name).replace("DETAIL", name).replace("PORT", str(server.server_port)) for name in ("counts", "full"))
        text = company.CONFIGURATION.replace("[person]\n", robots + "[person]\n", 1).replace("[report]\n", "[report]\n" + REPORTS, 1)
        self.made = company.Company(configuration=text.replace("[company.demo]", '[alerts]\nto = ["it@demo.example"]\ngateway = "mail"\nalso = ["counts"]\n[company.demo]', 1))
        self.addCleanup(self.made.remove)
        folder = self.made.folder / "secrets"
        folder.mkdir(mode=0o700)
        for name in ("counts", "full"):
            (folder / f"{name}_token").write_text(f"key-{name}")
            (folder / f"{name}_token").chmod(0o600)
        self.made.customer("C001", "Blue Harbour Ltd.")
        self.made.invoice("INV-1", "C001", "123456.78")
        self.made.write_ledger()
        self.made.statement("2026-11-17", [("4321.09", "Nobody Known", "thanks")])

    def run_all(self, *jobs):
        for job in jobs:
            done = self.made.run(*job.split(), clock=CLOCK)
            self.assertEqual(done.status, 0, done)

    def test_the_day_in_a_few_lines(self):
        self.run_all("pull", "import", "reconcile", "remind", "report", "deliver", "report", "deliver")
        (counts,), (full,) = Robot.said["key-counts"], Robot.said["key-full"]
        for private in ("Blue Harbour", "INV-1", "Nobody", "4,321", "123,456", "12.35"):
            self.assertNotIn(private, counts)
        self.assertRegex(counts, "需您处理: 1\n")
        self.assertIn("4,321.09 CNY", full)
        self.assertEqual([line.split(":")[0] for line in full.strip().split("\n")[1:]],
                         ["Data up to", "Came in", "Needs you", "Overdue", "Goes out", "Books and figures"])
        print(f"counts: {len(counts.splitlines())} lines without customer or amount; full: {len(full.splitlines())} lines; each once, however often the report is made")

    def test_what_is_wrong_is_told_in_the_chat_too(self):
        self.run_all("pull", "import", "reconcile")
        done = self.made.run("job", "health", "--company", "demo", clock="2026-11-26T10:00:00+08:00")  # stale by then
        self.assertEqual(done.status, 0, done)
        done = self.made.run("deliver", clock="2026-11-26T10:00:00+08:00")
        (counts,) = Robot.said["key-counts"]
        self.assertIn("ledger-stale/books", counts)
        self.assertNotIn("Blue Harbour", counts)


if __name__ == "__main__":
    company.main(__import__("__main__"))
