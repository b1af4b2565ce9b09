"""What is drawn once for several readers holds nothing of any of them."""

from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from rapport.ui.kept import kept


def _drawn(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_a_kept_fragment_sees_only_what_it_is_kept_by():
    source = '{% kept "ui/_who_name.html" name="Ada" %}'
    with_more = _drawn(source, name="Grace", member="Grace", request=object())
    assert "Ada" in with_more and "Grace" not in with_more
    assert "Grace" in _drawn('{% kept "ui/_who_name.html" name=name %}', name="Grace")


def test_it_is_drawn_anew_for_another_value_and_another_language():
    with translation.override("en"):
        english = kept("ui/_palette.html", slug="fernhill")
    with translation.override("de"):
        german = kept("ui/_palette.html", slug="fernhill")
        assert kept("ui/_palette.html", slug="fernhill") is german
        assert kept("ui/_palette.html", slug="elsewhere") != german
    assert english != german


def test_what_a_value_says_is_escaped():
    assert "<script>" not in kept("ui/_who_name.html", name="<script>alert(1)</script>")
    assert "&lt;script&gt;" in kept("ui/_who_name.html", name="<script>alert(1)</script>")


def test_nor_is_markup_trusted_because_somebody_trusted_the_same_once():
    kept("ui/_who_name.html", name=mark_safe("<b>Ada</b>"))
    assert "<b>Ada" not in kept("ui/_who_name.html", name="<b>Ada</b>")


def test_the_links_of_a_kept_fragment_are_those_of_the_configuration_in_force(settings):
    kept("ui/_palette.html", slug="fernhill")
    settings.ROOT_URLCONF = "tests.browser.kit.urls"
    assert "/w/fernhill/search-palette/" in kept("ui/_palette.html", slug="fernhill")
