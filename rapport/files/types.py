"""The content type we serve a file with: ours to choose, never the sender's."""

from rapport.files.labels import ending

UNKNOWN = "application/octet-stream"
BY_ENDING = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".log": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".eml": "message/rfc822",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
}
# How the bytes of each kind begin. A raster picture that does not is served as unknown.
SIGNATURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "application/pdf": (b"%PDF-",),
}
# Pictures a browser can show without running anything.
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
HEAD = 16


def choose(name: str, claimed: str, head: bytes) -> str:
    """A type from the allow-list that the ending (else the claim) names and the bytes bear out."""
    claimed = claimed.split(";", 1)[0].strip().lower()
    by_claim = claimed if claimed in BY_ENDING.values() else UNKNOWN
    chosen = BY_ENDING.get(ending(name), UNKNOWN) if ending(name) else by_claim
    beginnings = SIGNATURES.get(chosen)
    if beginnings and not head.startswith(beginnings):
        return UNKNOWN
    if chosen == "image/webp" and head[8:12] != b"WEBP":
        return UNKNOWN
    return chosen
