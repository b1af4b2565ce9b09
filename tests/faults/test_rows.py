"""The rows of the fault plan about mail, in their short form, against the hostile servers."""

import pytest

from bench.mailfaults.__main__ import ROWS, run
from bench.mailfaults.chaos import script
from bench.mailfaults.postfix import Postfix
from bench.mailfaults.row import Size
from tests.mailworld.dovecot import Dovecot
from tests.services import absent

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ROWS)
def test_a_row_keeps_its_promise(name):
    if name == "M4" and not (Dovecot.is_here() and Postfix.is_here()):
        absent("Dovecot and Postfix (Debian: dovecot-imapd, postfix), and root to start them")
    if name != "M4" and not script().exists():
        pytest.skip("the hostile servers are not here")
    row = run(name, Size(is_full=False))
    print(f"\n{row.line()}")
    assert row.passed, row.line()
