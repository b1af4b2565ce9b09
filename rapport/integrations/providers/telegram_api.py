"""How Telegram's bots ask: the token stands in the address, so no error may show that."""

from typing import Any

from rapport.integrations import http
from rapport.integrations.providers import asking
from rapport.integrations.providers.records import Account, Enclosed, NotNow, NotTaken, Unsure

BASE = "https://api.telegram.org"


def call(
    method: str, content: dict[str, Any], account: Account, *, takes_twice: bool = False
) -> Any:
    """The `result` of a method."""
    request = asking.posted(f"{BASE}/bot{token_of(account)}/{method}", content)
    return _result(request, account, takes_twice=takes_twice)


def upload(method: str, fields: dict[str, str], file: Enclosed, account: Account) -> Any:
    """The `result` of a method that takes a file, which it calls as the method does."""
    where = f"{BASE}/bot{token_of(account)}/{method}"
    part = method.removeprefix("send").lower()
    headers = {"User-Agent": asking.AGENT}
    request = asking.uploaded(where, fields, file, part=part, headers=headers)
    return _result(request, account, deadline=asking.UPLOAD_DEADLINE)


def place_of(path: str, account: Account) -> str:
    """Where a file lies."""
    return f"{BASE}/file/bot{token_of(account)}/{path}"


def token_of(account: Account) -> str:
    """As BotFather gave it."""
    return account.get("bot_token", "")


def hidden(text: str, account: Account) -> str:
    """The text without the token."""
    return text.replace(token_of(account), "…") if token_of(account) else text


def _result(
    request: http.Request, account: Account, *, takes_twice: bool = False,
    deadline: float = http.DEADLINE,
) -> Any:  # fmt: skip
    try:
        said = asking.ask(request, takes_twice=takes_twice, judge=_judge, deadline=deadline)
    except NotNow as error:
        raise NotNow(
            hidden(str(error), account), after=error.after, is_account=error.is_account
        ) from None
    except (NotTaken, Unsure) as error:
        raise type(error)(hidden(str(error), account)) from None
    if "result" not in said:
        raise Unsure("Telegram's answer has no result")
    return said["result"]


def _judge(status: int, said: dict[str, Any]) -> Exception | None:
    """How long to wait stands in the answer; a token it does not know is 401 or 404."""
    sentence = asking.words(status, said)
    if status == 429:
        return NotNow(sentence, after=float(said.get("parameters", {}).get("retry_after", 5)))
    if status in (401, 404):
        return NotNow(sentence, is_account=True)
    return None
