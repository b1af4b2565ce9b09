"""A register of what apps offer: in order, each once, to those who may."""

from dataclasses import dataclass

from rapport.lib.permissions import Permission
from rapport.lib.register import Register
from rapport.lib.roles import Role

SOME = Permission("test.some", frozenset({Role.OWNER}))
ALL = Permission("test.all", frozenset(Role))


@dataclass(frozen=True)
class Page:
    order: int
    url_name: str
    permission: Permission = ALL


def names(offers):
    return [offer.url_name for offer in offers]


def test_offers_stand_in_their_order_each_once_whenever_they_came():
    pages = Register[Page]()
    for page in (Page(20, "late"), Page(10, "early"), Page(5, "late"), Page(20, "later")):
        pages.add(page)
    assert names(pages) == ["early", "late", "later"]


def test_only_what_a_role_may_open_is_offered_to_it():
    pages = Register[Page]()
    pages.add(Page(10, "for owners", SOME))
    pages.add(Page(20, "for all"))
    assert names(pages.held_by(Role.OWNER)) == ["for owners", "for all"]
    assert names(pages.held_by(Role.VIEWER)) == ["for all"]
