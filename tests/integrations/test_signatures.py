"""A request counts only with the signature of its sender, unchanged, and not too late."""

from dataclasses import replace

import pytest

from rapport.integrations import signatures
from rapport.integrations.signatures import Forged, TooOld
from tests.integrations import signing
from tests.integrations.signing import SECRET

AT = 1_772_616_600
BODY = '{"text": "Grüße, the proofs are here"}'.encode()
TIMED = {"slack": signing.slack, "hubspot": signing.hubspot, "standard": signing.standard}
OVER_BYTES = TIMED | {
    "twilio": signing.twilio_json, "jira": signing.jira, "toggl": signing.toggl,
    "meta": signing.meta, "x": signing.x,
}  # fmt: skip
FORM = {"From": "+14155550100", "Body": "Ja & Amen = +1", "MessageSid": "SM1", "Empty": ""}


def is_taken(way, hook, at=AT, secret=SECRET):
    try:
        signatures.verify(way, hook, secret, at)
    except Forged:
        return False
    return True


def changed_by_one(content):
    """The same with one byte another, at each place."""
    for place in range(len(content)):
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("way", OVER_BYTES)
def test_what_its_sender_signed_is_taken(way):
    assert is_taken(way, OVER_BYTES[way](BODY, AT))


@pytest.mark.parametrize("way", OVER_BYTES)
def test_a_body_with_one_byte_changed_anywhere_is_refused(way):
    hook = OVER_BYTES[way](BODY, AT)
    assert not [one for one in changed_by_one(BODY) if is_taken(way, replace(hook, body=one))]


@pytest.mark.parametrize("way", [*OVER_BYTES, "telegram"])
def test_a_header_with_one_character_changed_anywhere_is_refused(way):
    hook = (OVER_BYTES | {"telegram": signing.telegram})[way](BODY, AT)
    for name, value in hook.headers.items():
        if name == "content-type":
            continue
        for one in changed_by_one(value.encode()):
            headers = {**hook.headers, name: one.decode("latin-1")}
            assert not is_taken(way, replace(hook, headers=headers)), (name, one)


@pytest.mark.parametrize("way", [*OVER_BYTES, "telegram"])
def test_without_a_signature_or_a_secret_nothing_is_taken(way):
    sign = (OVER_BYTES | {"telegram": signing.telegram})[way]
    assert not is_taken(way, replace(sign(BODY, AT), headers={}))
    assert not is_taken(way, sign(BODY, AT), secret="")
    unsigned = sign(BODY, AT, secret="whsec_") if way != "telegram" else sign(BODY, AT, secret="")
    assert not is_taken(way, unsigned, secret="")


@pytest.mark.parametrize("way", TIMED)
def test_what_was_signed_more_than_five_minutes_ago_is_a_replay(way):
    hook = TIMED[way](BODY, AT)
    assert is_taken(way, hook, at=AT + 299)
    for late in (AT + 301, AT - 301, AT + 86_400):
        with pytest.raises(TooOld):
            signatures.verify(way, hook, SECRET, late)


@pytest.mark.parametrize("stamp", ["", "soon", "-5", "1e9", "١٧٧٢٦١٦٦٠٠", "9" * 40, "1772616600.0"])
def test_a_time_that_is_none_is_refused(stamp):
    hook = signing.standard(BODY, stamp)
    assert not is_taken("standard", hook)


def test_a_form_of_twilio_is_held_by_its_names_and_values():
    hook = signing.twilio(FORM)
    assert is_taken("twilio", hook)
    for name, value in FORM.items():
        for one in changed_by_one(value.encode()):
            other = FORM | {name: one.decode()}
            forged = replace(signing.twilio(other), headers=hook.headers)
            assert not is_taken("twilio", forged), (name, one)
    more = replace(signing.twilio(FORM | {"Extra": "1"}), headers=hook.headers)
    assert not is_taken("twilio", more)


def test_a_body_of_twilio_that_is_no_form_does_not_slip_through_unsigned():
    """The signature of an empty form covers the address alone."""
    hook = signing.twilio({})
    smuggled = replace(hook, body=BODY, headers={**hook.headers, "content-type": "text/plain"})
    assert not is_taken("twilio", smuggled)


def test_twilio_may_sign_the_port_that_https_means_anyway():
    hook = signing.twilio(FORM, url="https://rapport.example:443/hooks/abc/")
    assert is_taken("twilio", replace(hook, url=signing.URL))
    other = signing.twilio(FORM, url="https://rapport.example:8443/hooks/abc/")
    assert not is_taken("twilio", replace(other, url=signing.URL))


def test_while_a_secret_is_changed_one_of_several_signatures_is_enough():
    hook, old = signing.standard(BODY, AT), "v1,b2xk"
    both = f"{old} {hook.header('webhook-signature')}"
    headers = {**hook.headers, "webhook-signature": both}
    assert is_taken("standard", replace(hook, headers=headers))
