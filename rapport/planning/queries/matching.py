"""Whom the names in a plan file mean."""

from collections.abc import Iterable, Mapping

from rapport.accounts.models import Member
from rapport.integrations.planfiles.records import PlanFile


def names_in(file: PlanFile) -> dict[str, str]:
    """Everybody the file gives work to, with their address where it says one."""
    addresses = {person.name: person.email for person in file.people}
    named = {name: addresses.get(name, "") for task in file.tasks for name in task.assignees}
    return dict(sorted(named.items(), key=lambda item: item[0].casefold()))


def match(names: Mapping[str, str], members: Iterable[Member]) -> dict[str, int | None]:
    """A member by address, else by a name only one member has; others stay names."""
    by_address: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    for member in members:
        by_address[member.user.email.casefold()] = member.pk
        by_name.setdefault(_plain(member.name), []).append(member.pk)
    found: dict[str, int | None] = {}
    for name, address in names.items():
        same = by_name.get(_plain(name), [])
        known = by_address.get(address.casefold()) or by_address.get(name.strip().casefold())
        found[name] = known or (same[0] if len(same) == 1 else None)
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
