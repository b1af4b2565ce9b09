"""The part of the furnished house by which answers are written."""

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.clients.models import Contact
from rapport.inbox.operations import macros, signatures, templates
from rapport.inbox.operations.macros import Planned
from rapport.inbox.operations.templates import Kept, Written
from rapport.inbox.variables import Setting
from tests.builders import Make


def furnish(make: Make, boss: Member, contact: Contact, word: str) -> dict[str, dict[str, object]]:
    """A template, a macro that was run, a signature."""
    talk, at = make.conversation(contact, f"{word} written"), now()
    kept = Kept(f"{word} kept", f"{word} folder", (f"{word} tag",), is_shared=True)
    words = {("en", ""): f"{word} {{{{ contact.name }}}}", ("de", "formal"): word}
    template = templates.make(Written(kept, words), by=boss, at=at)
    steps = [{"act": "priority", "value": "2"}, {"act": "follow", "value": ""}]
    macro = macros.make(Planned(kept, steps), by=boss, at=at)
    setting = Setting(boss, reader_for(boss), at, talk)
    run = macros.run(macro, talk, setting)
    signatures.say(boss, mailbox=None, language="de", text=f"{word} signature")
    return {
        **{f"inbox.{name}": {"pk": template.pk} for name in ("template", "bin_template")},
        **{f"inbox.{name}": {"pk": macro.pk} for name in ("macro", "bin_macro")},
        "inbox.put_in": {"number": talk.number, "pk": template.pk},
        "inbox.put_in_new": {"pk": template.pk},
        "inbox.macro_run": {"number": talk.number, "pk": macro.pk},
        "inbox.macro_undo": {"number": talk.number, "pk": run.pk},
    }
