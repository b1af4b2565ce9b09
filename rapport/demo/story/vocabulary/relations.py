"""Clients, contacts and promises."""

from datetime import date

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.clients.operations import clients, closures, contacts
from rapport.clients.operations.clients import ClientFacts
from rapport.clients.operations.closures import Closed
from rapport.clients.operations.contacts import ContactFacts
from rapport.demo.story.stage import Stage
from rapport.promises.models import Promise
from rapport.promises.operations import making, settling


def win(stage: Stage, facts: ClientFacts, *, domain: str, by: Member) -> Client:
    """A new client, with the domain their mail comes from."""
    client = clients.create(stage.workspace, facts=facts, by=by, at=stage.at)
    clients.add_domain(client, domain=domain, by=by, at=stage.at)
    stage.clients[client.key] = client
    return client


def meet(stage: Stage, client: Client, facts: ContactFacts, *, by: Member) -> Contact:
    """Somebody at the client."""
    contact = contacts.create(client, facts=facts, by=by, at=stage.at)
    stage.contacts[facts.name] = contact
    return contact


def close(stage: Stage, client: Client, first: date, last: date, why: str) -> None:
    """A client tells us when nobody will be there."""
    closed = Closed(first, last, why)
    closures.note(client, closed, by=stage.staff["amara"], at=stage.at)


def promise(
    stage: Stage, what: str, due: date, *, to: Contact, project: str, task: str = ""
) -> None:
    """We promise something for a day, perhaps a task of the plan."""
    new = making.NewPromise(
        client=to.client,
        what=what,
        due_on=due,
        project=stage.projects[project],
        task=stage.tasks.get((project, task)),
        contact=to,
    )
    stage.promises[what] = making.make(new, by=stage.staff["amara"], at=stage.at)


def they_promise(stage: Stage, what: str, due: date, *, by: Contact, project: str) -> None:
    """The client promises us something."""
    new = making.NewPromise(
        client=by.client,
        what=what,
        due_on=due,
        project=stage.projects[project],
        contact=by,
        side=Promise.Side.CLIENT,
    )
    stage.promises[what] = making.make(new, by=stage.staff["amara"], at=stage.at)


def keep(stage: Stage, what: str) -> None:
    """It was kept, or kept late, as the day says."""
    promised = stage.promises[what]
    promised.refresh_from_db()
    settling.keep(promised, by=stage.staff["amara"], at=stage.at)


def break_(stage: Stage, what: str) -> None:
    """It was not kept."""
    promised = stage.promises[what]
    promised.refresh_from_db()
    settling.break_(promised, by=stage.staff["amara"], at=stage.at)
