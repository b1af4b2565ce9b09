"""Walks a face of the product page by page: every route that a person can reach by its links."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

# Not pages: they answer with a file, a stream or a part of a page, or end the session.
NOT_PAGES = ("inbox.live", "account_logout", "portal.sign_out", "files.file", "portal.file")
NO_PAGE = ("Download is starting", "ERR_ABORTED")
LINKS = "() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"


def walk(page: Page, start: str, *, most: int = 120) -> Iterator[str]:
    """Open one page of each route below `start`'s first two path parts, as links lead to it.

    Whoever iterates finds the page open; its links are read before going on.
    """
    inside = "/".join(start.split("/", 5)[:5]) + "/"
    waiting, seen = [start], {route_of(start)}
    while waiting and most:
        url, most = waiting.pop(0), most - 1
        if not _opened(page, url):
            continue
        links = page.evaluate(LINKS)
        yield url
        for link in links:
            route = route_of(link)
            if link.startswith(inside) and route and route not in seen:
                seen.add(route)
                waiting.append(link)


def open_each(page: Page, urls: Iterable[str]) -> Iterator[str]:
    """Open those of these addresses that are pages, and neither files nor parts of a page."""
    for url in urls:
        if _opened(page, url) and page.evaluate("document.documentElement.lang"):
            yield url


def _opened(page: Page, url: str) -> bool:
    """Go there; False for a file to download, and for an answer without content."""
    try:
        answer = page.goto(url)
    except Error as error:
        if any(word in error.message for word in NO_PAGE):
            return False
        raise
    page.wait_for_load_state("networkidle")
    assert answer is not None
    assert answer.status == 200, f"{url} answers {answer.status}"
    return answer.headers.get("content-type", "").startswith("text/html")


def route_of(url: str) -> str:
    """The name of the route behind a URL; empty when it is no page of ours."""
    try:
        name = resolve(urlsplit(url).path).url_name or ""
    except Resolver404:
        return ""
    return "" if name in NOT_PAGES else name
