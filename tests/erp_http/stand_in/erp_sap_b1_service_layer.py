"""SAP Business One's Service Layer: OData 3, a login with cookies, 20 rows a page unless more is preferred."""
from reply import Reply
from where import holds

COUNTED = "odata.count"


def trouble(code, words):
    return {"error": {"code": code, "message": {"lang": "en-us", "value": words}}}


class Erp:
    def __init__(self, world):
        self.world = world
        self.sessions, self.open = 0, False

    def kind_of(self, request):
        name = request.path.removeprefix("/b1s/v1/")
        if name == "SQLQueries('settled_open_items')/List" and request.headers.get("Prefer") == "odata.maxpagesize=1":
            return "other"  # the probe
        return {"Login": "login", "Logout": "other"}.get(name, "data")

    def headers_of(self, request, kind):
        if kind != "login" or self.world.settings.get("no_cookies"):
            return {}
        return {"Set-Cookie": [f"B1SESSION=b1-{self.sessions};HttpOnly;", "ROUTEID=.node1; path=/b1s"]}

    def answer(self, request, kind):
        settings = self.world.settings
        if kind == "login":
            if request.json != {"CompanyDB": settings["company_database"], "UserName": settings["user"], "Password": settings["password"]}:
                raise Reply(401, trouble(-304, "Fail to get DB Credentials from SLD"))
            self.sessions, self.open = self.sessions + 1, True
            return {"SessionId": f"b1-{self.sessions}", "Version": "1000190", "SessionTimeout": 30}
        if not self.open or request.cookies.get("B1SESSION") != f"b1-{self.sessions}" or "ROUTEID" not in request.cookies:
            raise Reply(401, trouble(301, "Invalid session or session already timeout."))
        name = request.path.removeprefix("/b1s/v1/")
        if name == "Logout":
            self.open = False
            return {}
        if request.method != "GET":
            self.world.complain(f"{request.method} {request.raw_path}")
            raise Reply(403, trouble(-1, "no"))
        if name not in self.world.tables:
            raise Reply(404, trouble(-2028, "No matching records found"))
        return self.rows(request, name)

    def rows(self, request, name):
        rows = list(self.world.tables[name])
        if "$filter" in request.query:
            try:
                rows = [row for row in rows if holds(request.query["$filter"], row)]
            except ValueError as problem:
                raise Reply(400, trouble(-1000, f"Invalid filter: {problem}")) from problem
        order = request.query.get("$orderby")
        if order:
            rows.sort(key=lambda row: row[order])
        elif not name.startswith("SQLQueries"):
            self.world.complain(f"{name} without $orderby")
        total = len(rows)
        skip = int(request.query.get("$skip", 0))
        preferred = request.headers.get("Prefer", "odata.maxpagesize=20").removeprefix("odata.maxpagesize=")
        size = min(int(preferred), self.world.settings.get("page_rows_max", 100))
        page = rows[skip: skip + size]
        if "$select" in request.query:
            names = request.query["$select"].split(",")
            for field in names:
                if self.world.tables[name] and field not in self.world.tables[name][0]:
                    raise Reply(400, trouble(-1000, f"Property '{field}' of '{name}' is invalid"))
            page = [{field: row[field] for field in names} for row in page]
        answer = {"odata.metadata": "…/$metadata", "value": page}
        if request.query.get("$inlinecount") == "allpages":
            answer[COUNTED] = str(total)
        if skip + size < total:
            answer["odata.nextLink"] = self.world.settings.get("next_link", f"{name}?$skip={skip + size}")
        return answer

    def empty_page(self, request):
        return {"value": [], COUNTED: "0"}

    def misbehave(self, fault, request):
        if fault["kind"] == "lost_session":
            self.open = False
            raise Reply(401, trouble(301, "Invalid session or session already timeout."))
        if fault["kind"] == "no_right":
            raise Reply(403, trouble(-5006, "The logged-on user does not have permission to use this object"))
        return False
