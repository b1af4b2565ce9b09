"""Letters back and forth, and the cases that grow out of them."""

from rapport.accounts.models import Member
from rapport.cases.models import Case, Priority
from rapport.cases.operations import closing, opening
from rapport.clients.models import Contact
from rapport.demo.story.people import ADDRESS
from rapport.demo.story.stage import Stage
from rapport.engine.mail import Address, Outgoing, compose
from rapport.feedback.models import Invitation
from rapport.feedback.operations import answering, inviting
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import conversations, writing
from rapport.inbox.operations.letters import Letter

STUDIO = Address("Fernhill Studio", ADDRESS)


def write(
    stage: Stage, who: Contact, text: str, *, subject: str = "", to: Conversation | None = None
) -> Conversation:
    """The client writes: a new matter, or an answer to the last mail of a conversation."""
    last = _last(to) if to else None
    domain = who.email.split("@")[1]
    raw = compose(
        Outgoing(
            from_=Address(who.name, who.email),
            to=(STUDIO,),
            subject=f"Re: {to.subject}" if to else subject,
            text=_quoting(text, last),
            message_id=stage.next_mail_id(domain),
            date=stage.at,
            in_reply_to=last.message_id if last else "",
            references=(last.message_id,) if last else (),
        )
    )
    kept = stage.receive(raw)
    message = Message.objects.select_related("conversation").get(raw=kept)
    talk: Conversation = message.conversation
    stage.settle()
    talk.refresh_from_db()
    return talk


def file_under(stage: Stage, talk: Conversation, project: str, *, to: str = "") -> None:
    """Link a conversation to its project, and give it to somebody."""
    where, by = stage.projects[project], stage.staff["amara"]
    conversations.link(talk, client=where.client, project=where, by=by, at=stage.at)
    if to:
        conversations.assign(talk, to=stage.staff[to], by=by, at=stage.at)
    talk.refresh_from_db()


def answer(stage: Stage, talk: Conversation, by: Member, text: str) -> Message:
    """We answer everybody outside who takes part."""
    people = talk.participants.filter(member=None)
    letter = Letter(text=text, to=tuple((person.name, person.email) for person in people))
    message = writing.reply(talk, letter=letter, by=by, at=stage.at)
    stage.settle()
    talk.refresh_from_db()
    return message


def note(stage: Stage, talk: Conversation, by: Member, text: str) -> None:
    """Words for us alone."""
    writing.note(talk, text=text, by=by, at=stage.at)


def open_case(stage: Stage, talk: Conversation, kind: str, priority: int = Priority.NORMAL) -> Case:
    """The conversation becomes a case."""
    case = opening.open_case(
        talk, kind=kind, priority=priority, by=stage.staff["amara"], at=stage.at
    )
    stage.settle()
    return case


def solve(stage: Stage, case: Case, *, cause: str = "", cure: str = "") -> None:
    """The case is closed; the client is asked how it went."""
    case.refresh_from_db()
    closing.close(case, cause=cause, cure=cure, by=stage.staff["amara"], at=stage.at)
    inviting.invite(case, at=stage.at)
    stage.settle()


def finish(stage: Stage, talk: Conversation) -> None:
    """A conversation without a case is done."""
    conversations.close(talk, by=stage.staff["amara"], at=stage.at)


def rate(stage: Stage, case: Case, score: int, sentence: str = "") -> None:
    """The client answers the question, if they were asked."""
    invitation = Invitation.objects.filter(case=case).first()
    if invitation:
        answering.answer(invitation, score=score, sentence=sentence, at=stage.at)
        stage.settle()


def _last(talk: Conversation) -> Message | None:
    rows = Message.objects.filter(conversation=talk).exclude(kind=Message.Kind.NOTE)
    return rows.order_by("-written_at", "-pk").first()


def _quoting(text: str, last: Message | None) -> str:
    if last is None:
        return text
    quoted = "\n".join(f"> {line}" for line in last.visible_text.splitlines())
    who = last.from_name or last.from_email
    return f"{text}\n\nOn {last.written_at:%d %b %Y}, {who} wrote:\n{quoted}\n"
