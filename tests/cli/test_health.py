"""`/healthz`: one word, for a machine that watches."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils.timezone import now

from rapport.events.models import Job


def test_it_answers_ok_to_anybody(db, client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


def test_it_says_degraded_when_work_lies_about(db, client):
    long_ago = now() - timedelta(hours=2)
    Job.objects.create(name="x", run_at=long_ago, created_at=long_ago)
    assert client.get("/healthz").json() == {"status": "degraded"}


def test_it_says_down_when_the_database_is_away(db, client, monkeypatch):
    def away() -> None:
        raise DatabaseError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "ensure_connection", away)
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "down"}
