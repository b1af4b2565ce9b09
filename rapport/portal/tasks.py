"""Work of the portal that waits."""

from django.utils.timezone import now

from rapport.clients.models import Contact
from rapport.events.listeners import task
from rapport.portal.operations import request_mails


@task()
def tell_requests(contact: int) -> None:
    """Mail what was asked of this contact lately."""
    people = Contact.objects.live().filter(erased_at=None).select_related("workspace", "client")
    found = people.filter(pk=contact).first()
    if found is not None:
        request_mails.send_pending(found, at=now())
