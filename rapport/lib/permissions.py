"""Permissions: a name, and the roles that hold it. Each app declares its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapport.lib.roles import Role


@dataclass(frozen=True, slots=True)
class Permission:
    """`name` is `<app>.<what>`; `roles` are those that hold it."""

    name: str
    roles: frozenset[Role]

    def held_by(self, role: str) -> bool:
        """Whether a person of this role may."""
        return role in self.roles


REGISTRY: dict[str, Permission] = {}


def permission(name: str, roles: Iterable[Role]) -> Permission:
    """Declare a permission once; a second declaration of the same name is a programming error."""
    if name in REGISTRY:
        raise ValueError(f"permission {name} is declared twice")
    REGISTRY[name] = Permission(name, frozenset(roles))
    return REGISTRY[name]
