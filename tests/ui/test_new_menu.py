"""The New menu: what it offers opens."""

import re

import pytest
from django.urls import reverse

STARTS = ("inbox.new", "promises.new", "clients.new", "projects.new", "planning.import")


@pytest.mark.parametrize("role", ["manager", "member", "finance", "viewer", "guest"])
def test_the_menu_offers_each_role_only_what_opens(role, request, browse):
    browser = browse(request.getfixturevalue(role))
    page = browser.get("/w/fernhill/time/").content.decode()
    for name in STARTS:
        url = reverse(name, kwargs={"slug": "fernhill"})
        is_offered = re.search(rf'href="{url}"', page) is not None
        assert is_offered == (browser.get(url).status_code == 200), (name, role)
