#!/usr/bin/env python3
"""Stand-ins for the services that take messages by HTTP. Each checks the request as its provider's document says, signature and
all, with code of its own, and answers as the provider does, errors inside HTTP 200 among them.

  message_gateways.py FOLDER

Listens on 127.0.0.1 on a free port, which FOLDER/port then holds; /NAME/… is the service NAME, so a gateway's url is
http://127.0.0.1:PORT/NAME. Each message taken is a line of FOLDER/taken, a JSON list [service, number or robot, text].

The last two digits of a number, or a word fault-NN in a robot's text, choose a fault: 90 refused in the provider's words · 91 HTTP 500 ·
92 HTTP 429 with Retry-After · 93 taken, then the link is lost · 94 lost before anything is taken · 95 a page of HTML · 96 cut JSON ·
97 nothing · 98 says no more for ever · 89 words that are no HTTP · 99 the number is no number."""
import base64
import hashlib
import hmac
import http.server
import json
import re
import sys
import threading
import time
import urllib.parse
from pathlib import Path

KEY, SECRET = "test-id", "test-secret"


def digest(kind, key, text):
    return hmac.new(key if isinstance(key, bytes) else key.encode(), text.encode(), kind).digest()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def encoded(text):
    return urllib.parse.quote(text, safe="-_.~")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def answer(self, body):
        parts = urllib.parse.urlsplit(self.path)
        _, service, rest = parts.path.split("/", 2) if parts.path.count("/") > 1 else (None, parts.path[1:], "")
        query = urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
        self.service = service
        handle = getattr(self, "take_" + service, None)
        if handle is None:
            return self.say(404, "no such service")
        handle("/" + rest, query, body)

    def say(self, status, answer, **headers):
        data = (answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def keep(self, whom, text):
        with self.server.lock, open(self.server.folder / "taken", "a", encoding="utf-8") as taken:
            taken.write(json.dumps([self.service, whom, text], ensure_ascii=False) + "\n")

    def fault(self, which, whom, text, refusal, no_number):
        """True where the fault was the answer."""
        if which == "90":
            self.say(*refusal)
        elif which == "91":
            self.say(500, "Internal Server Error")
        elif which == "92":
            self.say(429, "slow down", Retry_After="77")
        elif which == "93":
            self.keep(whom, text)
            self.close_connection = True
        elif which == "94":
            self.close_connection = True
        elif which == "95":
            self.keep(whom, text)
            self.say(200, "<html><body>Welcome to the hotel's Wi-Fi</body></html>")
        elif which == "96":
            self.keep(whom, text)
            self.say(200, '{"Code": "O')
        elif which == "97":
            self.keep(whom, text)
            self.say(200, "")
        elif which == "98":
            self.keep(whom, text)
            self.server.for_ever.wait()
        elif which == "89":
            self.keep(whom, text)
            self.wfile.write(b"this is no HTTP at all\r\n")
            self.close_connection = True
        elif which == "99" and no_number:
            self.say(*no_number)
        else:
            return False
        return True

    # ---- short messages ----------------------------------------------------------------------------------

    def take_aliyun(self, path, query, body):
        given = self.headers.get("Authorization", "")
        low = {name.lower(): value.strip() for name, value in self.headers.items()}
        shape = re.fullmatch(r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})", given)
        if not shape or shape[1] != KEY:
            return self.say(404, {"Code": "InvalidAccessKeyId.NotFound", "Message": "Specified access key is not found."})
        names = shape[2].split(";")
        if "host" not in names or any(name.startswith("x-acs-") and name not in names for name in low):
            return self.say(400, {"Code": "IncompleteSignature", "Message": "not all headers are signed"})
        canonical = "\n".join(["POST", path, "&".join(f"{encoded(k)}={encoded(v)}" for k, v in sorted(query)),
                               "".join(f"{name}:{low.get(name, '')}\n" for name in names), shape[2], sha256(body)])
        wanted = digest("sha256", SECRET, "ACS3-HMAC-SHA256\n" + sha256(canonical.encode())).hex()
        if low.get("x-acs-content-sha256") != sha256(body) or not hmac.compare_digest(wanted, shape[3]):
            return self.say(400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched."})
        self.aliyun_message(low.get("x-acs-action"), dict(query))

    def take_aliyun_rpc(self, path, query, _):
        fields = dict(query)
        given = fields.pop("Signature", "")
        text = "&".join(f"{encoded(k)}={encoded(v)}" for k, v in sorted(fields.items()))
        wanted = base64.b64encode(digest("sha1", SECRET + "&", f"GET&{encoded(path)}&{encoded(text)}")).decode()
        if fields.get("AccessKeyId") != KEY or not hmac.compare_digest(given, wanted):
            return self.say(400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched."})
        self.aliyun_message(fields.get("Action"), fields)

    def aliyun_message(self, action, fields):
        number, text = fields.get("PhoneNumbers", ""), fields.get("TemplateParam", "")
        if action != "SendSms" or fields.get("SignName") != "华远机械" or fields.get("TemplateCode") != "SMS_1":
            return self.say(200, {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "模板不合法", "RequestId": "R"})
        if self.fault(number[-2:], number, text, (200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发分钟级流控"}),
                      (200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "非法手机号"})):
            return None
        self.keep(number, text)
        return self.say(200, {"Code": "OK", "Message": "OK", "BizId": "B" + number, "RequestId": "R"})

    def take_tencent(self, path, _, body):
        host, kind = self.headers.get("Host", ""), self.headers.get("Content-Type", "")
        stamp = int(self.headers.get("X-TC-Timestamp", "0"))
        day = time.strftime("%Y-%m-%d", time.gmtime(stamp))
        canonical = "\n".join(["POST", path, "", f"content-type:{kind}\nhost:{host}\n", "content-type;host", sha256(body)])
        scope = f"{day}/sms/tc3_request"
        text = f"TC3-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(canonical.encode())}"
        key = digest("sha256", digest("sha256", digest("sha256", "TC3" + SECRET, day), "sms"), "tc3_request")
        wanted = (f"TC3-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders=content-type;host, "
                  f"Signature={digest('sha256', key, text).hex()}")
        error = None
        if abs(time.time() - stamp) > 300:
            error = {"Code": "AuthFailure.SignatureExpire", "Message": "signature expired"}
        elif self.headers.get("Authorization") != wanted:
            error = {"Code": "AuthFailure.SignatureFailure", "Message": "signature is not matched"}
        if error:
            return self.say(200, {"Response": {"Error": error, "RequestId": "R"}})
        asked = json.loads(body)
        statuses = []
        for number in asked["PhoneNumberSet"]:
            words = json.dumps(asked["TemplateParamSet"], ensure_ascii=False)
            if self.fault(number[-2:], number, words,
                          (200, {"Response": {"SendStatusSet": [{"Code": "LimitExceeded.PhoneNumberDailyLimit", "Message": "daily limit",
                                                                 "PhoneNumber": number}], "RequestId": "R"}}),
                          (200, {"Response": {"SendStatusSet": [{"Code": "InvalidParameterValue.IncorrectPhoneNumber",
                                                                 "Message": "incorrect", "PhoneNumber": number}], "RequestId": "R"}})):
                return None
            self.keep(number, words)
            statuses.append({"Code": "Ok", "Message": "send success", "SerialNo": "S" + number, "PhoneNumber": number,
                             "SessionContext": asked["SessionContext"]})
        return self.say(200, {"Response": {"SendStatusSet": statuses, "RequestId": "R"}})

    def take_twilio(self, path, _, body):
        fields = dict(urllib.parse.parse_qsl(body.decode()))
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode():
            return self.say(401, {"code": 20003, "message": "Authenticate", "status": 401})
        if self.command == "GET":
            return self.twilio_reports(path)
        number, text = fields.get("To", ""), fields.get("Body", "")
        if path != f"/2010-04-01/Accounts/{KEY}/Messages.json" or not re.fullmatch(r"\+\d{8,15}", number):
            return self.say(400, {"code": 21211, "message": "Invalid 'To' Phone Number", "status": 400})
        if self.fault(number[-2:], number, text, (201, {"sid": "SM0", "status": "failed", "error_code": 30007}),
                      (400, {"code": 21614, "message": "'To' number is not a valid mobile number", "status": 400})):
            return None
        self.keep(number, text)
        return self.say(201, {"sid": "SM" + number[1:], "status": "queued", "error_code": None, "to": number})

    def twilio_reports(self, path):
        """Two on a page. The third digit from the end chooses what became of it."""
        if path != f"/2010-04-01/Accounts/{KEY}/Messages.json":
            return self.say(404, {"code": 20404, "message": "not found", "status": 404})
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        page = int(query.get("Page", "0"))
        if page == 0 and not re.fullmatch(r"\d{4}-\d\d-\d\d", query.get("DateSent>", "")):
            return self.say(400, {"code": 20001, "message": "DateSent", "status": 400})
        with self.server.lock:
            lines = (self.server.folder / "taken").read_text(encoding="utf-8").splitlines()
        numbers = [json.loads(line)[1] for line in lines]
        fates = {"0": ("delivered", None, None), "1": ("undelivered", 30003, "Unreachable destination handset"),
                 "2": ("undelivered", 30005, "Unknown destination handset"), "3": ("failed", 21610, "Attempt to send to unsubscribed recipient"),
                 "4": ("sent", None, None)}
        entries = []
        for number in numbers[2 * page:2 * page + 2]:
            status, code, words = fates[number[-3]]
            entries.append({"sid": "SM" + number[1:], "status": status, "error_code": code, "error_message": words, "to": number})
        more = f"/2010-04-01/Accounts/{KEY}/Messages.json?Page={page + 1}" if len(numbers) > 2 * page + 2 else None
        return self.say(200, {"messages": entries, "next_page_uri": more})

    def take_kannel(self, path, query, _):
        fields = dict(query)
        if path != "/cgi-bin/sendsms" or (fields.get("username"), fields.get("password")) != (KEY, SECRET):
            return self.say(403, "Authorization failed for sendsms")
        number, text = fields.get("to", ""), fields.get("text", "")
        if fields.get("coding") == "2" and fields.get("charset") != "UTF-8":
            return self.say(400, "charset")
        if self.fault(number[-2:], number, text, (503, "Temporal failure, try again later."), None):
            return None
        self.keep(number, text)
        return self.say(202, "0: Accepted for delivery")

    # ---- chats -------------------------------------------------------------------------------------------

    def robot(self, text, fine, refusal):
        mark = re.search(r"fault.(\d\d)", text)
        if self.fault(mark[1] if mark else "", "robot", text, refusal, None):
            return None
        self.keep("robot", text)
        return self.say(200, fine)

    def take_wecom(self, path, query, body):
        if path != "/cgi-bin/webhook/send" or dict(query).get("key") != "robot-token":
            return self.say(200, {"errcode": 93000, "errmsg": "invalid webhook url"})
        return self.robot(json.loads(body)["text"]["content"], {"errcode": 0, "errmsg": "ok"},
                          (200, {"errcode": 45009, "errmsg": "api freq out of limit"}))

    def take_dingtalk(self, path, query, body):
        fields = dict(query)
        stamp = fields.get("timestamp", "0")
        wanted = base64.b64encode(digest("sha256", SECRET, f"{stamp}\n{SECRET}")).decode()
        if (path != "/robot/send" or fields.get("access_token") != "robot-token" or fields.get("sign") != wanted
                or abs(time.time() * 1000 - int(stamp)) > 3_600_000):
            return self.say(200, {"errcode": 310000, "errmsg": "sign not match"})
        return self.robot(json.loads(body)["text"]["content"], {"errcode": 0, "errmsg": "ok"},
                          (200, {"errcode": 130101, "errmsg": "send too fast"}))

    def take_feishu(self, path, _, body):
        asked = json.loads(body)
        wanted = base64.b64encode(digest("sha256", f"{asked['timestamp']}\n{SECRET}", "")).decode()
        if path != "/open-apis/bot/v2/hook/robot-token" or asked["sign"] != wanted or abs(time.time() - int(asked["timestamp"])) > 3600:
            return self.say(200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"})
        return self.robot(asked["content"]["text"], {"code": 0, "msg": "success", "StatusCode": 0},
                          (200, {"code": 11232, "msg": "frequency limited"}))

    def take_slack(self, path, _, body):
        if path != "/services/robot-token":
            return self.say(403, "invalid_token")
        return self.robot(json.loads(body)["text"], "ok", (200, "no_text"))

    def take_teams(self, path, query, body):
        if path != "/robot-token":
            return self.say(401, {"error": {"code": "DirectApiAuthorizationRequired"}})
        text = json.loads(body)["attachments"][0]["content"]["body"][0]["text"]
        mark = re.search(r"fault.(\d\d)", text)
        if self.fault(mark[1] if mark else "", "robot", text, (429, "busy"), None):
            return None
        self.keep("robot", text)
        return self.say(202, "")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.lock, self.for_ever = folder, threading.Lock(), threading.Event()

    def handle_error(self, *_):
        pass  # the caller has gone


if __name__ == "__main__":
    place = Path(sys.argv[1])
    server = Server(place)
    (place / "port.new").write_text(str(server.server_address[1]))
    (place / "port.new").rename(place / "port")
    server.serve_forever()
