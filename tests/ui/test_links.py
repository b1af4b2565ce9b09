"""Text with links: exactly what Django makes of it, without looking at each word for nothing."""

import pytest
from django.utils.html import urlize
from hypothesis import example, given
from hypothesis import strategies as st

from rapport.ui.links import linked

PIECES = [
    "http", "https", "HTTPS", "://", ":", "//", "www.", "WWW.", "a", "ß", "é", "@", ".", ".com",
    ".ORG", ".net/", ".computer", ".gov", "x.y", "[::1]", "(", ")", "<b>", "&amp;", "&", "'", " ",
    "\n", "%s", "2.998,50", "mail", "mailto:", '"',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join))
@example("see example.com")
@example("see EXAMPLE.ORG/path?x=1&y=2.")
@example("wwww.x")
@example("ann@harbour.example")
@example("Done. Then <script>alert(1)</script> & more.")
def test_a_text_reads_as_django_would_link_it(text):
    assert linked(text) == urlize(text, autoescape=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://a.example/b", 'see <a href="https://a.example/b">https://a.example/b</a>'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("<b> & so on.", "&lt;b&gt; &amp; so on."),
    ],
)
def test_links_are_made_and_all_else_is_escaped(text, shown):
    assert linked(text) == shown
