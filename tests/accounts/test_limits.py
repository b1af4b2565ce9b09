"""How often: the limits hold across processes, windows and tricks."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client as Browser

from rapport.accounts import limits


@pytest.fixture
def shared_cache(settings, db):
    """The cache as it is in use: a table that all processes share."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "django_cache"}}
    call_command("createcachetable")


def tries(number: int, **options) -> list[bool]:
    return [limits.allow("test", "somebody", **options) for _ in range(number)]


def test_there_are_so_many_in_a_window_and_no_more(shared_cache):
    assert tries(5, limit=3, seconds=3600) == [True, True, True, False, False]


def test_the_next_window_begins_anew(shared_cache, monkeypatch):
    tries(4, limit=3, seconds=60)
    later = limits.time.time() + 61
    monkeypatch.setattr(limits.time, "time", lambda: later)
    assert tries(1, limit=3, seconds=60) == [True]


def test_what_another_process_took_is_taken(shared_cache):
    tries(2, limit=3, seconds=3600)
    for key in list(_keys()):
        if key.count(":") == 4:  # the hint, which a slow process has not seen
            limits.cache.delete(key.split(":", 2)[2])
    assert tries(3, limit=3, seconds=3600) == [True, False, False]


def test_people_do_not_use_up_one_anothers(shared_cache):
    tries(3, limit=3, seconds=3600)
    assert limits.allow("test", "somebody else", limit=3, seconds=3600)


FORGED = (
    "x-forwarded-for", "X_Forwarded_For", "x-real-ip", "cf-connecting-ip", "true-client-ip",
    "x-client-ip", "x-cluster-client-ip", "fastly-client-ip", "forwarded", "x-originating-ip",
)  # fmt: skip


def test_e09_a_spoofed_proxy_header_does_not_make_a_new_visitor(db):
    codes = []
    for n in range(21):
        headers = dict.fromkeys(FORGED, f"203.0.113.{n}")
        answer = Browser(headers=headers).post(
            "/sign-in/forgotten/", {"email": f"a{n}@fernhill.example"}
        )
        codes.append(answer.status_code)
    assert codes[-1] == 429


def test_e09_a_listed_proxy_is_believed_in_its_last_word(db, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    codes = []
    for n in range(21):
        headers = {"x-forwarded-for": f"198.51.100.{n}, 203.0.113.7"}
        answer = Browser(headers=headers).post(
            "/sign-in/forgotten/", {"email": f"a{n}@fernhill.example"}
        )
        codes.append(answer.status_code)
    assert codes[0] == 302 and codes[-1] == 429


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/forgotten/", "/start/", "/sign-in/out/"])
def test_e08_nothing_is_posted_without_a_token_of_ours(path, db):
    assert Browser(enforce_csrf_checks=True).post(path, {"login": "a@b.example"}).status_code == 403


def test_a17_what_was_made_for_a_person_is_kept_by_no_cache(browse, owner):
    for path in ("team/", "profile/", "settings/", "clients/", "bin/"):
        answer = browse(owner).get(f"/w/fernhill/{path}")
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


def _keys():
    with connection.cursor() as cursor:
        cursor.execute("select cache_key from django_cache")
        return [row[0] for row in cursor.fetchall()]
