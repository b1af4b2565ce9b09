"""Templates and macros: found by what is typed, and the words of a template that suit somebody."""

from collections import defaultdict
from collections.abc import Iterable

from rapport.inbox.models import Macro, Template, TemplateText
from rapport.lib.reader import Reader

OFFERED = 12
FALLBACK = "en"


def templates(reader: Reader, words: str = "", most: int = OFFERED) -> list[Template]:
    """Those called so, the most used first."""
    rows = Template.objects.visible_to(reader).live().called(words)
    return list(rows.order_by("-used", "pk")[:most])


def macros(reader: Reader, words: str = "", most: int = OFFERED) -> list[Macro]:
    """Those called so, the most used first."""
    rows = Macro.objects.visible_to(reader).live().called(words)
    return list(rows.order_by("-used", "pk")[:most])


def texts_of(found: Iterable[Template]) -> dict[int, list[TemplateText]]:
    """All texts of these templates: one query."""
    by_template = defaultdict(list)
    for text in TemplateText.objects.filter(template__in=[one.pk for one in found]).order_by("pk"):
        by_template[text.template_id].append(text)
    return by_template


def suited(texts: list[TemplateText], language: str, tone: str) -> TemplateText | None:
    """The one in their language and tone; else in their language; else in English; else any."""

    def rank(text: TemplateText) -> tuple[bool, bool, bool]:
        return (text.language != language, text.language != FALLBACK, text.tone not in (tone, ""))

    # Of two that suit, the one that names the tone.
    return min(texts, key=lambda text: (*rank(text), text.tone != tone), default=None)
