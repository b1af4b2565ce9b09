"""HTML of strangers, cleaned on its way out: an allow-list, no script, no form, nothing fetched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import nh3

TAGS: Final = {
    "a", "abbr", "address", "b", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span",
    "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt",
    "u", "ul",
}  # fmt: skip
ATTRIBUTES: Final = {
    "*": {"dir", "lang", "title", "style"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align", "valign", "width"},
    "th": {"colspan", "rowspan", "align", "valign", "width", "scope"},
    "table": {"width", "align"},
    "ol": {"start"},
}
# No colours, so that it is readable on light and dark alike; nothing that moves or covers.
STYLES: Final = {
    "font-weight", "font-style", "text-align", "text-decoration", "padding-left", "list-style-type",
    "vertical-align", "white-space",
}  # fmt: skip
DROPPED: Final = {
    "script", "style", "title", "head", "noscript", "template", "svg", "math", "object", "embed",
    "iframe", "frame", "frameset", "form", "textarea", "select", "option", "button", "audio",
    "video", "canvas", "xmp", "plaintext", "noembed", "noframes",
}  # fmt: skip
LINKS: Final = ("http://", "https://", "mailto:", "tel:")
PICTURES: Final = tuple(f"data:image/{kind};base64," for kind in ("png", "jpeg", "gif", "webp"))


@dataclass(slots=True)
class Cleaned:
    """Safe HTML, and how many pictures it would have fetched from elsewhere."""

    html: str
    blocked: int = 0
    # How many it fetches through us, because somebody wants to see them.
    remote: int = 0


Remote = Callable[[str], str | None]


@dataclass(slots=True)
class _Filter:
    """Decides each attribute. `pictures` maps content ids to addresses of our own; `through_us`
    does so for remote pictures, where they are wanted."""

    pictures: Mapping[str, str] = field(default_factory=dict)
    through_us: Remote | None = None
    blocked: int = 0
    remote: int = 0

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if name == "href":
            return value if value.strip().lower().startswith(LINKS) else None
        if name == "src":
            return self._source(value.strip())
        if name == "style" and ("url(" in value.lower() or "\\" in value):
            return None
        return value

    def _source(self, value: str) -> str | None:
        if value.lower().startswith("cid:"):
            return self.pictures.get(value[4:].strip("<>"))
        if value.lower().startswith(PICTURES):
            return value
        is_remote = value.lower().startswith(("http://", "https://", "//"))
        if self.through_us and is_remote and (ours := self.through_us(value)):
            self.remote += 1
            return ours
        self.blocked += 1
        return None


def clean(
    html: str, pictures: Mapping[str, str] | None = None, through_us: Remote | None = None
) -> Cleaned:
    """Keep what the allow-list names. Links open elsewhere and tell nobody where from."""
    attribute_filter = _Filter(pictures or {}, through_us)
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=attribute_filter,
        clean_content_tags=DROPPED,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )
    return Cleaned(cleaned, attribute_filter.blocked, attribute_filter.remote)
