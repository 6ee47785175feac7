"""An ERP that nobody sells: OAuth2 client credentials, pages by link, instalments inside documents, German numbers."""
import base64
import urllib.parse

from reply import Reply


class Erp:
    def __init__(self, world):
        self.world = world
        self.tokens = 0

    def kind_of(self, request):
        return "login" if request.path == "/oauth/token" else "data"

    def headers_of(self, request, kind):
        return {}

    def answer(self, request, kind):
        settings = self.world.settings
        if kind == "login":
            pair = ":".join(urllib.parse.quote(settings[key], safe="") for key in ("client_id", "client_secret"))  # RFC 6749, 2.3.1
            proof = "Basic " + base64.b64encode(pair.encode()).decode()
            if request.headers.get("Authorization") != proof or request.form != {"grant_type": "client_credentials", "scope": "read"}:
                raise Reply(400, {"error": "invalid_client", "error_description": "unknown client"})
            self.tokens += 1
            return {"access_token": f"bearer-{self.tokens}", "token_type": "bearer", "expires_in": settings.get("expires_in", 3600)}
        if request.headers.get("Authorization") != f"Bearer bearer-{self.tokens}":
            raise Reply(401, {"message": "token expired"})
        if request.method != "GET":
            self.world.complain(f"{request.method} {request.raw_path}")
        name = request.path.removeprefix("/v1/")
        if name not in self.world.tables:
            raise Reply(404, {"message": "no such list"})
        rows, start = self.world.tables[name], int(request.query.get("cursor", 0))
        answer = {"rows": rows[start: start + 2]}
        if start + 2 < len(rows):
            answer["next"] = f"{name}?cursor={start + 2}"
        return answer

    def empty_page(self, request):
        return {"rows": []}

    def misbehave(self, fault, request):
        if fault["kind"] == "lost_session":
            self.tokens += 1
            raise Reply(401, {"message": "token expired"})
        return False
