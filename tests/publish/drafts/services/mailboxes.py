"""Gmail and Microsoft Graph as their documentation has them, as far as drafts go, with those who give out tokens."""

import base64
import re
from email import message_from_bytes, policy
from types import MappingProxyType
from urllib.parse import parse_qs

from tests.publish.drafts.services.service import Service


class Gmail(Service):
    """https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.drafts."""

    name = "gmail"
    secrets = MappingProxyType(
        {
            "GMAIL_CLIENT_ID": "123-desk.apps.googleusercontent.example",
            "GMAIL_CLIENT_SECRET": "GOCSPX-0123456789abcdef",
            "GMAIL_REFRESH_TOKEN": "1//0g-0123456789abcdefghij",
        }
    )
    routes = (
        ("POST", r"/token", "token"),
        ("GET", r"/gmail/v1/users/me/drafts", "listed"),
        ("POST", r"/gmail/v1/users/me/drafts", "create"),
        ("GET", r"/gmail/v1/users/me/drafts/([^/]+)", "read"),
        ("PUT", r"/gmail/v1/users/me/drafts/([^/]+)", "update"),
    )
    given = "ya29.0123456789-given"

    def options(self, url):
        return {"base_url": url, "token_url": url}

    def admit(self, request):
        if request.path != "/token":
            self.need(request.headers.get("authorization") == f"Bearer {self.given}", "Invalid Credentials")

    def refuse(self, status, why):
        error = super().refuse(status, why)
        error.body = {"error": {"code": status, "message": why, "status": "INVALID_ARGUMENT"}}
        return error

    def token(self, request):
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        wanted = {
            "grant_type": "refresh_token",
            "client_id": self.secrets["GMAIL_CLIENT_ID"],
            "client_secret": self.secrets["GMAIL_CLIENT_SECRET"],
            "refresh_token": self.secrets["GMAIL_REFRESH_TOKEN"],
        }
        if form != wanted:
            return 400, {"error": "invalid_grant", "error_description": "Bad Request"}
        return 200, {"access_token": self.given, "expires_in": 3599, "token_type": "Bearer", "scope": "compose"}

    def _mail(self, request):
        body = self.body(request, ["message"])
        if set(body["message"]) != {"raw"}:
            raise self.refuse(400, "Invalid JSON payload received.")
        return base64.urlsafe_b64decode(body["message"]["raw"])

    def create(self, request):
        data = self._mail(request)
        key = f"r{self.next()}"
        self.items[key] = {"data": data, "labels": ["DRAFT"]}
        return 200, {"id": key, "message": {"id": f"m{self.made}", "threadId": f"t{self.made}", "labelIds": ["DRAFT"]}}

    def listed(self, request):
        wanted = re.fullmatch(r"rfc822msgid:(\S+)", self.query(request, "q", "maxResults", "pageToken")["q"])[1]
        found = [key for key, each in self.items.items() if f"<{wanted}>".encode() in each["data"]]
        # Where nothing is found, there is no list.
        return 200, {"resultSizeEstimate": len(found)} | ({"drafts": [{"id": key} for key in found]} if found else {})

    def read(self, request, key):
        assert self.query(request, "format")["format"] == "raw"
        held = self.held(key)
        # It adds a header of its own.
        raw = base64.urlsafe_b64encode(b"X-Received: by google\r\n" + held["data"]).decode().rstrip("=")
        return 200, {"id": key, "message": {"id": "m", "threadId": "t", "labelIds": held["labels"], "raw": raw}}

    def update(self, request, key):
        self.held(key)["data"] = self._mail(request)
        return 200, {"id": key, "message": {"id": f"m{self.next()}", "threadId": "t"}}

    def _parsed(self):
        for each in self.items.values():
            if "DRAFT" in each["labels"]:
                yield message_from_bytes(each["data"], policy=policy.default)

    def drafts(self):
        return [(str(each["Subject"]), each.get_body(("html",)).get_content()) for each in self._parsed()]

    def edit(self):
        [each] = self.items.values()
        each["data"] = each["data"].replace(b"Subject: ", b"Subject: Mine. ")

    def send(self):
        [each] = self.items.values()
        each["labels"] = ["SENT"]


class Graph(Service):
    """https://learn.microsoft.com/graph/api/user-post-messages, with MIME as base64."""

    name = "graph"
    secrets = MappingProxyType(
        {
            "GRAPH_CLIENT_ID": "00000000-1111-2222-3333-444444444444",
            "GRAPH_CLIENT_SECRET": "abc8Q~0123456789abcdef",
            "GRAPH_REFRESH_TOKEN": "0.AXoA0123456789abcdefghij",
        }
    )
    faithful = False
    routes = (
        ("POST", r"/common/oauth2/v2\.0/token", "token"),
        ("POST", r"/v1\.0/me/messages", "create"),
        ("GET", r"/v1\.0/me/mailFolders/(drafts|sentitems)/messages", "listed"),
        ("GET", r"/v1\.0/me/messages/([^/]+)", "read"),
        ("DELETE", r"/v1\.0/me/messages/([^/]+)", "remove"),
    )
    given = "eyJ0eXAiOiJKV1Qi.0123456789.given"

    def options(self, url):
        return {"base_url": url, "token_url": url}

    def admit(self, request):
        if not request.path.endswith("/token"):
            self.need(request.headers.get("authorization") == f"Bearer {self.given}", "Access token is empty.")

    def refuse(self, status, why):
        error = super().refuse(status, why)
        error.body = {"error": {"code": "InvalidRequest", "message": why, "innerError": {}}}
        return error

    def token(self, request):
        form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        if form.pop("scope") != "https://graph.microsoft.com/Mail.ReadWrite offline_access":
            return 400, {"error": "invalid_scope", "error_description": "AADSTS70011"}
        wanted = {
            "grant_type": "refresh_token",
            "client_id": self.secrets["GRAPH_CLIENT_ID"],
            "client_secret": self.secrets["GRAPH_CLIENT_SECRET"],
            "refresh_token": self.secrets["GRAPH_REFRESH_TOKEN"],
        }
        if form != wanted:
            return 400, {"error": "invalid_grant", "error_description": "AADSTS70000"}
        return 200, {"access_token": self.given, "expires_in": 3599, "token_type": "Bearer"}

    def create(self, request):
        if request.headers["content-type"] != "text/plain":
            raise self.refuse(415, "not MIME")
        parsed = message_from_bytes(base64.b64decode(request.body, validate=True), policy=policy.default)
        key = f"AAMk{self.next():04}="
        html = parsed.get_body(("html",)).get_content()
        self.items[key] = {
            "id": key,
            "subject": str(parsed["Subject"]),
            # Exchange rewrites HTML.
            "body": {"contentType": "html", "content": f"<html><head></head><body>{html.strip()}</body></html>"},
            "isDraft": True,
            "internetMessageId": str(parsed["Message-ID"]),
            "webLink": "https://outlook.example/1",
        }
        return 201, self.items[key]

    def _shown(self, held, query):
        return {name: held[name] for name in query["$select"].split(",")}

    def listed(self, request, folder):
        query = self.query(request, "$filter", "$select", "$top")
        wanted = re.fullmatch(r"internetMessageId eq '(<[^']+>)'", query["$filter"])[1]
        found = [
            self._shown(each, query)
            for each in self.items.values()
            if each["internetMessageId"] == wanted and each["isDraft"] == (folder == "drafts")
        ]
        return 200, {"value": found}

    def read(self, request, key):
        return 200, self._shown(self.held(key.replace("%3D", "=")), self.query(request, "$select"))

    def remove(self, _request, key):
        del self.items[self.held(key.replace("%3D", "="))["id"]]
        return 204, None

    def drafts(self):
        return [(each["subject"], each["body"]["content"]) for each in self.items.values() if each["isDraft"]]

    def edit(self):
        [each] = self.items.values()
        each["body"]["content"] += "<p>mine</p>"

    def send(self):
        [(key, each)] = self.items.items()
        del self.items[key]
        self.items["SENT1="] = each | {"isDraft": False, "id": "SENT1="}
