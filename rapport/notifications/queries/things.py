"""What several alerts are about, by name."""

from collections.abc import Iterable

from rapport.clients.models import Client
from rapport.lib.reader import Reader
from rapport.projects.models import Project

Thing = tuple[str, int]
PROJECT, CLIENT = Project._meta.label_lower, Client._meta.label_lower


def names(things: Iterable[Thing], reader: Reader) -> dict[Thing, str]:
    """Of projects and clients that the reader may see; two queries. A record names itself."""
    wanted: dict[str, set[int]] = {PROJECT: set(), CLIENT: set()}
    for kind, pk in things:
        if kind in wanted:
            wanted[kind].add(pk)
    projects = Project.objects.visible_to(reader).filter(pk__in=wanted[PROJECT])
    clients = Client.objects.visible_to(reader).filter(pk__in=wanted[CLIENT])
    found = {
        (PROJECT, row.pk): f"{row.client}: {row.name}" for row in projects.select_related("client")
    }
    return found | {(CLIENT, row.pk): row.name for row in clients}
