"""A passkey, from its making to a sign-in without a password, under the real content policy."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

pytestmark = pytest.mark.browser

PASSWORD = "correct horse"


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a Chromium that holds a virtual authenticator."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_page()
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        authenticator = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }  # fmt: skip
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
        yield page
        browser.close()


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_is_added_and_then_signs_in_without_a_password(live_server, member, page):
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    address = live_server.url.replace("127.0.0.1", "localhost")
    sign_in(page, address, member.user.email)
    page.goto(f"{address}/sign-in/passkeys/new/")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    assert page.get_by_label("Sign in with it alone").is_checked()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Keep these codes").wait_for()

    page.context.clear_cookies()
    page.goto(f"{address}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/w/fernhill/**")
    assert not [text for text in complaints if "Content Security" in text]
