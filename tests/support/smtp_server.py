#!/usr/bin/env python3
"""An SMTP server for one test: TLS from the test's own authority, one behaviour, everything noted.

  smtp_server.py FOLDER BEHAVIOUR

Listens on 127.0.0.1 on a free port, which FOLDER/port then holds. FOLDER/log gets a line per event, each written before the
server answers; FOLDER/message-N the bytes of the N-th mail as they stood on the wire, dots still doubled. The account is
ar@corp.test with the password "right" or the access token "good-token". The certificate is FOLDER/good.pem, or the one that the
behaviour names.

A behaviour is one word of BEHAVIOURS below: where in the conversation the server leaves the way, and how. "accept" is a good
server; with "+pipelining", "+dsn", "+size" or "+xoauth2" behind a behaviour it also offers that. "+slow10" answers everything 10 ms late.
"""
import base64
import socket
import ssl
import sys
import threading
import time
from pathlib import Path

ACCOUNT = base64.b64encode(b"\0ar@corp.test\0right").decode()

# behaviour -> what is answered at that point instead of the good answer
BEHAVIOURS = {
    "accept": {},
    "greeting421": {"greeting": "421 4.3.2 too many connections"},
    "greeting554": {"greeting": "554 5.7.1 no service for you"},
    "greeting_hang": {"greeting": "HANG"},
    "greeting_drop": {"greeting": "DROP"},
    "greeting_trickle": {"greeting": "TRICKLE"},
    "greeting_noise": {"greeting": "SSH-2.0-OpenSSH_9.2"},
    "no_starttls": {"no_starttls": True},
    "starttls454": {"STARTTLS": "454 4.7.0 TLS not available now"},
    "untrusted": {"certificate": "foreign"},
    "wrong_host": {"certificate": "elsewhere"},
    "expired": {"certificate": "expired"},
    "auth535": {"AUTH": "535 5.7.8 wrong account or password"},
    "auth454": {"AUTH": "454 4.7.0 temporary authentication failure"},
    "mail421": {"MAIL": "421 4.7.0 try again later"},
    "mail451": {"MAIL": "451 4.3.0 not now"},
    "mail550": {"MAIL": "550 5.1.0 you may not send as this"},
    "rcpt450": {"RCPT": "450 4.7.1 greylisted"},
    "rcpt452": {"RCPT": "452 4.2.2 mailbox full"},
    "rcpt550": {"RCPT": "550 5.1.1 no such mailbox"},
    "rcpt550plain": {"RCPT": "550 nobody here"},
    "rcpt550policy": {"RCPT": "550 5.7.1 your host is on a list"},
    "rcpt554": {"RCPT": "554 5.7.1 relay access denied"},
    "rcpt_hang": {"RCPT": "HANG"},
    "rcpt_drop": {"RCPT": "DROP"},
    "second550": {"second": "550 5.1.1 no such mailbox"},
    "data451": {"DATA": "451 4.3.0 not now"},
    "data554": {"DATA": "554 5.6.0 no mail today"},
    "drop_in_data": {"content": "DROP"},
    "hang_in_data": {"content": "STALL"},
    "end451": {"end": "451 4.3.0 try again"},
    "end552": {"end": "552 5.3.4 too big"},
    "end554": {"end": "554 5.7.1 looks like spam"},
    "end_drop": {"end": "DROP"},
    "end_hang": {"end": "HANG"},
    "end_noise": {"end": "thank you very much"},
    "end_long": {"end": "250 " + "x" * 1_000_000},
    "end_multi": {"end": "250-2.0.0 queued\r\n250 2.0.0 as 4711"},
    "close_after_mail": {"after_mail": "421 4.7.0 one mail a connection"},
}


class Conversation:
    def __init__(self, server, link):
        self.server, self.link, self.buffer = server, link, b""
        self.encrypted = False
        self.recipients = 0

    def say(self, line):
        """Says it, or does what the word in capitals says."""
        if self.server.delay:
            time.sleep(self.server.delay)
        if line == "DROP":
            self.server.note("dropped")
            raise EOFError
        if line == "STALL":
            self.server.note("stalling")
            threading.Event().wait()
        if line == "HANG":
            self.server.note("hanging")
            while self.link.recv(65536):
                pass
            raise EOFError
        if line == "TRICKLE":
            self.server.note("trickling")
            while True:
                self.link.sendall(b"2")
                time.sleep(0.2)
        self.link.sendall(line.encode() + b"\r\n")

    def line(self):
        while b"\r\n" not in self.buffer:
            piece = self.link.recv(65536)
            if not piece:
                raise EOFError
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode("utf-8", "replace")

    def run(self):
        self.say(self.server.does.get("greeting", "220 mail.corp.test ESMTP"))
        while True:
            line = self.line()
            self.server.note("command " + line)
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                return self.say("221 bye")
            self.answer(verb, line)

    def answer(self, verb, line):
        does = self.server.does
        if verb == "EHLO":
            offers = ["mail.corp.test", *self.server.offers]
            if not self.encrypted and "no_starttls" not in does:
                offers.append("STARTTLS")
            offers.append("AUTH XOAUTH2" if self.server.bearer_only else "AUTH PLAIN LOGIN")
            self.link.sendall("".join(f"250-{offer}\r\n" for offer in offers[:-1]).encode() + f"250 {offers[-1]}\r\n".encode())
        elif verb == "STARTTLS" and "STARTTLS" not in does:
            self.say("220 go ahead")
            self.link, self.buffer = self.server.tls.wrap_socket(self.link, server_side=True), b""
            self.encrypted = True
            self.server.note("encrypted")
        elif verb == "AUTH":
            self.authenticate(line)
        elif verb == "DATA" and "DATA" not in does and self.recipients:
            self.say("354 go ahead")
            self.data()
        elif verb == "DATA" and "DATA" not in does:
            self.say("503 5.5.1 no recipient")
        elif verb == "RCPT" and self.recipients and "second" in does:
            self.say(does["second"])
        elif verb in ("STARTTLS", "MAIL", "RCPT", "DATA", "RSET", "NOOP"):
            if verb in ("MAIL", "RSET"):
                self.recipients = 0
            if verb == "RCPT" and verb not in does:
                self.recipients += 1
            self.say(does.get(verb, "250 ok"))
            if does.get(verb, "").startswith("421"):
                raise EOFError
        else:
            self.say("502 5.5.1 not known")

    def authenticate(self, line):
        if "AUTH" in self.server.does:
            return self.say(self.server.does["AUTH"])
        given = line.split(" ")[2] if line.count(" ") == 2 else None
        if given is None:
            self.say("334 ")
            given = self.line()
        good = self.server.bearer() if " XOAUTH2" in line.upper() else ACCOUNT
        self.say("235 2.7.0 welcome" if given == good else "535 5.7.8 wrong account or password")

    def data(self):
        does = self.server.does
        while b"\r\n.\r\n" not in self.buffer:
            if "content" in does and len(self.buffer) > 1000:
                self.say(does["content"])
            piece = self.link.recv(65536)
            if not piece:
                self.server.note("cut")
                raise EOFError
            self.buffer += piece
        mail, self.buffer = self.buffer.split(b"\r\n.\r\n", 1)
        end = does.get("end", "250 2.0.0 queued")
        if end[0] not in "45":
            self.server.keep(mail + b"\r\n")
        self.recipients = 0
        self.say(end)
        if "after_mail" in does:
            self.say(does["after_mail"])
            raise EOFError


class Server:
    def __init__(self, folder, behaviour):
        behaviour, *more = behaviour.split("+")
        self.folder, self.does, self.mails = folder, BEHAVIOURS[behaviour], 0
        self.offers = [{"pipelining": "PIPELINING", "dsn": "DSN", "size": "SIZE 100000"}[word] for word in more
                       if word in ("pipelining", "dsn", "size")]
        self.bearer_only = "xoauth2" in more
        self.delay = 0.010 if "slow10" in more else 0
        self.lock = threading.Lock()
        self.log = open(folder / "log", "a", buffering=1, encoding="utf-8")
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        name = self.does.get("certificate", "good")
        self.tls.load_cert_chain(folder / (name + ".pem"), folder / (name + ".key"))

    def bearer(self):
        """The one token that is good now: the folder's file says which."""
        token = (self.folder / "bearer").read_text() if (self.folder / "bearer").exists() else "good-token"
        return base64.b64encode(f"user=ar@corp.test\1auth=Bearer {token}\1\1".encode()).decode()

    def note(self, text):
        with self.lock:
            self.log.write(text + "\n")

    def keep(self, mail):
        with self.lock:
            self.mails += 1
            (self.folder / f"message-{self.mails}").write_bytes(mail)

    def converse(self, link):
        self.note("connected")
        conversation = Conversation(self, link)
        try:
            conversation.run()
        except (EOFError, OSError):
            pass
        conversation.link.close()
        self.note("closed")

    def run(self):
        listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        port = self.folder / "port.new"
        port.write_text(str(listener.getsockname()[1]))
        port.rename(self.folder / "port")
        while True:
            link, _ = listener.accept()
            threading.Thread(target=self.converse, args=(link,), daemon=True).start()


if __name__ == "__main__":
    Server(Path(sys.argv[1]), sys.argv[2]).run()
