"""Who a session belongs to is asked again at every request."""

import pytest

from rapport.accounts.models import User

PAGES = ["/", "/w/fernhill/", "/w/fernhill/profile/", "/sign-in/second-factor/"]


@pytest.mark.parametrize("page", PAGES)
def test_a20_whoever_was_switched_off_is_a_visitor_at_the_next_request(browse, member, page):
    browser = browse(member)
    before = browser.get(page)
    assert "/sign-in/?" not in before.headers.get("Location", "")
    User.objects.filter(pk=member.user_id).update(is_active=False)
    after = browser.get(page)
    assert after.status_code == 302 and after.headers["Location"].startswith("/sign-in/")
    assert not after.wsgi_request.user.is_authenticated
