"""Two people at one conversation: they see each other, and two answers do not go out unseen."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser

LETS_JONAS_IN = """
from rapport.accounts.models import User
jonas = User.objects.get(email="jonas@fernhill.example")
jonas.set_password("a long walk in fog")
jonas.save()
"""
FIELD = "mail-composer textarea"


@pytest.fixture
def desks(faces):
    """Amara and Jonas, each before the same conversation."""
    faces.home.python(LETS_JONAS_IN)
    with chromium() as browser:
        one, two = (browser.new_context().new_page() for _ in range(2))
        heard = [*map(complaints, (one, two))]
        one.goto(faces.as_staff(one) + "inbox/?show=all")
        faces.sign_in(two, "jonas@fernhill.example", "fernhill")
        one.locator("[data-row]", has_text="Jana").first.click()
        expect(one.locator(FIELD)).to_be_visible()
        two.goto(one.url)
        yield one, two
        assert heard == [[], []]


def test_they_see_each_other_and_the_second_answer_waits_for_a_look(desks):
    one, two = desks
    expect(one.locator("live-presence")).to_contain_text("Jonas Lind")
    two.locator(FIELD).press_sequentially("Liebe Jana, das erledigen wir.")
    expect(one.locator("live-presence")).to_contain_text("Jonas Lind is writing here")
    one.locator(FIELD).fill("Hallo Jana, siehe Anhang.")
    two.locator(FIELD).press("Control+Enter")
    # Something new may be said of it first; pressed again it goes.
    expect(two.locator("second-look li, undo-send").first).to_be_visible()
    if not two.locator("undo-send").count():
        two.locator(FIELD).press("Control+Enter")
    expect(two.locator("undo-send")).to_be_visible()

    expect(one.locator("#thread")).to_contain_text("das erledigen wir")
    one.locator(FIELD).press("Control+Enter")
    expect(one.locator("second-look, #crossed").first).to_be_visible()
    if not one.locator("#crossed").count():
        one.locator(FIELD).press("Control+Enter")
    expect(one.locator("#crossed")).to_contain_text("Jonas Lind has answered since you began")
    expect(one.locator(FIELD)).to_have_value("Hallo Jana, siehe Anhang.")
    expect(one.locator("second-look")).to_contain_text("no file is attached")
    one.get_by_role("button", name="Send anyway").click()
    expect(one.locator("#thread")).to_contain_text("siehe Anhang")
