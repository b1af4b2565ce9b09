"""A person who signs in; what they may do is decided by their memberships."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from rapport.accounts.models.member import Member


class UserManager(BaseUserManager["User"]):
    """Creates users with one canonical address each."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; the address is stored in lower case, so twins cannot exist."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class Theme(models.TextChoices):
    """Light or dark, or what the device says."""

    SYSTEM = "system", _("As on this device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser):
    """A staff person across workspaces: how to sign in, and how they like the interface."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    shortcuts = models.BooleanField(_("single-letter shortcuts"), default=True)
    # Changing it ends every session of this person at once.
    session_epoch = models.PositiveIntegerField(default=1)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    # Known once they were asked for, see `accounts.memberships`; not a column.
    active_memberships: "tuple[Member, ...] | None" = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: the password and the epoch, under the server's key."""
        salt = "rapport.accounts.User.session"
        value = f"{self.session_epoch}:{self.password}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.name or self.email
