"""Requests signed with OAuth 1.0a, against the example of its own standard."""

import re
from urllib.parse import unquote

from rapport.integrations import oauth1

URL = "http://photos.example.net/photos?file=vacation.jpg&size=original"


def test_the_example_of_rfc_5849_is_reproduced():
    fields = {
        "oauth_consumer_key": "dpf43f3p2l4k3l03", "oauth_token": "nnch734d00sl2jdk",
        "oauth_signature_method": "HMAC-SHA1", "oauth_timestamp": "137131202",
        "oauth_nonce": "chapoH",
    }  # fmt: skip
    secret = "kd94hf93k423kf44&pfkkdhi9sl3r4s00"
    given = oauth1.signature("GET", URL, fields.items(), secret)
    assert given == "MdpQcU8iPSUjWoN/UDMsK2sui9I="
    for wrong in ("POST", URL + "x"), ("GET", URL + "x"), ("POST", URL):
        assert oauth1.signature(*wrong, fields.items(), secret) != given


def test_a_header_bears_what_was_signed():
    keys = {"consumer_key": "a&b", "consumer_secret": "c", "token": "d", "token_secret": "e"}
    said = oauth1.header("GET", URL, keys=keys, nonce="n", at=137131202.9)
    found = {k: unquote(v) for k, v in re.findall(r'(\w+)="([^"]*)"', said)}
    signed = found.pop("oauth_signature")
    assert found["oauth_consumer_key"] == "a&b" and found["oauth_timestamp"] == "137131202"
    assert oauth1.signature("GET", URL, found.items(), "c&e") == signed
