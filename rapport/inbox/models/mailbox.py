"""A mailbox we read and send from."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class MailboxQuerySet(BinnableQuerySet):
    """Questions about mailboxes."""

    def fetching(self) -> Self:
        """Those that are polled."""
        rows = self.live().filter(is_paused=False, needs_sign_in=False)
        return rows.filter(arrives_by=Mailbox.Arrival.IMAP).exclude(imap_host="")

    def received(self) -> Self:
        """Those whose mail other servers hand over to us."""
        return self.live().filter(arrives_by=Mailbox.Arrival.DIRECT)

    def sending(self) -> Self:
        """Those that can send."""
        return self.live().filter(is_paused=False).exclude(smtp_host="")


class Mailbox(Binnable):
    """An address with its IMAP and SMTP servers. Secrets are sealed, and never shown again."""

    class SignIn(models.TextChoices):
        """How to sign in to the servers."""

        PASSWORD = "password", _("Password")
        MICROSOFT = "microsoft", _("Microsoft 365")
        GOOGLE = "google", _("Google")

    class Security(models.TextChoices):
        """How the connection is protected; demanded means demanded."""

        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("None (this machine only)")

    class Arrival(models.TextChoices):
        """How mail gets here."""

        IMAP = "imap", _("We fetch it (IMAP)")
        DIRECT = "direct", _("A mail server hands it over (LMTP or SMTP)")
        PROVIDER = "provider", _("A mail provider sends it (webhook)")

    address = models.EmailField(_("address"))
    name = models.CharField(_("sender name"), max_length=120)
    sign_in = models.CharField(_("sign-in"), max_length=10, choices=SignIn, default="password")
    arrives_by = models.CharField(
        _("how mail gets here"), max_length=8, choices=Arrival, default=Arrival.IMAP
    )
    imap_host = models.CharField(_("IMAP server"), max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(_("IMAP port"), default=993)
    imap_security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    imap_folder = models.CharField(_("folder"), max_length=120, default="INBOX")
    smtp_host = models.CharField(_("SMTP server"), max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(_("SMTP port"), default=587)
    smtp_security = models.CharField(max_length=8, choices=Security, default=Security.STARTTLS)
    # Some servers on the own network take mail without.
    smtp_without_sign_in = models.BooleanField(_("sends without signing in"), default=False)
    username = models.CharField(_("user name"), max_length=253, blank=True)
    sealed_secret = models.TextField(blank=True, editable=False)
    # The name our own mail server signs Authentication-Results with; others are not believed.
    trusted_authserv_id = models.CharField(max_length=253, blank=True)
    # Mail to name+anything@domain reaches this mailbox: then answers bear a signed address.
    plus_addresses = models.BooleanField(_("takes in plus addresses"), default=False)
    # Whatever stands before the @ of its domain, the mail arrives here.
    catches_all = models.BooleanField(_("gets every address of its domain"), default=False)
    known_clients_only = models.BooleanField(_("take in known clients only"), default=False)
    is_paused = models.BooleanField(_("paused"), default=False)
    # The provider ended our sign-in: nothing is tried until a person signs in again.
    needs_sign_in = models.BooleanField(default=False, editable=False)
    uid_validity = models.BigIntegerField(null=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    # The last look that went well, with the servers and the sign-in that are saved now.
    last_checked_at = models.DateTimeField(null=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    # Why nothing can leave by it just now.
    send_error = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(MailboxQuerySet)()
    everywhere = models.Manager.from_queryset(MailboxQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "address"],
                condition=models.Q(binned_at=None),
                name="mailbox_once",
            ),
            # Nobody proves by a password that such an address is theirs.
            models.UniqueConstraint(
                fields=["address"],
                condition=models.Q(binned_at=None, arrives_by="direct"),
                name="mailbox_received_once",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def trouble(self) -> str:
        """What its servers said last, where it was not well."""
        return " ".join(filter(None, [self.last_error, self.send_error]))

    @property
    def domain(self) -> str:
        """The part after the @, in lower case."""
        return str(self.address).rpartition("@")[2].lower()
