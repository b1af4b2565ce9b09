"""Every sentence that is marked for translation is found by the program that collects them."""

import re
from pathlib import Path

import rapport

# It looks for `gettext`, its kin and `_`, not for other names that somebody gives them.
UNHEARD = re.compile(r"import .*\w*gettext\w* as (?!_\b)(\w+)")


def test_no_name_hides_a_sentence_from_the_catalogues():
    sources = Path(rapport.__file__).parent.rglob("*.py")
    hidden = {path.name: UNHEARD.findall(path.read_text()) for path in sources}
    assert {name: found for name, found in hidden.items() if found} == {}
