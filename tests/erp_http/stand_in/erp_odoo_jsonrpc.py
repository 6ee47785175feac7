"""Odoo up to 18: POST /jsonrpc, services common and object; errors come with HTTP 200."""
from erp_odoo_json2 import groups, search, search_read
from reply import Reply


def trouble(name, message, code=200):
    return {"jsonrpc": "2.0", "id": 1,
            "error": {"code": code, "message": "Odoo Server Error", "data": {"name": name, "message": message, "debug": "Traceback"}}}


class Erp:
    def __init__(self, world):
        self.world = world

    def kind_of(self, request):
        service = (request.json or {}).get("params", {}).get("service")
        return "login" if service == "common" else "data"

    def headers_of(self, request, kind):
        return {}

    def answer(self, request, kind):
        settings = self.world.settings
        params = request.json["params"]
        if request.method != "POST" or request.path != "/jsonrpc" or request.json.get("jsonrpc") != "2.0":
            self.world.complain(f"{request.method} {request.raw_path}")
        if kind == "login":
            if params["method"] != "authenticate":
                self.world.complain(f"common.{params['method']}")
            right = params["args"] == [settings["database"], settings["user"], settings["token"], {}]
            return {"jsonrpc": "2.0", "id": 1, "result": 7 if right else False}
        database, uid, key, model, method, positional, named = params["args"]
        if (database, uid, key) != (settings["database"], 7, settings["token"]):
            return trouble("odoo.exceptions.AccessDenied", "Access Denied")
        if params["method"] != "execute_kw" or method not in ("search_read", "search_count", "read_group"):
            self.world.complain(f"{model}.{method}")
            return trouble("builtins.AttributeError", "no")
        try:
            return {"jsonrpc": "2.0", "id": 1, "result": self.call(model, method, positional, named)}
        except Reply as reply:
            return trouble(reply.document["name"], reply.document["message"])

    def call(self, model, method, positional, named):
        rows = self.world.tables[model]
        if method == "search_read":
            return search_read(self.world, rows, positional[0], **named)
        if method == "search_count":
            return len(search(self.world, rows, positional[0]))
        found = groups(search(self.world, rows, positional[0]), positional[2], "balance")
        return [{**group, "__count": 1} for group in found]

    def empty_page(self, request):
        return {"jsonrpc": "2.0", "id": 1, "result": []}

    def misbehave(self, fault, request):
        answers = {"lost_session": trouble("odoo.http.SessionExpiredException", "Session expired", 100),
                   "expired_token": trouble("odoo.exceptions.AccessDenied", "Access Denied"),
                   "no_right": trouble("odoo.exceptions.AccessError", "You are not allowed to access 'Journal Item'"),
                   "error_in_200": trouble("psycopg2.OperationalError", "could not serialize access due to concurrent update")}
        if fault["kind"] not in answers:
            return False
        raise Reply(200, answers[fault["kind"]])
