"""Every route of the product, with what it declares about itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from rapport.lib.access import Access, declared


@dataclass(frozen=True)
class Route:
    """A URL pattern: its path as text, its name, its captured arguments, its access."""

    path: str
    name: str
    arguments: tuple[str, ...]
    access: Access | None

    def __str__(self) -> str:
        return self.path


def routes() -> list[Route]:
    """All routes, flattened."""
    return list(_walk(get_resolver().url_patterns, "/", ()))


def _walk(patterns, prefix: str, arguments: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        captured = (*arguments, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, captured)
        elif isinstance(pattern, URLPattern):
            yield Route(path, pattern.name or "", captured, declared(pattern.callback))
