"""Kingdee Cloud's WebAPI: a login that sets two cookies, ExecuteBillQuery, errors in the place of the first row."""
from reply import Reply
from where import holds

LOGIN = "/Kingdee.BOS.WebApi.ServicesStub.AuthService.LoginByAppSecret.common.kdsvc"
QUERY = "/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc"
ROWS_CEILING = 2000


def trouble(message, msg_code, code=500):
    return [[{"Result": {"ResponseStatus": {
        "ErrorCode": code, "IsSuccess": False, "Errors": [{"FieldName": None, "Message": message, "DIndex": 0}],
        "SuccessEntitys": [], "SuccessMessages": [], "MsgCode": msg_code}}}]]


LOST = trouble("会话信息已丢失，请重新登录", 1)


class Erp:
    def __init__(self, world):
        self.world = world
        self.sessions = 0

    def kind_of(self, request):
        return "login" if request.path == LOGIN else "data"

    def headers_of(self, request, kind):
        if kind != "login" or self.world.settings.get("no_cookies"):
            return {}
        return {"Set-Cookie": [f"kdservice-sessionid=kd{self.sessions}; path=/; HttpOnly", f"ASP.NET_SessionId=asp{self.sessions}; path=/"]}

    def answer(self, request, kind):
        settings = self.world.settings
        if kind == "login":
            acct, user, app_id, secret, language = request.json["parameters"]
            if (acct, user, app_id, secret, language) != (settings["account_set"], settings["user"], settings["client_id"],
                                                          settings["client_secret"], 2052):
                return {"LoginResultType": -1, "Message": "用户名或密码错误", "KDSVCSessionId": ""}
            self.sessions += 1
            return {"LoginResultType": 1, "Message": None, "KDSVCSessionId": f"kd{self.sessions}"}
        if request.method != "POST" or request.path != QUERY:
            self.world.complain(f"{request.method} {request.raw_path}")
            raise Reply(404, {})
        if request.cookies != {"kdservice-sessionid": f"kd{self.sessions}", "ASP.NET_SessionId": f"asp{self.sessions}"}:
            return LOST
        return self.query(request.json["data"])

    def query(self, data):
        rows = self.world.tables.get(data["FormId"])
        if rows is None:
            return trouble(f"业务对象 {data['FormId']} 不存在", 4)
        keys = data["FieldKeys"].split(",")
        for key in keys:
            if rows and key not in rows[0]:
                return trouble(f"字段 {key} 不存在", 4)
        order, direction = data["OrderString"].split(" ")
        if direction != "ASC" or len({row[order] for row in rows}) != len(rows):
            self.world.complain(f"{data['FormId']}: {data['OrderString']} is no unique order")
        if data["Limit"] > ROWS_CEILING or data["TopRowCount"] != 0:
            self.world.complain(f"{data['FormId']}: Limit {data['Limit']}, TopRowCount {data['TopRowCount']}")
        try:
            found = [row for row in rows if holds(data["FilterString"], row)]
        except ValueError as problem:
            return trouble(f"过滤条件错误：{problem}", 4)
        found = sorted(found, key=lambda row: row[order])[data["StartRow"]:]
        found = found[: min(data["Limit"], self.world.settings.get("page_rows_max", ROWS_CEILING))]
        return [[row[key] for key in keys] for row in found]

    def empty_page(self, request):
        return []

    def misbehave(self, fault, request):
        if fault["kind"] == "lost_session":
            self.sessions += 1  # the cookies that are out there are of no use any more
            raise Reply(200, LOST)
        if fault["kind"] == "no_right":
            raise Reply(200, trouble("当前用户没有应收单的查看权限", 4))
        if fault["kind"] == "error_in_200":
            raise Reply(200, trouble("字段 FNOSUCH 不存在", 4))
        return False
