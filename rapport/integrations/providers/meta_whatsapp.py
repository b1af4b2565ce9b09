"""WhatsApp by Meta's own Cloud API. https://developers.facebook.com/docs/whatsapp/cloud-api"""

from collections.abc import Iterator
from typing import Any, ClassVar

from rapport.integrations import http
from rapport.integrations.providers import asking, meta, meta_templates
from rapport.integrations.providers.limits import MB, OFFICE, Files, Kind, Window
from rapport.integrations.providers.meta import BASE, BY_HAND, Hooked
from rapport.integrations.providers.records import (
    Account,
    Field,
    File,
    Heard,
    Incoming,
    NotNow,
    NotTaken,
    Outgoing,
    Pattern,
    Receipt,
    RemoteFile,
    Unreadable,
    Unsure,
)

# https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
FILES = Files(
    (
        Kind("image", ("image/jpeg", "image/png"), 5 * MB, 1024),
        Kind("video", ("video/mp4", "video/3gpp"), 16 * MB, 1024),
        Kind("audio", ("audio/mpeg", "audio/ogg", "audio/mp4", "audio/aac", "audio/amr"), 16 * MB),
        Kind("document", ("application/pdf", "text/plain", *OFFICE), 100 * MB, 1024),
    )
)
_FILES = ("image", "document", "audio", "video", "sticker")


class WhatsAppCloud(Hooked):
    """Messages to and from one of our numbers."""

    slug: ClassVar[str] = "whatsapp"
    name: ClassVar[str] = "WhatsApp (Meta)"
    medium: ClassVar[str] = "whatsapp"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("number_id"),
        Field("access_token", is_secret=True),
        Field("business_id", is_required=False),
        *Hooked.shared,
    )
    longest: ClassVar[int] = 4096
    window: ClassVar[Window] = Window(24)
    files: ClassVar[Files] = FILES
    takes_twice: ClassVar[bool] = False

    def read(self, content: bytes, account: Account) -> Heard:
        """All messages and receipts about our number; an app is told of its other numbers too."""
        came = asking.object_in(content, Unreadable)
        values = [value for value in _values(came) if _is_ours(value, account)]
        return Heard(
            tuple(one for value in values for one in _messages(value)),
            tuple(_receipt(one) for value in values for one in value.get("statuses") or ()),
        )

    def send(self, message: Outgoing, account: Account, at: float) -> str:
        """Text as it is, a file that was left with WhatsApp before, or a template."""
        content = {
            "messaging_product": "whatsapp", "recipient_type": "individual",
            "to": message.to.removeprefix("+"),
        } | self._spoken(message, account)  # fmt: skip
        said = meta.post(f"{BASE}/{account['number_id']}/messages", content, account)
        return str(said["messages"][0]["id"])

    def _spoken(self, message: Outgoing, account: Account) -> dict[str, Any]:
        if message.template:
            return {"type": "template", "template": meta_templates.filled(message.template)}
        if not message.files:
            # Links are not looked into.
            return {"type": "text", "text": {"body": message.text, "preview_url": False}}
        [file] = message.files
        fields = {"messaging_product": "whatsapp", "type": file.content_type}
        left = meta.upload(f"{BASE}/{account['number_id']}/media", fields, file, account)
        about = {"id": str(left["id"])}
        if file.kind == "document":
            about["filename"] = file.name
        return {
            "type": file.kind,
            file.kind: about | ({"caption": message.text} if message.text else {}),
        }

    def patterns(self, account: Account) -> list[Pattern]:
        """Those of the business account that the number belongs to."""
        return meta_templates.listed(account)

    def meet(self, account: Account, url: str, at: float) -> str:
        """With the ids of app and business account Meta is told by us; else by hand."""
        if not url or not account.get("app_id") or not account.get("business_id"):
            return BY_HAND
        try:
            meta.subscribe(account, "whatsapp_business_account", "messages", url)
            meta.post(f"{BASE}/{account['business_id']}/subscribed_apps", {}, account)
        except (NotTaken, NotNow) as error:
            return f"{BY_HAND} ({error})"
        return ""

    def try_out(self, account: Account, at: float) -> str:
        """The number and its name, as people see it."""
        said = meta.get(
            f"{BASE}/{account['number_id']}?fields=display_phone_number,verified_name", account
        )
        return f"{said.get('verified_name', '')} {said['display_phone_number']}".strip()

    def fetch(self, file: RemoteFile, account: Account, largest: int) -> File:
        """Meta gives an address for the id, good for five minutes, that wants our token too."""
        try:
            where = str(meta.get(f"{BASE}/{file.ref}", account)["url"])
            if not meta.is_of_meta(where):
                raise NotTaken("it does not lie with Meta")
            request = http.Request("GET", where, meta.signed_in(account))
            answer = http.send(request, deadline=30, largest=largest)
        except (Unsure, http.Unreachable, KeyError) as error:
            raise NotNow(str(error)) from None
        if answer.status != 200:
            raise NotTaken(f"HTTP {answer.status}")
        return File(answer.content, file.content_type)


def _values(came: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if came.get("object") != "whatsapp_business_account":
        raise Unreadable("it is not about WhatsApp")
    for entry in came["entry"]:
        for change in entry["changes"]:
            if change["field"] == "messages":
                yield change["value"]


def _is_ours(value: dict[str, Any], account: Account) -> bool:
    return str(value["metadata"]["phone_number_id"]) == account.get("number_id")


def _messages(value: dict[str, Any]) -> Iterator[Incoming]:
    names = {
        str(one["wa_id"]): str((one.get("profile") or {}).get("name") or "")
        for one in value.get("contacts") or ()
    }
    for one in value.get("messages") or ():
        text, files = _said(one)
        if text or files:
            sender = str(one["from"])
            # Numbers come without their plus.
            address = f"+{sender}" if sender.isdigit() else sender
            yield Incoming(str(one["id"]), address, names.get(sender, ""), text, files=files)


def _said(one: dict[str, Any]) -> tuple[str, tuple[RemoteFile, ...]]:
    """The words and files of a message of whatever kind; reactions and the like have none."""
    kind = one["type"]
    body = one.get(kind) or {}
    if kind == "text":
        return str(body["body"]), ()
    if kind in _FILES:
        name = str(body.get("filename") or "")
        content_type = str(body.get("mime_type") or "").partition(";")[0]
        return str(body.get("caption") or ""), (RemoteFile(str(body["id"]), name, content_type),)
    if kind == "location":
        where = f"https://www.openstreetmap.org/#map=17/{body['latitude']}/{body['longitude']}"
        return " ".join(part for part in (body.get("name"), where) if part), ()
    if kind == "button":
        return str(body["text"]), ()
    if kind == "interactive":
        chosen = body.get("button_reply") or body.get("list_reply") or {}
        return str(chosen.get("title") or ""), ()
    if kind == "contacts":
        return "\n".join(_person(person) for person in body), ()
    return "", ()


def _person(person: dict[str, Any]) -> str:
    numbers = [str(phone["phone"]) for phone in person.get("phones") or () if phone.get("phone")]
    return ", ".join([str(person["name"]["formatted_name"]), *numbers])


def _receipt(status: dict[str, Any]) -> Receipt:
    errors = status.get("errors") or ()
    said = "; ".join(f"{one.get('title', '')} ({one.get('code', '')})" for one in errors)
    return Receipt(str(status["id"]), status["status"] == "failed", said)
