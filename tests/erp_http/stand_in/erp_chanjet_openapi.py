"""Chanjet's open platform: a token for an app ticket and a certificate, partners by page, reports with a session."""
from reply import Reply

TOKEN = "/v1/common/auth/selfBuiltApp/generateToken"


class Erp:
    def __init__(self, world):
        self.world = world
        self.tokens = 0

    def kind_of(self, request):
        return "login" if request.path == TOKEN else "data"

    def headers_of(self, request, kind):
        return {}

    def answer(self, request, kind):
        settings = self.world.settings
        app = (request.headers.get("appKey"), request.headers.get("appSecret"))
        if app != (settings["client_id"], settings["client_secret"]):
            return {"result": False, "error": {"code": "40001", "msg": "appKey或appSecret错误"}}
        if kind == "login":
            if request.json != {"appTicket": settings["ticket"], "certificate": settings["token"]}:
                return {"result": False, "error": {"code": "40002", "msg": "appTicket已失效"}}
            self.tokens += 1
            return {"result": True, "error": None, "value": {"accessToken": f"open-token-{self.tokens}", "expiresIn": 518400}}
        if request.headers.get("openToken") != f"open-token-{self.tokens}":
            return {"code": "401", "message": "token已过期"}
        if request.method != "POST":
            self.world.complain(f"{request.method} {request.raw_path}")
        if request.path == "/tplus/api/v2/partner/QueryPage":
            asked = request.json["param"]
            rows = [row for row in self.world.tables["partner"] if row["Disabled"] == asked["Disabled"]]
            index, size = asked["PageIndex"], min(asked["PageSize"], settings.get("page_rows_max", 1000))
            return {"TotalCount": len(rows), "Data": [{k: v for k, v in row.items() if k != "Disabled"}
                                                      for row in rows[(index - 1) * size: index * size]]}
        if request.path == "/tplus/api/v2/reportQuery/GetReportData":
            return self.report(request.json["request"])
        self.world.complain(f"POST {request.raw_path}")
        return {"code": "999", "message": "接口未授权"}

    def report(self, asked):
        if asked["ReportName"] != self.world.settings["receivables_report"]:
            return {"code": "999", "message": f"报表 {asked['ReportName']} 不存在"}
        first = asked["PageIndex"] == 1
        if (asked["TaskSessionID"], asked["SolutionID"]) != (("", "") if first else ("task-1", "solution-1")):
            self.world.complain(f"page {asked['PageIndex']} without the session of page 1")
        if asked["SearchItems"][0]["ColumnName"] != "VoucherDate":
            self.world.complain("no days in the search items")
        rows = self.world.tables["receivables"]
        size = min(asked["PageSize"], self.world.settings.get("page_rows_max", 200))
        page = rows[(asked["PageIndex"] - 1) * size: asked["PageIndex"] * size]
        return {"TaskSessionID": "task-1", "SolutionID": "solution-1", "TotalRecords": len(rows), "DataSource": {"Rows": page}}

    def empty_page(self, request):
        return {"TotalCount": 0, "Data": [], "TotalRecords": 0, "DataSource": {"Rows": []}}

    def misbehave(self, fault, request):
        if fault["kind"] in ("expired_token", "lost_session"):
            self.tokens += 1
            raise Reply(200, {"code": "401", "message": "token已过期"})
        if fault["kind"] == "error_in_200":
            raise Reply(200, {"code": "999", "message": "接口未授权"})
        if fault["kind"] == "wait_in_200":
            raise Reply(200, {"code": "429", "message": "调用过于频繁"})
        return False
