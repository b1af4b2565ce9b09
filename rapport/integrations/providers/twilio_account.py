"""What a Twilio account knows besides: messages that came, its complaints, templates, numbers.
https://www.twilio.com/docs/messaging/api, /docs/usage/monitor-alert, /docs/content"""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from rapport.integrations import http
from rapport.integrations.providers import asking
from rapport.integrations.providers.meta_templates import gaps_in
from rapport.integrations.providers.records import Account, Gap, NotTaken, Pattern, Recalled

API = "https://api.twilio.com"
BASE = f"{API}/2010-04-01/Accounts"
CONTENT = "https://content.twilio.com/v1/ContentAndApprovals?PageSize=100"
ALERTS = "https://monitor.twilio.com/v1/Alerts"
FAILED = ("failed", "undelivered")
MOST_PAGES = 20
# What a number answers with until somebody says otherwise.
_DEMO = "demo.twilio.com"


def signed_in(account: Account) -> dict[str, str]:
    """Our token, never in an address."""
    pair = f"{account['account_sid']}:{account['auth_token']}"
    return {
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
        "User-Agent": asking.AGENT,
    }


def get(url: str, account: Account) -> dict[str, Any]:
    """Ask for something to be told."""
    return asking.ask(http.Request("GET", url, signed_in(account)), takes_twice=True)


def post(url: str, form: dict[str, str], account: Account) -> dict[str, Any]:
    """Ask for something to be done."""
    return asking.ask(http.Request("POST", url, signed_in(account), form=form))


def since(account: Account, moment: float, *, ours: str) -> Iterator[Recalled]:
    """Pages of what came to our number since, and of ours that failed, as the hooks tell it."""
    begun = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for side in ("To", "From"):
        asked = urlencode({side: ours, "DateSent>": begun, "PageSize": "200"})
        where = f"{BASE}/{account['account_sid']}/Messages.json?{asked}"
        for _page in range(MOST_PAGES):
            said = get(where, account)
            rows = (one for one in said.get("messages") or () if _moment(one) >= moment)
            yield [(*told, _moment(one)) for one in rows if (told := _told(one, account))]
            if not said.get("next_page_uri"):
                break
            where = _at(API, str(said["next_page_uri"]))


def complaint(account: Account, url: str, moment: float) -> str:
    """The last request to this address that it logged as an error."""
    begun = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    asked = urlencode({"LogLevel": "error", "StartDate": begun, "PageSize": "100"})
    for one in get(f"{ALERTS}?{asked}", account).get("alerts") or ():
        if str(one.get("request_url") or "").startswith(url):
            return f"error {one.get('error_code')} when it sent to us"
    return ""


def patterns(account: Account) -> list[Pattern]:
    """All of the account's templates, with what WhatsApp says of each."""
    found, where = [], CONTENT
    for _page in range(MOST_PAGES):
        said = get(where, account)
        found += [_pattern(one) for one in said.get("contents") or ()]
        following = (said.get("meta") or {}).get("next_page_url")
        if not following:
            break
        where = _at(CONTENT, str(following))
    return found


def take_over(account: Account, url: str) -> str:
    """Have the number tell this address of messages, unless it tells somebody else's."""
    asked = urlencode({"PhoneNumber": account["sender"]})
    where = f"{BASE}/{account['account_sid']}/IncomingPhoneNumbers"
    numbers = get(f"{where}.json?{asked}", account).get("incoming_phone_numbers") or []
    if not numbers:
        return "the account has no such number: look at it in Twilio's console"
    now = str(numbers[0].get("sms_url") or "")
    if now == url:
        return ""
    if now and urlsplit(now).hostname != _DEMO:
        return f"the number sends to {urlsplit(now).hostname} already: change that in the console"
    post(f"{where}/{numbers[0]['sid']}.json", {"SmsUrl": url, "SmsMethod": "POST"}, account)
    return ""


def _told(one: dict[str, Any], account: Account) -> tuple[str, bytes] | None:
    sid, status = str(one["sid"]), str(one.get("status", ""))
    if one.get("direction") != "inbound":
        if status not in FAILED:
            return None
        said = {"MessageSid": sid, "MessageStatus": status}
        code, why = one.get("error_code"), one.get("error_message")
        said |= {"ErrorCode": str(code)} if code else {}
        return f"{sid}:{status}", urlencode(said | ({"ErrorMessage": why} if why else {})).encode()
    said = {"MessageSid": sid, "From": str(one["from"]), "Body": str(one.get("body") or "")}
    if int(one.get("num_media") or 0):
        said |= _media(one, account)
    return sid, urlencode(said).encode()


def _moment(one: dict[str, Any]) -> float:
    """Of what never left, when it was made."""
    return parsedate_to_datetime(str(one.get("date_sent") or one["date_created"])).timestamp()


def _media(one: dict[str, Any], account: Account) -> dict[str, str]:
    listed = get(_at(API, str(one["subresource_uris"]["media"])), account).get("media_list") or ()
    said = {"NumMedia": str(len(listed))}
    for place, file in enumerate(listed):
        said[f"MediaUrl{place}"] = _at(API, str(file["uri"]).removesuffix(".json"))
        said[f"MediaContentType{place}"] = str(file.get("content_type") or "")
    return said


def _pattern(one: dict[str, Any]) -> Pattern:
    types = one.get("types") or {}
    kind = next(iter(types), "")
    content: dict[str, Any] = types.get(kind) or {}
    asked = one.get("approval_requests") or {}
    asked = asked.get("whatsapp") or asked
    state = str(asked.get("status") or "unsubmitted")
    body = str(content.get("body") or "")
    examples = one.get("variables") or {}
    return Pattern(
        str(one["sid"]), str(asked.get("name") or one.get("friendly_name") or one["sid"]),
        str(one.get("language") or ""), body, state,
        gaps=tuple(Gap("body", name, str(examples.get(name, ""))) for name in gaps_in(body)),
        obstacle=_obstacle(state, str(asked.get("rejection_reason") or ""), kind, examples, body),
    )  # fmt: skip


def _obstacle(state: str, reason: str, kind: str, examples: dict[str, Any], body: str) -> str:
    if state != "approved":
        why = (
            "WhatsApp has not approved it" if state == "unsubmitted" else f"WhatsApp says: {state}"
        )
        return f"{why} ({reason})" if reason else why
    if not body or kind not in ("twilio/text", "twilio/quick-reply", "twilio/call-to-action"):
        return "it has parts that are not filled from here"
    if not set(examples) <= set(gaps_in(body)):
        return "it has gaps outside its text, which are not filled from here"
    return ""


def _at(base: str, where: str) -> str:
    """An address that Twilio's answer named; our token goes to Twilio alone."""
    url = urljoin(base, where)
    if urlsplit(url).scheme != "https" or urlsplit(url).netloc != urlsplit(base).netloc:
        raise NotTaken("its answer leads elsewhere")
    return url
