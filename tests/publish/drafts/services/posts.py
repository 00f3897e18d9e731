"""Buttondown, beehiiv and Ghost as their documentation has them, as far as drafts go."""

import base64
import hmac
import json
import re
from types import MappingProxyType

from tests.publish.drafts.services.service import Service


class Buttondown(Service):
    """https://docs.buttondown.com/api-emails-introduction and its OpenAPI document: without a status it sends."""

    name = "buttondown"
    secrets = MappingProxyType({"BUTTONDOWN_API_KEY": "01234567-89ab-cdef-0123-456789abcdef"})
    wrong = 422
    routes = (
        ("GET", r"/v1/emails", "listed"),
        ("POST", r"/v1/emails", "create"),
        ("GET", r"/v1/emails/([^/]+)", "read"),
        ("PATCH", r"/v1/emails/([^/]+)", "update"),
    )
    fields = (
        "attachments", "publish_date", "slug", "description", "canonical_url", "image", "body", "archival_mode",
        "email_type", "status", "metadata", "secondary_id", "filters", "template", "commenting_mode",
        "related_email_ids", "featured", "should_trigger_pay_per_email_billing",
    )  # fmt: skip

    def admit(self, request):
        given = request.headers.get("authorization")
        self.need(given == f"Token {self.secrets['BUTTONDOWN_API_KEY']}", "Invalid token.")

    def refuse(self, status, why):
        error = super().refuse(status, why)
        error.body = {"detail": [{"type": "value_error", "loc": ["body"], "msg": why}]}
        if status != 422:
            error.body = {"code": "invalid", "detail": why, "metadata": {}}
        return error

    def _written(self, key, body):
        self.texts(body, "subject", "body", "slug", "description", "canonical_url", "status")
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,100}", body.get("slug", "x")):
            raise self.refuse(400, "slug_invalid")
        if body.get("body", "").startswith("---"):
            raise self.refuse(400, "body_contains_frontmatter")
        self.items.setdefault(key, {"id": key, "metadata": {}})
        self.items[key] |= body
        if self.items[key]["status"] != "draft":
            self.sent.append(key)
        return self.items[key]

    def create(self, request):
        body = self.body(request, ["subject"], self.fields)
        defaults = {"status": "about_to_send", "body": "", "description": "", "canonical_url": ""}
        return 201, self._written(f"em_{self.next():026}", defaults | body)

    def listed(self, request):
        query = self.query(request, "creation_date__start", "excluded_fields", "ordering", "page", "status")
        newest = list(self.items.values())[::-1]
        page = int(query["page"])
        shown = [
            {name: value for name, value in each.items() if name != query.get("excluded_fields")}
            for each in newest[2 * page - 2 : 2 * page]
        ]
        more = f"https://api.buttondown.com/v1/emails?page={page + 1}" if len(newest) > 2 * page else None
        return 200, {"results": shown, "next": more, "previous": None, "count": len(newest)}

    def read(self, _request, key):
        return 200, self.held(key)

    def update(self, request, key):
        self.held(key)
        return 200, self._written(key, self.body(request, [], ["subject", *self.fields]))

    def drafts(self):
        return [(each["subject"], each["body"]) for each in self.items.values() if each["status"] == "draft"]

    def edit(self):
        [each] = self.items.values()
        each["body"] += "\n\nMine."

    def send(self):
        [each] = self.items.values()
        each["status"] = "sent"


class Beehiiv(Service):
    """https://developers.beehiiv.com/api-reference/posts: made in the background, published unless one says not."""

    name = "beehiiv"
    secrets = MappingProxyType({"BEEHIIV_API_KEY": "0123456789abcdefghijABCDEFGHIJ0123456789"})
    faithful = False
    routes = (
        ("GET", r"/v2/publications/pub_1/posts", "listed"),
        ("POST", r"/v2/publications/pub_1/posts", "create"),
        ("GET", r"/v2/publications/pub_1/posts/([^/]+)", "read"),
        ("PATCH", r"/v2/publications/pub_1/posts/([^/]+)", "update"),
    )
    fields = (
        "subtitle", "body_content", "blocks", "status", "post_template_id", "scheduled_at", "recipients",
        "custom_link_tracking_enabled", "email_capture_type_override", "override_scheduled_at", "social_share",
        "thumbnail_image_url", "email_settings", "web_settings", "seo_settings", "content_tags", "headers",
        "custom_fields",
    )  # fmt: skip

    def options(self, url):
        return {"base_url": url, "publication": "pub_1"}

    def admit(self, request):
        self.need(request.headers.get("authorization") == f"Bearer {self.secrets['BEEHIIV_API_KEY']}", "Unauthorized")

    def refuse(self, status, why):
        error = super().refuse(status, why)
        error.body = {"status": status, "statusText": "error", "errors": [{"message": why, "code": "ERROR"}]}
        return error

    def _written(self, key, body):
        self.texts(body, "title", "subtitle", "body_content", "status")
        if "<style" in body.get("body_content", "") or "<link" in body.get("body_content", ""):
            raise self.refuse(400, "style and link tags are dropped")
        held = self.items.setdefault(key, {"id": key, "status": "confirmed", "subtitle": ""})
        held |= {name: body[name] for name in ("title", "subtitle", "status") if name in body}
        held["slug"] = body.get("web_settings", {}).get("slug", held.get("slug"))
        # What it renders is not what it was given.
        held["html"] = f"<div class=post>{body['body_content'].replace('  ', ' ')}</div>"
        held["asked"] = 0
        if held["status"] != "draft":
            self.sent.append(key)

    def create(self, request):
        body = self.body(request, ["title"], self.fields)
        key = f"post_{self.next():08}-0000"
        self._written(key, body)
        return 201, {"data": {"id": key}}

    def _shown(self, held, *, content):
        shown = {name: held[name] for name in ("id", "title", "subtitle", "status", "slug")}
        if content:
            shown["content"] = {"free": {"web": "", "email": held["html"] if held["asked"] > 1 else ""}}
        return shown

    def listed(self, request):
        query = self.query(request, "slugs[]", "status", "limit", "page", "expand[]")
        found = [each for each in self.items.values() if each["slug"] == query.get("slugs[]")]
        shown = [self._shown(each, content=False) for each in found]
        return 200, {"data": shown, "limit": 10, "page": 1, "total_results": len(shown), "total_pages": 1}

    def read(self, request, key):
        query = self.query(request, "expand[]")
        held = self.held(key)
        # It is not there at first, then without its text.
        held["asked"] += 1
        if held["asked"] == 1 and "seen" not in held:
            held["seen"] = True
            raise self.refuse(404, "Post not found")
        return 200, {"data": self._shown(held, content="expand[]" in query)}

    def update(self, request, key):
        self.held(key)
        self._written(key, self.body(request, [], ["title", *self.fields]))
        return 200, {"data": {"id": key}}

    def drafts(self):
        return [(each["title"], each["html"]) for each in self.items.values() if each["status"] == "draft"]

    def edit(self):
        [each] = self.items.values()
        each["html"] += "<p>mine</p>"

    def send(self):
        [each] = self.items.values()
        each["status"] = "confirmed"


class Ghost(Service):
    """https://docs.ghost.org/admin-api/posts, and what Ghost 5.130 was seen to do."""

    name = "ghost"
    secrets = MappingProxyType({"GHOST_ADMIN_KEY": "0123456789abcdef01234567:" + "0f" * 32})
    faithful = False
    wrong = 422
    routes = (
        ("GET", r"/ghost/api/admin/posts/", "listed"),
        ("POST", r"/ghost/api/admin/posts/", "create"),
        ("GET", r"/ghost/api/admin/posts/([0-9a-f]+)/", "read"),
        ("PUT", r"/ghost/api/admin/posts/([0-9a-f]+)/", "update"),
    )
    fields = ("slug", "html", "status", "tags", "custom_excerpt", "canonical_url", "updated_at")

    def admit(self, request):
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        self.need(scheme == "Ghost" and token.count(".") == 2, "Authorization failed")
        head, claims, signature = token.split(".")
        key, _, secret = self.secrets["GHOST_ADMIN_KEY"].partition(":")
        signed = hmac.digest(bytes.fromhex(secret), f"{head}.{claims}".encode(), "sha256")
        self.need(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)) == signed, "Invalid token")
        header, said = (json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in (head, claims))
        self.need(header == {"alg": "HS256", "typ": "JWT", "kid": key}, "Unknown Admin API Key")
        self.need(said["aud"] == "/admin/" and said["exp"] - said["iat"] <= 300, "Invalid token: maxAge exceeded")

    def refuse(self, status, why):
        error = super().refuse(status, why)
        error.body = {"errors": [{"message": why, "context": None, "type": "ValidationError", "code": None}]}
        return error

    def _post(self, request):
        self.query(request, "source", "formats")
        body = self.body(request, ["posts"])
        [post] = body["posts"]
        for name in post:
            if name not in ("title", *self.fields):
                raise self.refuse(422, f"{name} is unknown")
        self.texts(post, "title", *self.fields)
        if len(post.get("custom_excerpt", "")) > 300:
            raise self.refuse(422, "Excerpt cannot be longer than 300 characters.")
        return post

    def _saved(self, key, post, status):
        html = post.pop("html")
        # Headings get ids, and plain tables and figures lose what stood in them unless they are cards.
        html = re.sub(r"<h2[^>]*>", '<h2 id="heading">', html)
        cards = re.findall(r"<!--kg-card-begin: html-->.*?<!--kg-card-end: html-->", html, re.DOTALL)
        rest = html
        for card in cards:
            rest = rest.replace(card, "")
        if "<table" in rest:
            raise AssertionError("a table outside of a card is taken apart")
        held = self.items.setdefault(key, {"id": key})
        held |= {**post, "html": html, "updated_at": f"2026-02-10T08:00:{self.next() % 60:02}.{self.made:03}Z"}
        if held["status"] != "draft":
            self.sent.append(key)
        return status, {"posts": [held]}

    def create(self, request):
        post = {"status": "draft"} | self._post(request)
        if "title" not in post:
            raise self.refuse(422, "title is missing")
        taken = {each["slug"] for each in self.items.values()}
        if post["slug"] in taken:
            post["slug"] += "-2"
        return self._saved(f"{self.next():024x}", post, 201)

    def listed(self, request):
        query = self.query(request, "filter", "formats", "limit")
        slug = re.fullmatch(r"slug:'([a-z0-9-]+)'", query["filter"])[1]
        return 200, {"posts": [each for each in self.items.values() if each["slug"] == slug], "meta": {}}

    def read(self, request, key):
        self.query(request, "formats")
        return 200, {"posts": [self.held(key)]}

    def update(self, request, key):
        held, post = self.held(key), self._post(request)
        if post.get("updated_at") != held["updated_at"]:
            raise self.refuse(409, "Saving failed! Someone else is editing this post.")
        return self._saved(key, post, 200)

    def drafts(self):
        return [(each["title"], each["html"]) for each in self.items.values() if each["status"] == "draft"]

    def edit(self):
        [each] = self.items.values()
        each |= {"html": each["html"] + "<p>mine</p>", "updated_at": f"2026-02-10T09:00:00.{self.next():03}Z"}

    def send(self):
        [each] = self.items.values()
        each["status"] = "published"
