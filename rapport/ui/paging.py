"""Numbered pages of a list, and the way to those beside."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

# No filter of ours is this long: a longer query is not carried along.
LONGEST = 2000


def paged(rows: Any, size: int, query: Mapping[str, str], *, name: str = "page") -> dict[str, Any]:
    """Context of a list: the page that the query names, and the addresses before and after it,
    empty where there is none. Shown by `ui/_pages.html`.

    What is no number shows the first page, a number beyond shows the last.
    """
    page = Paginator(rows, size).get_page(query.get(name))

    def url(number: int) -> str:
        kept = urlencode({**query, name: number})
        return "?" + (kept if len(kept) <= LONGEST else urlencode({name: number}))

    return {
        "page": page,
        "before_url": url(page.previous_page_number()) if page.has_previous() else "",
        "after_url": url(page.next_page_number()) if page.has_next() else "",
    }
