"""Every way in that needs no password is limited too."""

import pytest

from rapport.demo import views as demo
from rapport.portal.views import sign_in as portal

WRONG = {"email": "ines@northwind.example", "code": "000000"}


@pytest.mark.parametrize(
    "path",
    [
        "/p/fernhill/sign-in/",
        "/p/fernhill/sign-in/code/",
        "/p/fernhill/sign-in/AnyTokenOfALinkThatIsOld/",
        "/p/fernhill/sign-in/AnyTokenOfALinkThatIsOld/renewal/",
        "/demo/AnyKeyThatNobodyEverGotHere/",
    ],
)
def test_after_so_many_tries_there_is_a_pause(client, contact, monkeypatch, path):
    for door in (demo, portal):
        monkeypatch.setattr(door, "TRIES_AN_HOUR", 3)
    codes = [client.post(path, WRONG).status_code for _ in range(4)]
    assert 429 not in codes[:3] and codes[3] == 429
    assert client.get(path).status_code != 429
