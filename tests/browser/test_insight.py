"""Insight: another period, the conversations behind a number, and the same as a file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser


def test_a_number_leads_to_what_it_counts_and_leaves_as_a_file(faces):
    with chromium() as browser:
        page = browser.new_page()
        heard = complaints(page)
        page.goto(faces.as_staff(page) + "insight/")
        periods = page.get_by_role("group", name="Period").get_by_role("link")
        periods.last.click()
        expect(periods.last).to_have_attribute("aria-current", "page")
        cell = page.locator("td[data-label=Begun] a").first
        count = int(cell.inner_text())
        cell.click()
        expect(page).to_have_url(re.compile(r"/insight/conversations/\?"))
        assert 0 < page.locator("main tbody tr, main [data-row], main .rows > a").count() <= count
        page.go_back()
        page.locator("summary", has_text="Export").click()
        with page.expect_download() as kept:
            page.get_by_role("link", name="CSV").click()
        assert "," in Path(kept.value.path()).read_text().splitlines()[0]
        assert heard == []
