"""What a macro would do, in sentences."""

from rapport.inbox.macro_actions import action_of
from rapport.inbox.models import Macro
from rapport.inbox.variables import Setting, fill_in

LONGEST = 300


class Teller:
    """Tells several macros; what can be chosen is asked for once an act."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._labels: dict[str, dict[str, str]] = {}

    def steps(self, macro: Macro) -> list[str]:
        """Each step as a line; whatever is gone is left out."""
        told = (self._step(step["act"], step["value"]) for step in macro.steps)
        return [line for line in told if line]

    def _step(self, act: str, value: str) -> str:
        action = action_of(act)
        if action is None:
            return ""
        if action.choices is None:
            return f"{action.label}: {fill_in(value, self.setting).text[:LONGEST]}"
        if act not in self._labels:
            self._labels[act] = {key: str(label) for key, label in action.choices()}
        chosen = self._labels[act].get(value, "")
        return f"{action.label}: {chosen}" if chosen else str(action.label)
