"""Work on people that a page does not wait for."""

from rapport.accounts.models import User
from rapport.accounts.operations import passwords
from rapport.events.listeners import task


@task()
def send_password_link(user_id: int) -> None:
    """Write to a user who forgot their password; 0 stands for nobody, and costs the same to ask."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user:
        passwords.send_link(user)
