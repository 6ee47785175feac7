"""A stand-in for an ERP's HTTP interface: strict about what it is asked, honest in its answers, and bad on order.

    server.py FOLDER ERP [FIXTURE]

Reads FOLDER/orders.json, serves on loopback (TLS where FOLDER has server.pem and server.key), leaves its port in
FOLDER/port, and writes a line into FOLDER/complaints for everything that a well-behaved reader would not ask.

orders.json:
  faults   [{"at": 3, "kind": "cut", "times": 1}]   the third data request is answered so; kinds in FAULTS and each ERP
  motion   {"seed": 1, "kind": "churn"|"switch"|"shuttle", ...}   what people do between the requests
  settings {"page_rows_max": 100, "password": "…"}  of the ERP
"""
import gzip
import http.server
import importlib
import json
import os
import ssl
import sys
import threading
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import motion  # noqa: E402
from reply import Reply  # noqa: E402


class Request:
    def __init__(self, handler, body):
        parts = urllib.parse.urlsplit(handler.path)
        self.method = handler.command
        self.raw_path = handler.path
        self.path = urllib.parse.unquote(parts.path)
        self.query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        self.headers = handler.headers
        self.cookies = {}
        for pair in (handler.headers.get("Cookie") or "").split("; "):
            if "=" in pair:
                name, value = pair.split("=", 1)
                self.cookies[name] = value
        self.text = body.decode("utf-8")
        self.json = None
        if body and "json" in (handler.headers.get("Content-Type") or ""):
            self.json = json.loads(self.text)
        self.form = dict(urllib.parse.parse_qsl(self.text)) if body and self.json is None else {}


class World:
    """What the process knows: the ERP, its orders, what was asked so far."""

    def __init__(self, folder, erp, fixture):
        self.folder = folder
        with open(os.path.join(folder, "orders.json"), encoding="utf-8") as file:
            self.orders = json.load(file)
        with open(fixture, encoding="utf-8") as file:
            tables = json.load(file)
        self.motion = motion.make(self.orders.get("motion"), tables)
        self.settings = self.orders.get("settings", {})
        self.lock = threading.Lock()
        self.data_requests = 0
        self.erp = importlib.import_module("erp_" + erp).Erp(self)

    @property
    def tables(self):
        return self.motion.tables

    def complain(self, words):
        with open(os.path.join(self.folder, "complaints"), "a", encoding="utf-8") as file:
            file.write(words + "\n")

    def note(self, request):
        with open(os.path.join(self.folder, "asked"), "a", encoding="utf-8") as file:
            file.write(json.dumps({"method": request.method, "path": request.raw_path, "body": request.text}) + "\n")

    def fault(self):
        """The fault that is ordered for this data request."""
        self.data_requests += 1
        for order in self.orders.get("faults", []):
            if order["at"] <= self.data_requests < order["at"] + order.get("times", 1):
                return order
        return None


LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    world = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.serve()

    def do_POST(self):
        self.serve()

    def __getattr__(self, name):  # every other method is answered too: as what it is, an attempt to write
        if name.startswith("do_"):
            self.world.complain(f"method {name[3:]} {self.path}")
            return lambda: self.answer(405, {"error": "method not allowed"})
        raise AttributeError(name)

    def serve(self):
        world = self.world
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with world.lock:
            request = Request(self, body)
            world.note(request)
            if "gzip" not in (self.headers.get("Accept-Encoding") or ""):
                world.complain("gzip is not accepted")
            try:
                kind = world.erp.kind_of(request)  # "login", "data" or "other"
                if kind != "data":
                    return self.answer(200, world.erp.answer(request, kind), world.erp.headers_of(request, kind))
                fault = world.fault()
                world.motion.between_requests(world.data_requests)
                if fault and self.misbehave(fault, request):
                    return None
                return self.answer(200, world.erp.answer(request, kind))
            except Reply as reply:
                return self.answer(reply.status, reply.document, reply.headers)
            except Exception as trouble:  # a question that the stand-in does not understand is a complaint
                world.complain(f"{request.method} {request.raw_path} {request.text}: {trouble!r}")
                return self.answer(500, {"error": {"message": repr(trouble)}})

    def misbehave(self, fault, request):
        kind = fault["kind"]
        if kind == "429":
            self.answer(429, {"message": "Too many requests, slow down"}, {"Retry-After": str(fault.get("after", 0))})
        elif kind == "503":
            self.answer(503, {"message": "Service is starting"}, {"Retry-After": "0"})
        elif kind == "500":
            self.answer(500, {"message": "Internal trouble 4711"}, {})
        elif kind == "html":
            self.send_bytes(fault.get("status", 200), LOGIN_PAGE, {"Content-Type": "text/html; charset=utf-8"})
        elif kind == "redirect":
            self.send_bytes(302, b"", {"Location": "https://elsewhere.example/login?next=1"})
        elif kind == "empty_body":
            self.send_bytes(200, b"", {})
        elif kind in ("cut", "cut_json", "cut_gzip"):
            whole = json.dumps(self.world.erp.answer(request, "data")).encode()
            if kind == "cut_json":  # well-formed HTTP, half a document
                self.send_bytes(200, whole[: len(whole) // 2], {"Content-Type": "application/json"})
                return True
            headers = {"Content-Type": "application/json"}
            if kind == "cut_gzip":
                whole = gzip.compress(whole)
                headers["Content-Encoding"] = "gzip"
                self.send_bytes(200, whole[: max(len(whole) - 12, 1)], headers)
                return True
            self.send_bytes(200, whole[: len(whole) // 2], headers, length=len(whole))
            self.close_connection = True
        elif kind == "empty_page":
            self.answer(200, self.world.erp.empty_page(request))
        elif kind == "bomb":
            self.send_bytes(200, gzip.compress(b'["' + b"a" * (80 << 20) + b'"]'),
                            {"Content-Type": "application/json", "Content-Encoding": "gzip"})
        else:
            return self.world.erp.misbehave(fault, request)
        return True

    def answer(self, status, document, headers=None):
        data = json.dumps(document, ensure_ascii=False).encode()
        more = {"Content-Type": "application/json; charset=utf-8"}
        if "gzip" in (self.headers.get("Accept-Encoding") or ""):
            data = gzip.compress(data, 1)
            more["Content-Encoding"] = "gzip"
        more.update(headers or {})
        self.send_bytes(status, data, more)

    def send_bytes(self, status, data, headers, length=None):
        self.send_response(status)
        for name, value in headers.items():
            for one in value if isinstance(value, list) else [value]:
                self.send_header(name, one)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)


def main():
    folder, erp, fixture = sys.argv[1:4]
    Handler.world = World(folder, erp, fixture)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    certificate = os.path.join(folder, "server.pem")
    if os.path.exists(certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, os.path.join(folder, "server.key"))
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with open(os.path.join(folder, "port.new"), "w", encoding="utf-8") as file:
        file.write(str(server.server_address[1]))
    os.replace(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
    server.serve_forever()


if __name__ == "__main__":
    main()
