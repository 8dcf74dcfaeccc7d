"""Where a model is asked and with which key, checked before anything is sent."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ragkit.errors import ChatSetupError
from ragkit.llm.hiding import Hider

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["OPENAI_URL", "Endpoint"]

OPENAI_URL = "https://api.openai.com/v1"
#: Local servers want no key, and the client insists on one.
_NO_KEY = "no-key"
_QUOTATION_MARKS = "\"'`"
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An address, a key and headers.

    Attributes:
        url: without a user's name and password, so that it can be shown.
        hider: takes the key, and what else is secret, out of a text.
    """

    url: str
    key: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    hider: Hider = field(repr=False)

    @classmethod
    def found(
        cls,
        base_url: str | None,
        api_key: str | None,
        headers: Mapping[str, str] | None,
    ) -> Endpoint:
        """The endpoint that was asked for, else that of the environment, else OpenAI's own.

        Raises:
            ChatSetupError: if the key or the address cannot be one, or there is neither.
        """
        # An empty variable is one that is not set; an empty argument is a mistake.
        given = base_url if base_url is not None else os.environ.get("OPENAI_BASE_URL") or None
        key = api_key if api_key is not None else os.environ.get("OPENAI_API_KEY") or None
        if key is not None:
            _check_key(key)
        elif given is None:
            raise ChatSetupError(
                "there is no key for the language model; set OPENAI_API_KEY,"
                " or OPENAI_BASE_URL (--base-url) for a server that needs none"
            )
        url, login = (OPENAI_URL, None) if given is None else _parted(given)
        sent = _checked_headers(headers or {})
        secrets = [*([] if key is None else [key]), *sent.values(), *_environment_headers()]
        if login is not None:
            token = base64.b64encode(login.encode()).decode()
            sent = {"Authorization": f"Basic {token}", **sent}
            secrets += [token, login, login.partition(":")[2]]
        return cls(url=url, key=key or _NO_KEY, headers=sent, hider=Hider(secrets))


def _check_key(key: str) -> None:
    """Refuse what no server gives out; the message must not hold it."""
    if not key:
        wrong = "is empty"
    elif not key.isascii():
        wrong = "holds a character that is not ASCII"
    elif any(character.isspace() or not character.isprintable() for character in key):
        wrong = "holds white space, a line break or a control character"
    elif key[0] in _QUOTATION_MARKS or key[-1] in _QUOTATION_MARKS:
        wrong = "stands in quotation marks"
    else:
        return
    raise ChatSetupError(f"the key for the language model {wrong}; copy it anew")


def _parted(base_url: str) -> tuple[str, str | None]:
    """An address and the `user:password` that was in it."""
    try:
        parts = urlsplit(base_url)
        port = parts.port
    except ValueError:
        raise _no_address("it does not read as one") from None
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host:
        raise _no_address("it has to begin with http:// or https:// and a host")
    if not base_url.isascii() or not base_url.isprintable() or " " in base_url:
        raise _no_address("it holds white space or characters that no address has")
    if parts.query or parts.fragment:
        raise _no_address("it has a query or a fragment; give what they hold as headers")
    path = parts.path.rstrip("/")
    for end in ("/chat/completions", "/embeddings"):
        if path.endswith(end):
            raise _no_address(f"it ends in {end}; give the part before that")
    named = f"[{host}]" if ":" in host else host
    url = f"{parts.scheme}://{named}{'' if port is None else f':{port}'}{path}"
    if parts.username is None:
        return url, None
    return url, f"{unquote(parts.username)}:{unquote(parts.password or '')}"


def _no_address(why: str) -> ChatSetupError:
    # Not shown: a password may stand anywhere in what is no address.
    return ChatSetupError(f"the base URL of the language model cannot be used: {why}")


def _checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        good = value.isascii() and value.isprintable() and value == value.strip()
        if not _HEADER_NAME.fullmatch(name) or not good:
            raise ChatSetupError(
                f"the header {name!r} for the language model cannot be sent;"
                " name and value have to be printable ASCII"
            )
    return dict(headers)


def _environment_headers() -> list[str]:
    """The values of headers that the client takes from the environment by itself."""
    lines = os.environ.get("OPENAI_CUSTOM_HEADERS", "").split("\n")
    return [line.partition(":")[2].strip() for line in lines if ":" in line]
