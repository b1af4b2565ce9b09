"""HTML of strangers: nothing runs, nothing is fetched, nothing covers the page."""

import re
from email import message_from_bytes
from email.message import MIMEPart
from email.policy import default

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.inbox.rendering import clean
from tests.inbox.conftest import written

EVIL = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>', '<a href="data:text/html,x">x</a>',
    '<iframe src="https://evil.example">', '<form action="https://evil.example"><input name=p>',
    '<base href="https://evil.example/">', '<meta http-equiv=refresh content="0;url=//evil">',
    '<style>@import url(//evil.example/x.css)</style>', '<link rel=stylesheet href=//evil>',
    '<div style="position:fixed;top:0;background:url(//evil.example/x)">x</div>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<object data=x><embed src=x>', '<body onload=alert(1)>', '<video src=//evil.example/v>',
    '<table background="//evil.example/x.png"><td background=//evil>x</td></table>',
    '<img src="//evil.example/p.png"><img src="https://evil.example/pixel.gif" width=1>',
]  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
FORBIDDEN = re.compile(
    r"<(?:script|svg|iframe|form|input|base|meta|style|link|object|embed|video|body)|\son\w+="
    r"|javascript:|url\(|position|evil\.example/(?:x|p|pixel|v)",
    re.I,
)


@pytest.mark.parametrize("html", EVIL)
def test_c01_c04_c05_c06_c11_what_could_act_or_fetch_is_gone(html):
    assert not FORBIDDEN.search(clean(f"<p>Hello</p>{html}").html)


def test_c05_links_open_elsewhere_and_tell_nobody_where_from():
    cleaned = clean('<a href="https://x.example" target="_top" onclick="x">y</a>').html
    assert 'rel="noopener noreferrer nofollow"' in cleaned and 'target="_blank"' in cleaned


def test_c11_remote_pictures_are_counted_and_own_ones_shown():
    cleaned = clean(
        '<img src="http://x.example/p.png"><img src="cid:logo@x">', {"logo@x": "/w/f/files/t/"}
    )
    assert cleaned.blocked == 1 and 'src="/w/f/files/t/"' in cleaned.html


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*EVIL, "<b>", "</b>", "<!--", "-->", "<table>", "&lt;"]),
                max_size=6), st.text(max_size=20))  # fmt: skip
def test_c03_cleaning_again_changes_nothing(parts, text):
    once = clean(text.join(parts)).html
    assert ordered(clean(once).html) == ordered(once)


def ordered(html):
    """Attributes come in no particular order; their order means nothing."""
    return re.sub(r"<\w[^>]*>", lambda tag: " ".join(sorted(tag[0].strip("<>").split())), html)


@pytest.mark.django_db
def test_c01_the_frame_runs_nothing_even_if_the_cleaning_failed(browse, member, arrive):
    raw = arrive(written(html='<p>Hi <script>alert(1)</script><img src="https://x.example/p"></p>'))
    number, pk = raw.message.conversation.number, raw.message.pk
    frame = browse(member).get(
        reverse("inbox.formatted", kwargs={"slug": "fernhill", "number": number, "pk": pk})
    )
    policy = frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "allow-scripts" not in policy
    assert "<script" not in frame.text and "was not loaded" in frame.text


@pytest.mark.django_db
def test_a_picture_that_both_versions_of_a_letter_share_is_shown_in_it(browse, member, arrive):
    mail = message_from_bytes(written(html='<p>Here: <img src="cid:ii_1"></p>'), policy=default)
    versions = MIMEPart(policy=default)
    versions.set_payload(mail.get_payload())
    versions["Content-Type"] = "multipart/alternative"
    picture = MIMEPart(policy=default)
    picture.set_content(PNG, "image", "png", filename="a.png", cid="<ii_1>", disposition="inline")
    mail.replace_header("Content-Type", "multipart/related")
    mail.set_payload([versions, picture])
    browser, message = browse(member), arrive(mail.as_bytes()).message
    where = {"slug": "fernhill", "number": message.conversation.number, "pk": message.pk}
    frame = browser.get(reverse("inbox.formatted", kwargs=where)).text
    shown = browser.get(re.search(r'<img src="([^"]+)"', frame)[1])
    assert (shown.headers["Content-Type"], b"".join(shown)) == ("image/png", PNG)


@pytest.mark.django_db
def test_c02_names_subjects_and_files_are_text(browse, member, arrive):
    raw = arrive(
        written(
            sender='"<img src=x onerror=alert(1)>" <a@b.example>',
            subject="<script>alert(1)</script>",
            text="<b onclick=x>text</b>\n",
        )
    )
    browser = browse(member)
    for name, kwargs in (
        ("inbox", {}),
        ("inbox.conversation", {"number": raw.message.conversation.number}),
    ):
        page = browser.get(reverse(name, kwargs={"slug": "fernhill", **kwargs}) + "?show=all").text
        assert "<script>alert" not in page and "<img src=x" not in page
        assert "<b onclick" not in page


@pytest.mark.django_db
def test_the_original_is_saved_not_shown(browse, member, arrive):
    raw = arrive(written(html="<script>alert(1)</script>"))
    url = reverse(
        "inbox.original",
        kwargs={
            "slug": "fernhill",
            "number": raw.message.conversation.number,
            "pk": raw.message.pk,
        },
    )
    answer = browse(member).get(url)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.content == raw.bytes
