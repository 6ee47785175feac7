#!/usr/bin/env python3
"""Gives access tokens of OAuth 2.0 (RFC 6749) on 127.0.0.1, and says whose one is, as a mail server asks (Dovecot's tokeninfo).

    token_server.py FOLDER      the port is then in FOLDER/port; end it by its pid

It knows the client "app-1" with the secret "s3cret:/?&=" or, for bank@corp.test, the refresh token "for-the-bank". What is given is the text of
FOLDER/token ("good-token" where there is none), good for as many seconds as FOLDER/seconds says (3600); FOLDER/status makes it answer with
that status instead. FOLDER/log has a line for each request, with its fields and without their values but for grant_type and scope."""
import json
import sys
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CLIENT, SECRET, REFRESH = "app-1", "s3cret:/?&=", "for-the-bank"
SHOWN = ("grant_type", "scope")


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def text(self, name, usual):
        path = self.server.folder / name
        return path.read_text().strip() if path.exists() else usual

    def answer(self, status, body):
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        fields = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode(), strict_parsing=True))
        with open(self.server.folder / "log", "a", encoding="utf-8") as log:
            log.write(f"{self.path} " + " ".join(f"{name}={value}" if name in SHOWN else name for name, value in fields.items()) + "\n")
        status = int(self.text("status", "0"))
        if status:
            return self.answer(status, b"<html>out of order</html>")
        by_person = fields.get("grant_type") == "refresh_token" and fields.get("refresh_token") == REFRESH
        by_program = fields.get("grant_type") == "client_credentials" and fields.get("client_secret") == SECRET
        if fields.get("client_id") != CLIENT or not (by_person or by_program):
            return self.answer(400, {"error": "invalid_grant", "error_description": "The token or the secret is not valid any longer."})
        self.answer(200, {"token_type": "Bearer", "access_token": self.text("token", "good-token"),
                          "expires_in": int(self.text("seconds", "3600"))})

    def do_GET(self):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        if asked.get("access_token") != ["good-token"]:
            return self.answer(401, {"error": "invalid_token"})
        self.answer(200, {"email": "bank@corp.test", "expires_in": 3600})

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.folder = Path(sys.argv[1])
    (server.folder / "port.new").write_text(str(server.server_port))
    (server.folder / "port.new").rename(server.folder / "port")
    server.serve_forever()
