"""Frappe's REST interface: GET /api/resource/DOCTYPE, 20 rows and only the name unless more is asked for."""
import json

from reply import Reply
from where import triple_holds


class Erp:
    def __init__(self, world):
        self.world = world

    def kind_of(self, request):
        return "data"

    def headers_of(self, request, kind):
        return {}

    def rows_of(self, doctype, filters):
        rows = self.world.tables[doctype]
        try:
            return [row for row in rows if all(triple_holds(triple, row) for triple in filters)]
        except ValueError as trouble:
            raise Reply(417, {"exc_type": "DataError", "exception": f"frappe.exceptions.DataError: {trouble}"}) from trouble

    def answer(self, request, kind):
        settings = self.world.settings
        if request.headers.get("Authorization") != f"token {settings['client_id']}:{settings['client_secret']}":
            raise Reply(401, {"exc_type": "AuthenticationError", "exception": "frappe.exceptions.AuthenticationError"})
        if request.method != "GET":
            self.world.complain(f"{request.method} {request.raw_path}")
            raise Reply(403, {"exc_type": "PermissionError"})
        filters = json.loads(request.query["filters"])
        if request.path == "/api/method/frappe.client.get_count":
            return {"message": len(self.rows_of(request.query["doctype"], filters))}
        doctype = request.path.removeprefix("/api/resource/")
        if doctype not in self.world.tables:
            self.world.complain(f"doctype {doctype}")
            raise Reply(404, {"exc_type": "DoesNotExistError", "exception": f"DocType {doctype} not found"})
        fields = json.loads(request.query.get("fields", '["name"]'))
        if request.query.get("order_by") != "name asc":
            self.world.complain("order_by is no unique key")
        found = sorted(self.rows_of(doctype, filters), key=lambda row: row["name"])
        start, length = int(request.query.get("limit_start", 0)), int(request.query.get("limit_page_length", 20))
        found = found[start: start + min(length, settings.get("page_rows_max", 5000))]
        for field in fields:
            if self.world.tables[doctype] and field not in self.world.tables[doctype][0]:
                raise Reply(417, {"exc_type": "DataError", "exception": f"Field not permitted in query: {field}"})
        return {"data": [{field: row.get(field) for field in fields} for row in found]}

    def empty_page(self, request):
        return {"data": []}

    def misbehave(self, fault, request):
        if fault["kind"] == "expired_token":
            raise Reply(401, {"exc_type": "AuthenticationError", "exception": "frappe.exceptions.AuthenticationError: revoked"})
        if fault["kind"] == "no_right":
            raise Reply(403, {"exc_type": "PermissionError", "exception": "User does not have doctype access"})
        return False
