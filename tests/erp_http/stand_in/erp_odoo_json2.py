"""Odoo 19's External JSON-2 API: POST /json/2/MODEL/METHOD with named arguments, errors by HTTP status."""
from reply import Reply
from where import triple_holds

READS = {"search_read", "search_count", "formatted_read_group"}


def search(world, rows, domain):
    fields = set().union(*(row.keys() for row in rows)) if rows else set()
    for field, _, _ in domain:
        if rows and field not in fields:
            raise Reply(*invalid_field(field))
    return [row for row in rows if all(triple_holds(triple, row) for triple in domain)]


def invalid_field(field):
    return 422, {"name": "builtins.ValueError", "message": f"Invalid field {field!r}", "arguments": [], "context": {}, "debug": ""}


def search_read(world, rows, domain, fields, order="id", limit=None, offset=0, **_):
    if order != "id":
        world.complain(f"order {order!r} is no unique key")
    if not fields:
        world.complain("all fields were asked for")
    found = sorted(search(world, rows, domain), key=lambda row: row["id"])[offset:]
    found = found[: min(limit or 80, world.settings.get("page_rows_max", 1000))]
    for field in fields:
        if rows and ("." in field or all(field not in row for row in rows)):
            raise Reply(*invalid_field(field))
    return [{"id": row["id"], **{field: row.get(field, False) for field in fields}} for row in found]


def groups(rows, names, total):
    made = {}
    for row in rows:
        key = tuple(tuple(row[name]) for name in names)
        group = made.setdefault(key, {**{name: row[name] for name in names}, total: 0})
        group[total] = round(group[total] + row["balance"], 2)
    return list(made.values())


class Erp:
    def __init__(self, world):
        self.world = world

    def kind_of(self, request):
        return "data"

    def headers_of(self, request, kind):
        return {}

    def answer(self, request, kind):
        settings = self.world.settings
        if request.headers.get("Authorization") != "bearer " + settings["token"]:
            raise Reply(401, {"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey", "arguments": [], "debug": ""})
        if request.headers.get("X-Odoo-Database") != settings["database"]:
            raise Reply(404, {"name": "werkzeug.exceptions.NotFound", "message": "no such database"})
        parts = request.path.split("/")
        if request.method != "POST" or parts[:3] != ["", "json", "2"] or len(parts) != 5 or parts[4] not in READS:
            self.world.complain(f"{request.method} {request.raw_path}")
            raise Reply(404, {"name": "werkzeug.exceptions.NotFound", "message": "not found"})
        return self.call(parts[3], parts[4], request.json)

    def call(self, model, method, arguments):
        rows = self.world.tables[model]
        if arguments.get("context", {}).get("allowed_company_ids") != [self.world.settings["company_id"]]:
            self.world.complain(f"{model}: context names no company")
        if method == "search_read":
            return search_read(self.world, rows, **arguments)
        if method == "search_count":
            return len(search(self.world, rows, arguments["domain"]))
        return groups(search(self.world, rows, arguments["domain"]), arguments["groupby"], arguments["aggregates"][0])

    def empty_page(self, request):
        return []

    def misbehave(self, fault, request):
        if fault["kind"] == "expired_token":
            raise Reply(401, {"name": "werkzeug.exceptions.Unauthorized", "message": "Invalid apikey", "arguments": []})
        if fault["kind"] == "no_right":
            raise Reply(403, {"name": "odoo.exceptions.AccessError", "message": "You are not allowed to access 'Journal Item'"})
        return False
