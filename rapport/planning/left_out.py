"""What a plan file says and is not taken over, a sentence each."""

from collections.abc import Callable, Mapping

from django.utils.translation import ngettext

_SENTENCES: dict[str, Callable[[int], str]] = {
    "baselines": lambda n: ngettext(
        "The baseline of %(n)s task is not taken over.",
        "The baselines of %(n)s tasks are not taken over.",
        n,
    ),
    "costs": lambda n: ngettext(
        "The cost of %(n)s task is not taken over.",
        "The costs of %(n)s tasks are not taken over.",
        n,
    ),
    "by_the_day": lambda n: ngettext(
        "%(n)s assignment gives its work day by day, with splits: the plan reckons it anew.",
        "%(n)s assignments give their work day by day, with splits: the plan reckons it anew.",
        n,
    ),
}


def sentences(left_out: Mapping[str, int]) -> list[str]:
    """In the order in which people ask for it; nothing of what the file does not say."""
    return [say(left_out[kind]) % {"n": f"{left_out[kind]:,}"}
            for kind, say in _SENTENCES.items() if left_out.get(kind)]  # fmt: skip
