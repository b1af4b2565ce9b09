"""What the client feels first, as a number: every list of what needs somebody is ordered by it."""

from enum import IntEnum


class Felt(IntEnum):
    """What the client feels first comes first."""

    BROKEN_PROMISE = 10
    COMPLAINT_UNANSWERED = 20
    TARGET_MISSED = 30
    REFUSED = 40
    COMPLAINT = 50
    NOT_DELIVERED = 55
    PROMISE_WILL_SLIP = 60
    REPLY_DUE = 70
    PROMISE_DUE = 75
    MESSAGE_WAITING = 80
    # Not felt yet, but somebody here waits for it.
    COLLEAGUE_ASKS = 85
    SIGN_OFF_PENDING = 90
    ANSWER_PENDING = 100
    CLIENT_LATE = 105
    TASK_OVERDUE = 110
    CLIENT_SILENT = 115
    # Good to know; nobody waits.
    NEWS = 120
