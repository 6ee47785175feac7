#!/usr/bin/env python3
"""How fast reminders leave, with everything that makes them safe: armed and outcome committed for each, durably.

  deliver_speed.py [--build build/release] [--mails 10000] [--slow-mails 600]

A company is made with as many customers, Chinese and English in turn, of 20 overdue invoices each. `settled remind` composes and keeps the
letters, `settled deliver` sends them to Postfix's smtp-sink over 32 connections, then some of them to a server that answers every command 10 ms
late, over 8 and over 32 connections. bare libcurl (smtp_bare, one handle kept) sends the same mails to the same sink. Printed are mails a
second, processor seconds and their ratio, commits a mail and the peak of resident memory. Last, 100 mails by a good gateway while another
hangs. Exit status 1 when a figure is over its limit."""
import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from measured import SOURCE, Run

sys.path[:0] = [str(SOURCE / "tests" / folder) for folder in ("end_to_end", "support")]
import ports  # noqa: E402

MAILS_A_SECOND_MIN, CPU_RATIO_MAX, PEAK_MIB_MAX = 4000, 4.0, 64
FAST_CONNECTIONS = 32  # each mail waits for two commits, which all connections share
SLOW_MIN = {8: 170, 32: 550}
CLOCK = "2026-11-18T10:00:00+08:00"
GATEWAY = """[gateway.{name}]
plugin = "notify_smtp"
url = "smtp://127.0.0.1:{port}"
tls = "none"
from = {{ en = "Demo Receivables <ar@demo.example>", zh-CN = "示例应收 <ar@demo.example>" }}
messages_per_minute = 100000
messages_per_day = 10000000
connections = {connections}
timeout_seconds = 60
"""


class Sink:
    def __init__(self):
        self.port = ports.free_port()
        user = ["-u", "nobody"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(["/usr/sbin/smtp-sink", *user, "-c", f"127.0.0.1:{self.port}", "1000"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        self.wait()

    def wait(self):
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def late_server(delay):
    """SMTP with every answer late, commands that come together answered together."""
    def converse(link):
        buffer, data = b"", False
        def late(text):
            time.sleep(delay)
            link.sendall(text)
        try:
            late(b"220 late\r\n")
            while True:
                piece = link.recv(65536)
                if not piece:
                    return
                buffer += piece
                answers = b""
                while True:
                    if data:
                        end = buffer.find(b"\r\n.\r\n")
                        if end < 0:
                            buffer = buffer[-4:] if len(buffer) > 4 else buffer
                            break
                        buffer, data = buffer[end + 5:], False
                        answers += b"250 queued\r\n"
                    else:
                        line, mark, rest = buffer.partition(b"\r\n")
                        if not mark:
                            break
                        buffer = rest
                        verb = line[:4].upper()
                        data = verb == b"DATA"
                        answers += {b"EHLO": b"250-late\r\n250 PIPELINING\r\n", b"DATA": b"354 go\r\n", b"QUIT": b"221 bye\r\n"}.get(verb, b"250 ok\r\n")
                if answers:
                    late(answers)
        except OSError:
            pass
    listener = socket.create_server(("127.0.0.1", 0), backlog=200)
    def serve():
        while True:
            link, _ = listener.accept()
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=converse, args=(link,), daemon=True).start()
    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def deaf_server():
    """Takes connections and says nothing."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=10)
    return listener, listener.getsockname()[1]


class Measurement:
    def __init__(self, build, temporary):
        os.environ["SETTLED"] = str(Path(build).resolve() / "bin/settled")
        import company  # noqa: PLC0415 - it reads SETTLED
        self.module, self.build, self.temporary, self.good = company, Path(build), temporary, True

    def say(self, what, value, limit, good):
        self.good &= good
        print(f"{what:<58} {value:>16}   {'limit ' + limit if limit else '':<22} {'' if good else 'OVER'}", flush=True)

    def company_with(self, mails, gateways, route=lambda i: "mail"):
        made = self.module.Company(gateways)
        for i in range(mails):
            language = "zh-CN" if i % 2 else "en"
            made.customers.append([f"C{i:05d}", f"示例客户{i:05d}有限公司" if i % 2 else f"Customer {i:05d} Ltd.", f"ap{i:05d}@demo.example", language])
            for j in range(20):
                made.invoice(f"INV-{i:05d}-{j:02d}", f"C{i:05d}", f"{100 + j}.{i % 100:02d}")
        columns, self.module.CUSTOMERS = self.module.CUSTOMERS, ["customer_id", "name", "email", "language"]
        made.write_ledger()
        self.module.CUSTOMERS = columns
        made.statement("2026-11-17", [("12.00", "Test Bank", "interest")])
        for job in ("pull", "import", "reconcile"):
            run = made.run(job, clock=CLOCK)
            assert run.status == 0, run
        return made

    def release(self, made):
        run = made.run("outbox", "release", "all", clock=CLOCK, actor="li")  # held → due, by a second person
        assert run.status == 0, run

    def again(self, made, keep):
        """The first `keep` reminders are due once more, the others are gone."""
        made.change("UPDATE message SET state = 7 WHERE state IN (2, 4)")
        made.change("UPDATE message SET state = 2, handed_over_at = '', handed_over_on = 0, finished_at = '', tries = 0 WHERE id IN "
                    f"(SELECT id FROM message WHERE kind = 'reminder' ORDER BY id LIMIT {keep})")
        (made.database.parent / "sent.log").unlink(missing_ok=True)  # which would know that they left

    def timed(self, made, job):
        command = [word if word != "warning" else "info" for word in made.command(job)]
        begun = time.monotonic()
        with open(self.temporary / "said", "wb") as said:
            run = Run(command, environment={"SETTLED_TEST_CLOCK": CLOCK}, errors=said)
        return run, time.monotonic() - begun

    def sent(self, made):
        return made.sql("SELECT COUNT(*) FROM message WHERE kind = 'reminder' AND state = 4")[0][0]

    def configure(self, made, gateways):
        made.configure(self.module.CONFIGURATION.replace("GATEWAY", gateways))

    def main(self, mails, slow_mails):
        sink = Sink()
        try:
            for measure, customers in ((self.fast, mails), (self.late_and_deaf, slow_mails)):
                made = self.company_with(customers, GATEWAY.format(name="mail", port=sink.port, connections=FAST_CONNECTIONS))
                try:
                    measure(made, sink, customers)
                finally:
                    made.remove()
        finally:
            sink.stop()

    def late_and_deaf(self, made, sink, mails):
        """With a company of its own size, so that looking at the whole ledger first does not hide how the mails go."""
        self.timed(made, "remind")
        self.release(made)
        self.timed(made, "deliver")
        for connections, least in SLOW_MIN.items():
            self.slow(made, connections, least, mails)
        self.beside_a_deaf_one(made, sink)

    def fast(self, made, sink, mails):
        composed, seconds = self.timed(made, "remind")
        self.say("remind: composed and kept, mails/s", f"{mails / seconds:,.0f}", "", composed.status in (0, 1))
        self.say("remind: CPU s, peak MiB", f"{composed.cpu:.2f}, {composed.peak:.0f}", "", True)
        self.release(made)
        delivered, seconds = self.timed(made, "deliver")
        arrived = self.sent(made)
        rate = arrived / seconds
        self.say(f"deliver to smtp-sink, {FAST_CONNECTIONS} connections, mails/s", f"{rate:,.0f}", f">= {MAILS_A_SECOND_MIN}", arrived == mails and rate >= MAILS_A_SECOND_MIN)
        self.say("deliver: peak MiB", f"{delivered.peak:.0f}", f"<= {PEAK_MIB_MAX}", delivered.peak <= PEAK_MIB_MAX)
        steps = made.sql("SELECT COUNT(*) FROM message_event WHERE to_state IN (3, 4)")[0][0]
        commits = int(re.search(r"recorded in (\d+) commits", (self.temporary / "said").read_text())[1])
        self.say("deliver: steps recorded, commits as the job says", f"{steps}, {commits}", "", True)
        self.say("deliver: commits a mail", f"{commits / mails:.2f}", "<= 2", commits <= 2 * mails)
        bare = self.bare(made, sink, mails)
        if bare:
            self.say("bare libcurl, one handle: CPU s", f"{bare:.2f}", "", True)
            self.say("deliver: CPU s, over bare libcurl", f"{delivered.cpu:.2f}, {delivered.cpu / bare:.1f}", f"<= {CPU_RATIO_MAX}", delivered.cpu <= CPU_RATIO_MAX * bare)

    def bare(self, made, sink, mails):
        program = self.build / "bin/smtp_bare"
        if not program.exists():
            return None
        path = self.temporary / "mails"
        with open(path, "wb") as file:
            for (content,) in made.sql("SELECT c.content FROM message m JOIN message_content c ON c.message = m.id WHERE m.kind = 'reminder'"):
                data = content.encode() if isinstance(content, str) else content
                file.write(f"{len(data)}\n".encode() + data)
        run = Run([program, f"smtp://127.0.0.1:{sink.port}", path], keep_output=True)
        assert run.status == 0 and int(run.output) == mails, run.output
        return run.cpu

    def slow(self, made, connections, least, mails):
        self.configure(made, GATEWAY.format(name="mail", port=late_server(0.010), connections=connections))
        self.again(made, mails)
        _, seconds = self.timed(made, "deliver")
        rate = self.sent(made) / seconds
        self.say(f"deliver, answers 10 ms late, {connections} connections, mails/s", f"{rate:,.0f}", f">= {least}", rate >= least and self.sent(made) == mails)

    def beside_a_deaf_one(self, made, sink):
        listener, port = deaf_server()
        self.configure(made, GATEWAY.format(name="mail", port=sink.port, connections=1) +
                       GATEWAY.format(name="deaf", port=port, connections=1).replace("timeout_seconds = 60", "timeout_seconds = 8"))
        self.again(made, 101)
        made.change("UPDATE message SET gateway = 'deaf' WHERE id = (SELECT MIN(id) FROM message WHERE state = 2)")
        begun = time.monotonic()
        process = subprocess.Popen(made.command("deliver"), env=made.environment(CLOCK), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.sent(made) < 100 and process.poll() is None:
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        self.say("100 mails while another gateway hangs, s", f"{seconds:.1f}", "< 7 (it hangs 8)", seconds < 7 and self.sent(made) == 100)
        process.wait()
        listener.close()


if __name__ == "__main__":
    words = argparse.ArgumentParser()
    words.add_argument("--build", default="build/release")
    words.add_argument("--mails", type=int, default=10_000)
    words.add_argument("--slow-mails", type=int, default=600)
    given = words.parse_args()
    if not Path("/usr/sbin/smtp-sink").exists() or not shutil.which("g++"):
        sys.exit("cannot be measured here: no smtp-sink (package postfix)")
    with tempfile.TemporaryDirectory(prefix="settled-bench-") as folder:
        measurement = Measurement(given.build, Path(folder))
        measurement.main(given.mails, given.slow_mails)
    sys.exit(0 if measurement.good else 1)
