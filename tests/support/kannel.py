"""A Kannel of one test: bearerbox and smsbox with an account, and behind them a centre that writes down what it was given."""
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

import ports

USER, PASSWORD = "settled", "sms-test-pass"
CENTRE = Path("/usr/lib/kannel/test/fakesmsc")
START_SECONDS, MESSAGE_SECONDS = 20, 20
SETTINGS = """group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = admin-test
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
log-file = "{folder}/bearerbox.log"
box-allow-ip = "127.0.0.1"
box-deny-ip = "*.*.*.*"
store-type = file
store-location = "{folder}/store"
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = FAKE
port = {centre}
connect-allow-ip = 127.0.0.1
our-host = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {sending}
sendsms-interface = 127.0.0.1
log-file = "{folder}/smsbox.log"

group = sendsms-user
username = {user}
password = {password}
user-allow-ip = "127.0.0.1"
user-deny-ip = "*.*.*.*"
max-messages = 10
concatenation = true

group = sms-service
keyword = default
text = ""
omit-empty = true
max-messages = 0
"""


def obstacle():
    """Why none can be started here, or nothing."""
    for program in ("/usr/sbin/bearerbox", "/usr/sbin/smsbox", CENTRE):
        if not Path(program).exists():
            return f"Kannel is not installed ({program})"
    return None


def wait_for(port):
    for _ in range(START_SECONDS * 20):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"Kannel: nothing listens on port {port} after {START_SECONDS} s")


class Kannel:
    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="settled-kannel-"))
        given = {name: ports.free_port() for name in ("admin", "boxes", "centre", "sending")}
        self.port, self.centre_port, self.processes = given["sending"], given["centre"], {}
        self.settings = self.folder / "kannel.conf"
        self.settings.write_text(SETTINGS.format(folder=self.folder, user=USER, password=PASSWORD, **given))
        try:
            self.start("bearerbox", "/usr/sbin/bearerbox", self.settings)
            wait_for(given["boxes"])
            self.start_smsbox()
            self.start_centre()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for name in list(reversed(self.processes)):
            self.stop(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, name, *command):
        with open(self.folder / f"{name}.out", "ab") as out:
            self.processes[name] = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=self.folder)

    def start_smsbox(self):
        self.start("smsbox", "/usr/sbin/smsbox", self.settings)
        wait_for(self.port)

    def start_centre(self):
        # It sends nothing of its own: -m 0.
        self.start("centre", CENTRE, "-H", "127.0.0.1", "-r", str(self.centre_port), "-i", "1", "-m", "0", "100 200 text idle")

    def stop(self, name):
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def words(self):
        """What its boxes wrote, for a test that fails."""
        return "\n".join(f"{log.name}:\n{log.read_text(errors='replace')}" for log in sorted(self.folder.glob("*.log")))

    def messages(self, wanted):
        """(sender, number, text, parts) of every whole message that reached the centre, when that many did or time is over."""
        for _ in range(MESSAGE_SECONDS * 10):
            whole = self.whole_messages()
            if len(whole) >= wanted:
                break
            time.sleep(0.1)
        return whole

    def whole_messages(self):
        log = (self.folder / "centre.out").read_bytes() if (self.folder / "centre.out").exists() else b""
        parts = {}
        for number, match in enumerate(re.finditer(rb"Got message \d+: <(\S*) (\S+) (text|data|udh (\S+) (?:text|data)) (.*)>\n", log)):
            sender, to, kind, header, body = match.groups()
            key, total, at = (number,), 1, 1
            if header:  # of a message in parts: 5 0 3, its number, how many, which one
                octets = urllib.parse.unquote_to_bytes(header)
                key, total, at = (octets[3],), octets[4], octets[5]
            octets = body if kind == b"text" else urllib.parse.unquote_to_bytes(body.replace(b"+", b" "))
            parts.setdefault((sender.decode(), to.decode(), key, total), {})[at] = octets
        return [(sender, to, decoded(b"".join(found[i] for i in sorted(found))), total)
                for (sender, to, _, total), found in parts.items() if len(found) == total]


def decoded(octets):
    """Two octets for each letter where one of them is none of the short alphabet's."""
    is_plain = all(32 <= octet < 127 or octet in (10, 13) for octet in octets)
    return octets.decode("ascii" if is_plain else "utf-16-be")
