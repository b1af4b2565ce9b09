"""Who checks senders: the server whose findings are believed, learned from mail and confirmed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import mailboxes
from rapport.inbox.permissions import CHANGE_MAILBOXES, SEE_MAIL_SETTINGS
from rapport.inbox.queries import checkers
from rapport.ui.toasts import toast


@staff_view(SEE_MAIL_SETTINGS)
def senders(request: StaffRequest) -> HttpResponse:
    """Each mailbox, and who is believed about the senders of its mail."""
    boxes = checkers.checked_elsewhere(Mailbox.objects.live()).order_by("address")
    context = {
        "lines": [
            (box, None if box.trusted_authserv_id else checkers.propose(box)) for box in boxes[:50]
        ],
        "may_change": CHANGE_MAILBOXES.held_by(request.member.role),
    }
    return render(request, "inbox/senders.html", context)


@staff_view(CHANGE_MAILBOXES, methods=("POST",))
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Believe the server that was proposed; only while its mails still propose that very one."""
    box = get_object_or_404(Mailbox.objects.live(), pk=min(pk, 2**62))
    response = redirect("inbox.senders", slug=request.workspace.slug)
    proposal = checkers.propose(box)
    if proposal is None or proposal.name != request.POST.get("name"):
        said = _("The latest mails name another server now. Please look again.")
        return toast(request, response, said, tone="bad")
    mailboxes.trust_checker(box, name=proposal.name, by=request.member, at=now())
    return toast(request, response, _("From now on its checks of senders are believed."))
