"""What promises listen to."""

from django.utils.translation import ngettext

from rapport.projects import companions
from rapport.promises.models import Promise


def _said(n: int) -> str:
    return ngettext("%(n)d promise", "%(n)d promises", n) % {"n": n}


def _open(rows: companions.Rows) -> companions.Rows:
    return rows.filter(binned_at=None, state=Promise.State.OPEN)


companions.register(companions.Companion(10, Promise, _said, is_clients=True))
companions.belongs(companions.Belonging(10, Promise, _said, _open))
