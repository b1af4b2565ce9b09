"""Finds tasks by name, where a tool names what it means and does not number it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rapport.integrations.planfiles.wording import gettext_noop as _

UNKNOWN = _("No task of this name or number is in the file.")
SEVERAL = _("Several tasks have this name, so it is not sure which one is meant.")


@dataclass(frozen=True, slots=True)
class Found:
    """The task that was meant, or why it cannot be said."""

    uid: str = ""
    reason: str = ""


@dataclass(slots=True)
class Names:
    """The tasks of a file by uid and by name; names within one group win over others."""

    _by_name: dict[str, list[str]] = field(default_factory=dict)
    _groups: dict[str, str] = field(default_factory=dict)

    def add(self, uid: str, name: str, group: str = "") -> None:
        """Remember a task; `group` is what it is part of."""
        self._by_name.setdefault(_key(name), []).append(uid)
        self._groups[uid] = group

    def find(self, named: str, *, but: str = "", group: str = "") -> Found:
        """The task of this uid or name. `but` never means itself unless no other has its name."""
        if named in self._groups:
            return Found(named)
        same = self._by_name.get(_key(named), [])
        others = [uid for uid in same if uid != but] or same
        near = [uid for uid in others if group and self._groups[uid] == group]
        if len(near) == 1:
            return Found(near[0])
        if len(others) == 1:
            return Found(others[0])
        return Found(reason=SEVERAL if others else UNKNOWN)

    def in_list(self, written: str, *, group: str = "") -> Iterator[tuple[str, Found]]:
        """The tasks of a list separated by commas, which may stand inside a name as well."""
        pieces = [piece for piece in written.replace("\n", ",").split(",") if piece.strip()]
        while pieces:
            for length in range(len(pieces), 0, -1):
                named = ",".join(pieces[:length]).strip()
                found = self.find(named, group=group)
                if found.uid or found.reason == SEVERAL or length == 1:
                    yield named, found
                    pieces = pieces[length:]
                    break


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
