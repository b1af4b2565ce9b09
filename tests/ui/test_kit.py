"""What the templates kit promises to the pages that use it."""

import json
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse, HttpResponseRedirect
from django.template import TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from rapport.accounts.models import User
from rapport.ui.storage import ManifestStorage
from rapport.ui.toasts import toast


def draw(source: str, **context) -> str:
    return engines["django"].from_string(source).render(context)


def test_an_unknown_icon_is_an_error_and_not_a_hole():
    with pytest.raises(TemplateSyntaxError):
        draw('{% icon "no-such-thing" %}')


def test_an_icon_with_a_label_speaks_and_one_without_is_silent():
    assert 'aria-label="Warning"' in draw('{% icon "alert" label="Warning" %}')
    assert 'aria-hidden="true"' in draw('{% icon "alert" %}')


def test_what_a_stranger_wrote_cannot_become_markup_in_a_container():
    page = draw("{% card title=name note=name %}{{ name }}{% endcard %}", name="<b onclick=x>")
    assert "<b onclick" not in page
    assert page.count("&lt;b onclick=x&gt;") == 3


def test_a_menu_shows_its_label_and_a_square_one_speaks_it():
    assert re.search(r"</svg>\s*More|>\s*More", draw('{% menu label="More" %}x{% endmenu %}'))
    square = draw('{% menu label="More" icon="more" look="quiet square" %}x{% endmenu %}')
    assert 'aria-label="More"' in square
    assert not re.search(r">\s*More", square)


class Name(forms.Form):
    name = forms.CharField(help_text="As on the contract.")
    note = forms.CharField(required=False)


def test_a_fields_hint_and_error_belong_to_the_field():
    page = str(Name({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_a_field_that_may_stay_empty_says_so():
    assert str(Name()).count("(optional)") == 1


def _request(**headers):
    request = RequestFactory().post("/", headers=headers)
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def test_a_toast_comes_with_the_part_that_htmx_swaps():
    response = HttpResponse(headers={"HX-Trigger": '{"close-dialog": true}'})
    toast(_request(HX_Request="true"), response, "Archived.", undo="/undo/1/")
    sent = json.loads(response.headers["HX-Trigger"])
    assert sent["toast"] == {"text": "Archived.", "undo": "/undo/1/", "tone": ""}
    assert sent["close-dialog"] is True


@pytest.mark.parametrize("headers", [{}, {"HX_Request": "true"}])
def test_a_toast_waits_for_the_next_page_when_this_one_is_left(headers):
    request = _request(**headers)
    response = toast(request, HttpResponseRedirect("/next/"), "Archived.", undo="/undo/1/")
    assert "HX-Trigger" not in response.headers
    page = render_to_string("ui/_toasts.html", {"messages": get_messages(request)}, request)
    assert 'action="/undo/1/"' in page
    assert "Archived." in page


def test_the_undo_button_works_without_script():
    request = _request()
    toast(request, HttpResponse(), "Archived.", undo="/undo/1/")
    page = render_to_string("ui/_toasts.html", {"messages": get_messages(request)}, request)
    assert '<form method="post" action="/undo/1/">' in page
    assert "csrfmiddlewaretoken" in page


def test_a_static_address_changes_with_its_content():
    address = ManifestStorage().url("ui/app.css")
    assert address.startswith("/static/ui/app.css?v=")
    assert ManifestStorage().url("ui/nothing.css") == "/static/ui/nothing.css"


@pytest.mark.parametrize("code", [400, 403, 404, 500, 503])
def test_every_error_page_says_what_was_kept_or_what_to_do_without_needing_a_request(code):
    page = render_to_string(f"{code}.html")
    assert "<h1>" in page
    assert "<main" in page
    assert 'href="/"' in page


class Place(SimpleNamespace):
    icon, shortcut, count = "", "", None


def _rail(settings, address: str) -> str:
    settings.ROOT_URLCONF = "tests.browser.kit.urls"
    names = [("Today", "today"), ("Inbox", "inbox.list"), ("Money", "no.page")]
    return draw(
        "{% rail %}",
        places=[Place(label=label, url_name=name) for label, name in names],
        workspace=SimpleNamespace(slug="fernhill"),
        member=None,
        request=RequestFactory().get(address),
    )


def test_the_rail_marks_where_one_is_and_leaves_out_places_without_a_page(settings):
    page = _rail(settings, "/w/fernhill/inbox.list/12/")
    assert page.count("<a ") == 2
    assert page.count("aria-current") == 1
    assert page.index("Today") < page.index("aria-current") < page.index("Inbox")


def test_a_page_outside_every_place_marks_none_of_them(settings):
    assert "aria-current" not in _rail(settings, "/w/fernhill/profile/")
    assert "aria-current" in _rail(settings, "/w/fernhill/")


def _bar(settings, count: int, address: str = "/w/fernhill/", flagged=()) -> tuple[list, list]:
    """The places on a phone's bar, and those behind «More»."""
    settings.ROOT_URLCONF = "tests.browser.kit.urls"
    place = {"url_name": "today", "shortcut": "g t", "icon": "today"}
    page = draw(
        "{% rail %}",
        places=[
            SimpleNamespace(label=f"Place{n}", on_phone=n in flagged, count=None, **place)
            for n in range(count)
        ],
        workspace=SimpleNamespace(slug="fernhill"),
        member=None,
        request=RequestFactory().get(address),
    )
    bar, _, sheet = page.partition("<details")
    shown = re.findall(r"<a (?![^>]*off-bar)[^>]*>.*?(Place\d+)", bar, re.S)
    return shown, re.findall(r"Place\d+", sheet)


def test_a_phones_bar_has_four_places_and_the_way_to_the_others(settings):
    bar, more = _bar(settings, 10, flagged={0, 1, 3, 4})
    assert bar == ["Place0", "Place1", "Place3", "Place4"]
    assert more == ["Place2", "Place5", "Place6", "Place7", "Place8", "Place9"]


def test_whoever_sees_few_places_has_them_all_on_the_bar(settings):
    assert _bar(settings, 5) == ([f"Place{n}" for n in range(5)], [])
    assert len(_bar(settings, 6)[0]) == 4


class Choice(forms.Form):
    must = forms.ModelChoiceField(User.objects.none())
    may = forms.ModelChoiceField(User.objects.none(), required=False)


def test_an_empty_choice_is_said_in_words(db):
    page = str(Choice())
    assert "---------" not in page
    assert "Please choose" in page and ">None<" in page
