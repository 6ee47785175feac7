"""SAP Gateway, OData 2: basic authentication, sap-client, inline counts as text, days as /Date(…)/."""
import base64

from reply import Reply
from where import holds

ROOT = "/sap/opu/odata/sap/"


def trouble(code, words):
    return {"error": {"code": code, "message": {"lang": "en", "value": words}, "innererror": {"transactionid": "4711"}}}


class Erp:
    def __init__(self, world):
        self.world = world

    def kind_of(self, request):
        return "data"

    def headers_of(self, request, kind):
        return {}

    def answer(self, request, kind):
        settings = self.world.settings
        proof = "Basic " + base64.b64encode(f"{settings['user']}:{settings['password']}".encode()).decode()
        if request.headers.get("Authorization") != proof:
            raise Reply(401, trouble("SY/530", "Anmeldung fehlgeschlagen"))
        if request.method != "GET" or not request.path.startswith(ROOT):
            self.world.complain(f"{request.method} {request.raw_path}")
        query = request.query
        if query.get("sap-client") != settings["client"] or query.get("$format") != "json" or query.get("$inlinecount") != "allpages":
            self.world.complain(f"query {query}")
        name = request.path.removeprefix(ROOT)
        rows = self.world.tables.get(name)
        if rows is None:
            raise Reply(404, trouble("/IWFND/MED/170", f"No service found for {name}"))
        try:
            found = [row for row in rows if holds(query["$filter"], row)]
        except ValueError as problem:
            raise Reply(400, trouble("/IWBEP/CM_MGW_RT/022", f"Invalid filter: {problem}")) from problem
        order = query["$orderby"].split(",")
        if len({tuple(row[key] for key in order) for row in rows}) != len(rows):
            self.world.complain(f"{name}: {order} is no unique order")
        found.sort(key=lambda row: [row[key] for key in order])
        names = query["$select"].split(",")
        for field in names:
            if rows and field not in rows[0]:
                raise Reply(400, trouble("/IWBEP/CM_MGW_RT/021", f"Property {field} not found in type"))
        skip, top = int(query.get("$skip", 0)), int(query["$top"])
        page = found[skip: skip + min(top, settings.get("page_rows_max", 5000))]
        return {"d": {"__count": str(len(found)), "results": [
            {"__metadata": {"type": "x"}, **{field: row[field] for field in names}} for row in page]}}

    def empty_page(self, request):
        return {"d": {"__count": "0", "results": []}}

    def misbehave(self, fault, request):
        if fault["kind"] == "expired_token":
            raise Reply(401, trouble("SY/530", "Password has expired"))
        if fault["kind"] == "no_right":
            raise Reply(403, trouble("/IWFND/CM_CONSUMER/101", "No authorization to access service"))
        if fault["kind"] == "error_in_200":
            raise Reply(200, trouble("/IWBEP/CM_MGW_RT/020", "Resource limit exceeded"))
        return False
