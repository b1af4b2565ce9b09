"""What tests about clients share."""

import re

import pytest
from django.core import mail


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def token_in_mail() -> str:
    return re.search(r"/sign-in/([^/\s]+)/", mail.outbox[-1].body).group(1)


def code_in_mail() -> str:
    return re.search(r"\d{3} \d{3}", mail.outbox[-1].subject).group(0)
