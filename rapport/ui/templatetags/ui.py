"""The kit's tags: icons, containers, and times in the reader's words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from rapport.ui import links, words
from rapport.ui.icons import ICONS
from rapport.ui.kept import kept

register = template.Library()

# Places on a phone's bar, beside «More».
ON_BAR = 4


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An outline icon; with a label it speaks, without it is decoration."""
    if label:
        return _drawn(name, size, format_html('role="img" aria-label="{}"', label))
    return _decoration(name, size)


@cache
def _decoration(name: str, size: str) -> SafeString:
    """Kept: a page has dozens, of a few kinds."""
    return _drawn(name, size, SafeString('aria-hidden="true"'))


def _drawn(name: str, size: str, speaks: SafeString) -> SafeString:
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"There is no icon named {name!r}.")
    shape = f"{static('ui/icons.svg')}#{name}"
    return format_html('<svg class="icon {}" {}><use href="{}"/></svg>', size, speaks, shape)


@register.simple_block_tag
def card(content: SafeString, title: str = "", **options: Any) -> str:
    """A card with an optional heading; options: note, tag, tone, level, id, more, more_url."""
    return _box("ui/_card.html", content, title=title, **options)


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: str, wide: bool = False) -> str:
    """A modal dialog, opened by any button with data-opens="<id>"."""
    return _box("ui/_dialog.html", content, id=id, title=title, wide=wide)


@register.simple_block_tag
def menu(content: SafeString, label: str = "", look: str = "", **options: Any) -> str:
    """A menu of links and buttons; a square one shows its icon and speaks its label.

    Options: icon, place (start, up), shortcut, hidden_label, plain (no arrow).
    """
    return _box("ui/_menu.html", content, label=label, look=look, **options)


@register.simple_block_tag
def banner(content: SafeString, tone: str = "", icon: str = "info") -> str:
    """A line across the page about the state of the system or of this record."""
    return _box("ui/_banner.html", content, tone=tone, icon=icon)


@register.simple_block_tag
def empty(content: SafeString, title: str, icon: str = "", text: str = "") -> str:
    """What stands where nothing is yet: what will be here; the content is the first step."""
    return _box("ui/_empty.html", content, title=title, icon=icon, text=text)


@register.simple_block_tag
def table(content: SafeString, caption: str, visible: bool = False, stacks: bool = False) -> str:
    """A table that scrolls inside itself; its caption is spoken, and shown when visible.

    One that stacks shows each row as a card on a phone; its cells say what they are (data-label).
    """
    return _box("ui/_table.html", content, caption=caption, visible=visible, stacks=stacks)


@register.simple_block_tag
def stack(content: SafeString, tight: bool = False) -> str:
    """Things below one another with even space between."""
    return format_html('<div class="stack{}">{}</div>', " tight" if tight else "", content)


@register.simple_tag(name="kept")
def kept_fragment(template: str, **values: Any) -> SafeString:
    """Include a template that is drawn once for these values: it sees nothing else."""
    return kept(template, **values)


@register.simple_tag(takes_context=True)
def rail(context: template.Context) -> SafeString:
    """The places of the left rail: only those that have a page."""
    path = context["request"].path if "request" in context else ""
    entries = tuple(_entries(context.get("places") or (), context))
    here = _here(path, [entry.url for entry in entries])
    has_more = not all(entry.on_bar for entry in entries)
    return kept("ui/_rail.html", entries=entries, here=here, has_more=has_more)


@dataclass(frozen=True, slots=True)
class Entry:
    """A place on the rail: where it leads and what waits there."""

    label: str
    icon: str
    shortcut: str
    url: str
    count: str
    # A phone's bar has no room for the others: they stand behind «More».
    on_bar: bool


def _here(path: str, urls: list[str]) -> str:
    """The place a page stands in; Today, whose address begins every other, is only itself."""
    if path in urls:
        return path
    roots = {url for url in urls if any(other != url and other.startswith(url) for other in urls)}
    fitting = [url for url in urls if url not in roots and path.startswith(url)]
    return max(fitting, key=len, default="")


def _entries(places: Iterable[Any], context: template.Context) -> Iterator[Entry]:
    slug, member = context["workspace"].slug, context["member"]
    there = [(place, url) for place in places if (url := _address(place.url_name, slug))]
    barred = _behind_more([place for place, _ in there])
    for place, url in there:
        count = words.counted(place.count(member)) if place.count else ""
        named = str(place.label), place.icon, place.shortcut
        yield Entry(*named, url, count, on_bar=place not in barred)


def _behind_more(places: list[Any]) -> list[Any]:
    """What a phone's bar has no room for: it shows four places and the way to the others."""
    if len(places) <= ON_BAR + 1:
        return []
    first = sorted(places, key=lambda place: not place.on_phone)[:ON_BAR]
    return [place for place in places if place not in first]


@lru_cache(maxsize=4096)
def _address(url_name: str, slug: str) -> str:
    """Where a place is; nothing where the page is not there. Kept: every page asks for each."""
    try:
        return reverse(url_name, args=[slug])
    except NoReverseMatch:
        return ""


@register.simple_tag
def due(at: date | datetime | None, now: datetime | None = None) -> str:
    """A deadline in words ("in 38 min", "2 hr late") with the exact moment behind it."""
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return _time(at, words.day(at, timezone.localdate(now)))
    return _time(at, words.until(at, now or timezone.now()))


@register.simple_tag
def ago(at: datetime | None, now: datetime | None = None) -> str:
    """How long ago, or how far ahead, with the exact moment behind it."""
    return _time(at, words.distance(at, now or timezone.now())) if at else ""


@register.simple_tag
def when(at: date | datetime | None, now: datetime | None = None) -> str:
    """The shortest clear name of a moment: 08:12, yesterday, 12 Nov."""
    if at is None:
        return ""
    if not isinstance(at, datetime):
        return _time(at, words.day(at, timezone.localdate(now)))
    return _time(at, words.when(at, now or timezone.now()))


@register.simple_tag
def moment(at: datetime | None, now: datetime | None = None) -> str:
    """A moment with its day and hour, and the exact one behind it."""
    return _time(at, words.moment(at, now or timezone.now())) if at else ""


@register.simple_tag
def day(at: date | datetime | None, now: datetime | None = None) -> str:
    """The day of a moment and never its hour: today, tomorrow, 4 Dec."""
    return _time(at, words.day(at, timezone.localdate(now))) if at else ""


@register.simple_tag
def dated(at: date | None, now: datetime | None = None) -> str:
    """A day by its date alone, where "was tomorrow" would be read: 4 Dec, 4 Dec 2026."""
    return _time(at, words.dated(at, timezone.localdate(now))) if at else ""


@register.simple_tag
def span(since: date, until: date) -> str:
    """From one day to another, in the reader's own order: 2 – 8 Nov 2026."""
    return words.span(since, until)


@register.filter
def weekday(at: date) -> str:
    """A day of this year with its name: Monday 2 November."""
    return words.weekday(at)


@register.filter
def exact(at: date | datetime) -> str:
    """The full date, and the time where there is one."""
    return words.exact(at)


@register.filter
def under(held: Mapping[Any, Any], key: object) -> Any:
    """What a mapping holds under a key, if anything."""
    return held.get(key)


@register.filter
def grouped(number: int | str | None) -> int | str | None:
    """A large number with the reader's own separators; still a number for a plural."""
    return words.Count(number) if isinstance(number, int) else number


@register.filter
def working_duration(minutes: float | None, minutes_a_day: int = words.MINUTES_A_DAY) -> str:
    """Working minutes as days and hours of work."""
    return "" if minutes is None else words.working_duration(minutes, minutes_a_day)


@register.filter
def elapsed_duration(minutes: float | None) -> str:
    """Minutes around the clock: "3 days elapsed"."""
    return "" if minutes is None else words.length_in_words(minutes, is_elapsed=True)


@register.filter
def linked(text: str | None) -> SafeString:
    """Plain text with its addresses as links."""
    return links.linked(text or "")


@register.filter
def initials(name: str | None) -> str:
    """At most two letters that stand for a name."""
    parts = [part for part in str(name or "").split() if part[0].isalnum()]
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else "") if parts else "?"
    return letters.upper()


@register.filter
def undo_url(tags: str) -> str:
    """The undo address that a message carries in its tags (see rapport.ui.toasts)."""
    return next((tag[5:] for tag in (tags or "").split() if tag.startswith("undo=")), "")


def _time(at: date | datetime, said: str) -> SafeString:
    exact = escape(words.exact(at))
    return SafeString(f'<time datetime="{at.isoformat()}" title="{exact}">{escape(said)}</time>')


def _box(name: str, content: SafeString, **options: Any) -> str:
    return render_to_string(name, {"content": content, **options})
