"""The part of the furnished house that has to do with further addresses and mail providers."""

import zlib

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.inbox.models import Alias, HookDelivery, Mailbox, MailHook
from rapport.integrations import sealing
from rapport.projects.models import Project
from tests.builders import Make


def furnish(
    make: Make, boss: Member, project: Project, word: str
) -> dict[str, dict[str, object]]:  # fmt: skip
    """A mailbox that a provider fills, something it sent that nobody can read, and an address."""
    workspace, at = make.workspace, now()
    mailbox = Mailbox.objects.create(
        workspace=workspace, address=f"{word.lower()}@provided.example", name=word,
        arrives_by="provider", plus_addresses=True, created_at=at,
    )  # fmt: skip
    hook = MailHook.objects.create(
        workspace=workspace, mailbox=mailbox, provider="postmark", created_at=at,
        sealed_secret=sealing.seal({"secret": "x" * 32, "key": ""}),
    )  # fmt: skip
    delivery = HookDelivery.objects.create(
        workspace=workspace, hook=hook, kind="mail", key=f"{word} delivery", size=2,
        content=zlib.compress(b"{}"), received_at=at, outcome="quarantined", said=word,
    )  # fmt: skip
    alias = Alias.objects.create(
        workspace=workspace, mailbox=mailbox, purpose="project", project=project, created_at=at,
        address=f"{word.lower()}+labels@provided.example",
    )  # fmt: skip
    return {
        "inbox.address_of_project": {"key": project.key},
        "inbox.address_re": {"pk": alias.pk},
        "inbox.address_switch": {"pk": alias.pk},
        "inbox.give_project_address": {"key": project.key},
        "inbox.addresses": {"pk": mailbox.pk},
        "inbox.add_address": {"pk": mailbox.pk},
        "inbox.mail_provider": {"pk": mailbox.pk},
        "inbox.hook_secret": {"pk": mailbox.pk},
        "inbox.hook_again": {"pk": delivery.pk},
    }
