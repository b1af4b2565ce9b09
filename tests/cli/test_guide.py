"""What whoever runs Rapport can set stands in the guide."""

import re
from pathlib import Path

from rapport.integrations.mail_sign_in import PROVIDERS

ROOT = Path(__file__).resolve().parents[2]
# Not for people: tests look at mail by it.
UNSAID = {"RAPPORT_EMAIL_BACKEND"}


def test_every_variable_that_is_read_is_in_the_guide():
    read = set()
    for source in (ROOT / "rapport").rglob("*.py"):
        read |= set(re.findall(r"""[ (]"(RAPPORT_[A-Z_]+)"[],)]""", source.read_text()))
    read |= {
        f"RAPPORT_{name.upper()}_CLIENT_{end}" for name in PROVIDERS for end in ("ID", "SECRET")
    }
    said = (ROOT / "docs" / "guide" / "configuration.md").read_text()
    assert "RAPPORT_INTERNAL_HOSTS" in read
    assert [name for name in sorted(read - UNSAID) if f"`{name}`" not in said] == []
