"""Questions, and the mails that bring them."""

from rapport.outreach.models.question import Question
from rapport.outreach.models.request_mail import RequestMail

__all__ = ["Question", "RequestMail"]
