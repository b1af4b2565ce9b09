"""Structured logs: one JSON object a line."""

import json
import logging
import re
from datetime import UTC, datetime

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
# Tokens in addresses: whoever reads the log must not come in by what stands in it.
KEY = re.compile(r"(?<=[/=])[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_.-])")
ADDRESS = re.compile(r"[^\s<>()'\",;:=]+@[^\s<>()'\",;:=]+")


def discreet(trouble: str) -> str:
    """What went wrong, without the addresses and keys that an exception may quote."""
    return ADDRESS.sub("***", KEY.sub("***", trouble))


class JsonFormatter(logging.Formatter):
    """Render a record as one line of JSON; json escapes every control character (ASVS 16.4.1)."""

    def format(self, record: logging.LogRecord) -> str:
        """One JSON object: time, level, logger, message, and what was passed as `extra`."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {k: str(v) for k, v in vars(record).items() if k not in STANDARD}
        if record.exc_info:
            line["exception"] = discreet(self.formatException(record.exc_info))
        return json.dumps({k: KEY.sub("***", v) for k, v in line.items()}, ensure_ascii=True)
