"""What is asked on the side of a conversation, in the furnished house."""

from django.utils.timezone import now

from rapport.inbox.models import Mailbox
from rapport.inbox.operations import departments, requests
from rapport.inbox.operations.letters import Letter


def furnish(make, boss, contact, word):
    """A department and what it is asked; returns what the routes' arguments must be."""
    at = now()
    main = make.conversation(contact, f"{word} with a side")
    asked = make.member(name="Accountant")
    facts = departments.Facts(f"{word} department", 60, [asked])
    department = departments.create(make.workspace, facts=facts, by=boss, at=at)
    letter = Letter(f"{word} question", subject=f"{word} on the side")
    request = requests.ask(main, letter=letter, department=department, by=boss, at=at)
    side = {"number": request.conversation.number}
    person = {"key": contact.client.key, "pk": contact.pk}
    return {
        "inbox.department": {"pk": department.pk},
        "inbox.bridge": {"number": main.number, "pk": request.pk},
        "inbox.side_answer": side,
        "inbox.accept_request": side,
        "inbox.end_request": side,
        "inbox.withdraw_request": side,
        "inbox.renew_request": side,
        "inbox.remove_participant": {"number": main.number, "pk": main.participants.get().pk},
        "portal.colleague": {"pk": contact.pk},
        "inbox.acknowledging": {"pk": Mailbox.objects.latest("pk").pk},
        "inbox.reach_of_contact": person,
        "inbox.clear_reach": person,
    }
