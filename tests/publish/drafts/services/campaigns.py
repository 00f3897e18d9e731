"""Mailchimp, Brevo, Kit and listmonk as their documentation has them, as far as drafts go."""

import base64
import itertools
from types import MappingProxyType

from tests.publish.drafts.services.service import Service


class Mailchimp(Service):
    """https://mailchimp.com/developer/marketing/api/campaigns/."""

    name = "mailchimp"
    secrets = MappingProxyType({"MAILCHIMP_API_KEY": "0123456789abcdef0123456789abcdef-us21"})
    routes = (
        ("GET", r"/3\.0/campaigns", "listed"),
        ("POST", r"/3\.0/campaigns", "create"),
        ("GET", r"/3\.0/campaigns/([^/]+)", "read"),
        ("PATCH", r"/3\.0/campaigns/([^/]+)", "update"),
        ("GET", r"/3\.0/campaigns/([^/]+)/content", "read_content"),
        ("PUT", r"/3\.0/campaigns/([^/]+)/content", "write_content"),
    )
    settings = (
        "subject_line", "preview_text", "title", "from_name", "reply_to", "use_conversation", "to_name", "folder_id",
        "authenticate", "auto_footer", "inline_css", "auto_tweet", "auto_fb_post", "fb_comments", "template_id",
    )  # fmt: skip

    def options(self, url):
        return {"base_url": url, "audience": "a1b2c3"}

    def admit(self, request):
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        user_and_key = base64.b64decode(given).decode() if scheme == "Basic" else ""
        self.need(user_and_key.partition(":")[2] == self.secrets["MAILCHIMP_API_KEY"], "Your API key may be invalid")

    def refuse(self, status, why):
        error = super().refuse(status, why)
        error.body = {"type": "about:blank", "title": "Invalid Resource", "status": status, "detail": why}
        return error

    def _body(self, request):
        body = self.body(request, ["type"], ["recipients", "settings", "tracking", "content_type"])
        settings = body.get("settings", {})
        if any(name not in self.settings for name in settings):
            raise self.refuse(400, "The resource submitted could not be validated.")
        self.texts(settings, *self.settings[:5])
        if body.get("recipients", {}).get("list_id") != "a1b2c3":
            raise self.refuse(400, "The list does not exist")
        return body

    def create(self, request):
        body = self._body(request)
        key = f"{self.next():010x}"
        settings = dict.fromkeys(self.settings[:5], "") | body["settings"]
        self.items[key] = {"id": key, "web_id": self.made, "type": "regular", "status": "save", "settings": settings}
        self.items[key] |= {"content": {}}
        return 200, self._shown(key)

    def _shown(self, key):
        return {name: value for name, value in self.items[key].items() if name != "content"}

    def listed(self, request):
        query = self.query(request, "since_create_time", "fields", "count", "offset", "status", "list_id")
        start, count = int(query.get("offset", 0)), int(query.get("count", 10))
        page = list(self.items)[start : start + count]
        return 200, {"campaigns": [self._shown(key) for key in page], "total_items": len(self.items)}

    def read(self, _request, key):
        self.held(key)
        return 200, self._shown(key)

    def _open(self, key):
        if self.held(key)["status"] != "save":
            raise self.refuse(400, "Cannot update a campaign that is not a draft")

    def update(self, request, key):
        self._open(key)
        self.items[key]["settings"] |= self._body(request)["settings"]
        return 200, self._shown(key)

    def read_content(self, _request, key):
        return 200, self.held(key)["content"]

    def write_content(self, request, key):
        self._open(key)
        self.items[key]["content"] = self.body(request, [], ["html", "plain_text", "url", "template", "archive"])
        return 200, self.items[key]["content"]

    def drafts(self):
        return [
            (each["settings"]["subject_line"], each["content"].get("html", ""))
            for each in self.items.values()
            if each["status"] == "save"
        ]

    def edit(self):
        [each] = self.items.values()
        each["content"]["html"] += "<p>mine</p>"

    def send(self):
        [each] = self.items.values()
        each["status"] = "sent"


class Brevo(Service):
    """https://developers.brevo.com/reference/createemailcampaign-1."""

    name = "brevo"
    secrets = MappingProxyType({"BREVO_API_KEY": "xkeysib-0123456789abcdef0123456789abcdef-AbCdEf"})
    routes = (
        ("GET", r"/v3/emailCampaigns", "listed"),
        ("POST", r"/v3/emailCampaigns", "create"),
        ("GET", r"/v3/emailCampaigns/(\d+)", "read"),
        ("PUT", r"/v3/emailCampaigns/(\d+)", "update"),
    )
    fields = (
        "subject", "previewText", "htmlContent", "htmlUrl", "templateId", "scheduledAt", "replyTo", "toField",
        "recipients", "attachmentUrl", "inlineImageActivation", "mirrorActive", "footer", "header", "utmCampaign",
        "params", "sendAtBestTime", "tag",
    )  # fmt: skip

    def options(self, url):
        return {"base_url": url, "lists": "3, 4"}

    def admit(self, request):
        self.need(request.headers.get("api-key") == self.secrets["BREVO_API_KEY"], "Key not found")

    def _body(self, request, needed, may):
        body = self.body(request, needed, may)
        self.texts(body, "name", "subject", "previewText", "htmlContent", "replyTo")
        if set(body.get("sender", {})) - {"name", "email", "id"} or len(body.get("htmlContent", "x" * 10)) < 10:
            raise self.refuse(400, "Invalid sender or content")
        if not all(isinstance(each, int) for each in body.get("recipients", {"listIds": [1]}).get("listIds", ["no"])):
            raise self.refuse(400, "listIds should be an array of integers")
        return body

    def create(self, request):
        body = self._body(request, ["name", "sender"], self.fields)
        key = str(self.next())
        self.items[key] = {"id": self.made, "type": "classic", "status": "draft", "replyTo": ""} | body
        if body.get("scheduledAt") or body.get("sendAtBestTime"):
            self.items[key]["status"] = "queued"
            self.sent.append(key)
        return 201, {"id": self.made}

    def listed(self, request):
        query = self.query(request, "limit", "offset", "sort", "excludeHtmlContent", "type", "status")
        start, count = int(query.get("offset", 0)), int(query.get("limit", 50))
        if count > 100:
            raise self.refuse(400, "Limit exceeds max value")
        found = sorted(self.items.values(), key=lambda each: -each["id"])[start : start + count]
        # An account without campaigns answers without the list.
        return 200, {"count": len(self.items)} | ({"campaigns": found} if found else {})

    def read(self, _request, key):
        return 200, self.held(key)

    def update(self, request, key):
        if self.held(key)["status"] != "draft":
            raise self.refuse(400, "Campaign is not a draft")
        body = self._body(request, [], ["name", "sender", *self.fields])
        self.items[key] |= body
        if body.get("scheduledAt") or body.get("sendAtBestTime"):
            self.sent.append(key)
        return 204, None

    def drafts(self):
        return [(each["subject"], each["htmlContent"]) for each in self.items.values() if each["status"] == "draft"]

    def edit(self):
        [each] = self.items.values()
        each["htmlContent"] += "<p>mine</p>"

    def send(self):
        [each] = self.items.values()
        each["status"] = "sent"


class Kit(Service):
    """https://developers.kit.com/api-reference/broadcasts; every field must be there, and may be null."""

    name = "kit"
    secrets = MappingProxyType({"KIT_API_KEY": "kit_0123456789abcdef0123456789abcdef"})
    wrong = 422
    routes = (
        ("GET", r"/v4/broadcasts", "listed"),
        ("POST", r"/v4/broadcasts", "create"),
        ("GET", r"/v4/broadcasts/(\d+)", "read"),
        ("PUT", r"/v4/broadcasts/(\d+)", "update"),
    )
    fields = (
        "email_template_id", "email_address", "content", "description", "public", "published_at", "send_at",
        "thumbnail_alt", "thumbnail_url", "preview_text", "subject", "subscriber_filter",
    )  # fmt: skip

    def admit(self, request):
        self.need(request.headers.get("x-kit-api-key") == self.secrets["KIT_API_KEY"], "The access token is invalid")

    def refuse(self, status, why):
        error = super().refuse(status, why)
        error.body = {"errors": [why]}
        return error

    def _written(self, request, key):
        body = self.body(request, self.fields)
        self.texts(body, "content", "description", "subject", "preview_text")
        self.items[key] |= {name: body[name] for name in self.fields if name != "email_template_id"}
        self.items[key]["status"] = "scheduled" if body["send_at"] else "draft"
        if body["send_at"] or body["public"]:
            self.sent.append(key)
        return {"broadcast": self.items[key]}

    def create(self, request):
        self.body(request, self.fields)
        key = str(self.next())
        self.items[key] = {"id": self.made, "publication_id": self.made, "created_at": "2026-02-10T08:00:00Z"}
        return 201, self._written(request, key)

    def listed(self, request):
        query = self.query(request, "after", "before", "per_page", "include_total_count")
        newest = sorted(self.items.values(), key=lambda each: -each["id"])
        left = list(itertools.islice(newest, int(query.get("after", 0)), None))
        # A page of two, whatever is asked for, so that paging is tried.
        page, more = left[:2], len(left) > 2
        end = str(int(query.get("after", 0)) + len(page))
        paging = {"has_previous_page": False, "has_next_page": more, "start_cursor": None, "end_cursor": end}
        return 200, {"broadcasts": page, "pagination": paging | {"per_page": 2}}

    def read(self, _request, key):
        return 200, {"broadcast": self.held(key)}

    def update(self, request, key):
        if self.held(key)["status"] != "draft":
            raise self.refuse(422, "Broadcast has been sent")
        return 200, self._written(request, key)

    def drafts(self):
        return [(each["subject"], each["content"]) for each in self.items.values() if each["status"] == "draft"]

    def edit(self):
        [each] = self.items.values()
        each["content"] += "<p>mine</p>"

    def send(self):
        [each] = self.items.values()
        each |= {"status": "completed", "send_at": "2026-02-10T09:00:00Z"}


class Listmonk(Service):
    """https://listmonk.app/docs/apis/campaigns and ``cmd/campaigns.go``."""

    name = "listmonk"
    secrets = MappingProxyType({"LISTMONK_USER": "desk", "LISTMONK_TOKEN": "0123456789abcdefghijklmnopqrstuv"})
    routes = (
        ("GET", r"/api/campaigns", "listed"),
        ("POST", r"/api/campaigns", "create"),
        ("GET", r"/api/campaigns/(\d+)", "read"),
        ("PUT", r"/api/campaigns/(\d+)", "update"),
    )
    fields = (
        "from_email", "body_source", "altbody", "send_at", "messenger", "template_id", "tags", "headers", "attribs",
        "archive", "media",
    )  # fmt: skip

    def options(self, url):
        return {"base_url": url, "lists": "1"}

    def admit(self, request):
        self.need(
            request.headers.get("authorization") == "token desk:0123456789abcdefghijklmnopqrstuv",
            "invalid API credentials",
        )

    def _written(self, request, key):
        body = self.body(request, ["name", "subject", "lists", "type", "content_type", "body"], self.fields)
        self.texts(body, "name", "subject", "from_email", "body", "altbody", "messenger")
        if body["type"] != "regular" or body["content_type"] not in {"richtext", "html", "markdown", "plain"}:
            raise self.refuse(400, "Invalid type")
        if body["lists"] != [1]:
            raise self.refuse(400, "Invalid lists")
        self.items[key] |= {**body, "lists": [{"id": 1, "name": "Default list"}]}
        return {"data": self.items[key]}

    def create(self, request):
        key = str(self.next())
        self.items[key] = {"id": self.made, "uuid": f"{self.made:032x}", "status": "draft", "started_at": None}
        try:
            return 200, self._written(request, key)
        except Exception:
            del self.items[key]
            raise

    def listed(self, request):
        query = self.query(request, "tags", "no_body", "per_page", "page", "order_by", "order", "query", "status")
        count, page = int(query["per_page"]), int(query["page"])
        tagged = [each for each in self.items.values() if query.get("tags", "") in each["tags"]]
        found = sorted(tagged, key=lambda each: -each["id"])[(page - 1) * count : page * count]
        shown = [{name: value for name, value in each.items() if name != "body"} for each in found]
        return 200, {"data": {"results": shown, "query": "", "total": len(tagged), "per_page": count, "page": page}}

    def read(self, request, key):
        self.query(request, "no_body")
        return 200, {"data": self.held(key)}

    def update(self, request, key):
        if self.held(key)["status"] not in {"draft", "scheduled", "paused"}:
            raise self.refuse(400, "Cannot update a running or a finished campaign")
        return 200, self._written(request, key)

    def drafts(self):
        return [(each["subject"], each["body"]) for each in self.items.values() if each["status"] == "draft"]

    def edit(self):
        [each] = self.items.values()
        each["body"] += "<p>mine</p>"

    def send(self):
        [each] = self.items.values()
        each["status"] = "finished"
