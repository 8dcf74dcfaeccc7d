"""E-mail to text: the headers that people read, and the body."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ragkit.documents.decode import clean, decode
from ragkit.documents.html import extract_html
from ragkit.errors import UnreadableSourceError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from email.message import MIMEPart

__all__ = ["ExtractedMail", "extract_mail"]

_SHOWN = ("From", "To", "Cc", "Date")
_DEEPEST = 20  # messages in messages


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedMail:
    """The text of a message, paragraphs as its writer has them, its subject and its date."""

    text: str
    title: str | None
    date: dt.date | None


def extract_mail(data: bytes, *, source: str) -> ExtractedMail:
    """Draw the text out of a message (RFC 5322).

    The plain body is taken where there is one, else the HTML; messages that are sent along
    follow. Attachments are named, and not read.

    Args:
        data: the whole file.
        source: its name.

    Raises:
        UnreadableSourceError: it has neither headers nor a body that can be read.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys():
        raise UnreadableSourceError("is no e-mail message: it has no headers")
    parts = list(_parts(message, source))
    if not parts:
        raise UnreadableSourceError("is an e-mail message that holds no text")
    return ExtractedMail(
        text=clean("\n\n".join(parts)),
        title=_header(message, "Subject") or None,
        date=_date(message),
    )


def _parts(message: EmailMessage, source: str, depth: int = 0) -> Iterator[str]:
    if subject := _header(message, "Subject"):
        yield subject
    shown = [(name, _header(message, name)) for name in _SHOWN]
    if lines := [f"{name}: {value}" for name, value in shown if value]:
        yield "\n".join(lines)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None and (text := _text(body, source).strip("\n")).strip():
        yield text
    named = []
    for part in message.iter_attachments() if message.is_multipart() else ():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage) and depth < _DEEPEST:
                yield from _parts(inner, source, depth + 1)
        elif name := part.get_filename():
            named.append(" ".join(name.split()))
    if named:
        yield f"Attached: {', '.join(named)}"


def _text(body: MIMEPart, source: str) -> str:
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if not data.strip():
        return ""
    charset = body.get_content_charset()
    if body.get_content_type() != "text/html":
        lines = decode(data, declared=charset).split("\n")
        return "\n".join(line.rstrip() for line in lines)
    try:
        return extract_html(data, source=source).text
    except UnreadableSourceError:
        return ""


def _header(message: EmailMessage, name: str) -> str:
    # A header that breaks the rules raises where it is parsed, which is here.
    try:
        return clean(" ".join(str(message.get(name, "")).split()))
    except (ValueError, IndexError, LookupError, TypeError, AttributeError):
        return ""


def _date(message: EmailMessage) -> dt.date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except (ValueError, TypeError, IndexError):
        return None
