"""Rate limits on Redis, as many machines share them."""

import uuid

import pytest
from django.core.cache import caches

from rapport.accounts import limits
from tests.services import needs

pytestmark = needs("Redis", 6379)


@pytest.fixture
def redis(settings, monkeypatch):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:6379/9",
            "KEY_PREFIX": uuid.uuid4().hex,
        }
    }
    monkeypatch.setattr(limits, "cache", caches.create_connection("default"))


def test_the_limit_counts_across_connections(redis):
    assert [limits.allow("test", "ines", limit=3, seconds=60) for _ in range(5)] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert limits.allow("test", "tom", limit=3, seconds=60)
