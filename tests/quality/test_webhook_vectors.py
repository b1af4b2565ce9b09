"""Every published signature that stands beside the project is reproduced; no other is taken."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

from rapport.integrations import signatures
from rapport.integrations.hooks import Hook
from rapport.integrations.signatures import Forged, TooOld

DATA = Path(os.environ.get("RAPPORT_DATA") or Path(__file__).parents[3] / "shared" / "data")
VECTORS = DATA / "vendor-specs" / "webhook_vectors.json"
pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not VECTORS.exists(), reason="the vectors are not beside the project"),
]
# Published without its body; the way of signing is held by tests/integrations/test_signatures.py.
CUT_SHORT = {"toggl"}
WITH_TIME = {"slack", "hubspot", "standard"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def of_slack(one):
    headers = {
        "x-slack-signature": one["expected"], "x-slack-request-timestamp": one["timestamp"],
    }  # fmt: skip
    return Hook("POST", "https://rapport.example/", headers, one["body"].encode())


def of_twilio(one):
    headers = FORM | {"x-twilio-signature": one["expected"]}
    return Hook("POST", one["url"], headers, urlencode(one["params"]).encode())


def of_hubspot(one):
    headers = {
        "x-hubspot-signature-v3": one["expected"], "x-hubspot-request-timestamp": one["timestamp"],
    }  # fmt: skip
    return Hook(one["method"], one["url"], headers, one["body"].encode())


def of_jira(one):
    headers = {"x-hub-signature": one["expected"]}
    return Hook("POST", "https://rapport.example/", headers, one["body"].encode())


def of_standard(one):
    headers = {
        "webhook-id": one["id"], "webhook-timestamp": one["timestamp"],
        "webhook-signature": one["expected"],
    }  # fmt: skip
    return Hook("POST", "https://rapport.example/", headers, one["body"].encode())


HOOKS = {
    "slack": of_slack, "twilio": of_twilio, "hubspot": of_hubspot, "jira": of_jira,
    "standard": of_standard,
}  # fmt: skip


def vectors():
    found = json.loads(VECTORS.read_text()) if VECTORS.exists() else []
    for one in found:
        word = one["vendor"].partition(" ")[0]
        yield "standard" if word == "our" else word, one


def signed_at(one):
    stamp = int(one.get("timestamp", 0))
    return stamp / 1000 if stamp > 10**11 else stamp


def is_taken(way, hook, secret, at):
    try:
        signatures.verify(way, hook, secret, at)
    except Forged:
        return False
    return True


def test_every_vector_with_a_body_is_known_by_name():
    assert {way for way, _ in vectors()} - CUT_SHORT == set(HOOKS)
    assert {way for way, one in vectors() if "expected" not in one} == CUT_SHORT


@pytest.mark.parametrize("way", HOOKS)
def test_a_vector_is_reproduced(way):
    one = dict(vectors())[way]
    assert is_taken(way, HOOKS[way](one), one["secret"], signed_at(one))


@pytest.mark.parametrize("way", HOOKS)
def test_a_vector_with_one_byte_changed_is_refused(way):
    one = dict(vectors())[way]
    hook = HOOKS[way](one)
    taken = []
    for place in range(len(hook.body)):
        body = bytearray(hook.body)
        body[place] ^= 1
        # In a form a byte may be another and the same be said (%2C, %2c): what counts is said.
        other = replace(hook, body=bytes(body))
        if way == "twilio" and other.form == hook.form:
            continue
        if is_taken(way, other, one["secret"], signed_at(one)):
            taken.append(place)
    for place in range(len(one["expected"])):
        wrong = one["expected"][:place] + chr(ord(one["expected"][place]) ^ 1)
        headers = {
            name: wrong + value[place + 1 :] if value == one["expected"] else value
            for name, value in hook.headers.items()
        }
        if is_taken(way, replace(hook, headers=headers), one["secret"], signed_at(one)):
            taken.append(("signature", place))
    assert taken == []


@pytest.mark.parametrize("way", sorted(WITH_TIME))
def test_a_vector_sent_again_later_is_refused(way):
    one = dict(vectors())[way]
    with pytest.raises(TooOld):
        signatures.verify(way, HOOKS[way](one), one["secret"], signed_at(one) + 301)


def test_the_digest_of_twilios_json_body_is_reproduced():
    [one] = [one["json_body_case"] for way, one in vectors() if way == "twilio"]
    assert hashlib.sha256(one["body"].encode()).hexdigest() == one["bodySHA256"]
    url = f"https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256={one['bodySHA256']}"
    # As Twilio's own library has it for this address (tests/unit/test_request_validator.py).
    headers = {
        "content-type": "application/json", "x-twilio-signature": "a9nBmqA0ju/hNViExpshrM61xv4=",
    }  # fmt: skip
    hook = Hook("POST", url, headers, one["body"].encode())
    assert is_taken("twilio", hook, "12345", 0)
    assert not is_taken("twilio", replace(hook, body=b"{}"), "12345", 0)
