"""Small mails for tests, written here."""


def mail(body: str | bytes = "Hello\n", *, headers: str = "", **fields: str) -> bytes:
    """A mail with sensible fields; `headers` is put in front as it is, keywords replace fields."""
    standard = {
        "From": "Ann <ann@example.com>",
        "To": "studio@example.org",
        "Subject": "Hello",
        "Message-ID": "<1@example.com>",
        "Date": "Mon, 2 Mar 2026 10:00:00 +0100",
    }
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in {**standard, **named}.items() if value]
    head = headers + "\n".join(lines) + "\n\n"
    return head.encode("latin-1") + (body if isinstance(body, bytes) else body.encode("utf-8"))


def multipart(*parts: str, kind: str = "mixed") -> bytes:
    """A multipart mail of parts that bring their own headers."""
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return mail(body, Content_Type=f'multipart/{kind}; boundary="b"')
