"""Where what is asked of a model goes, for an answer's provenance."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ragkit.llm.chat import identity_of

if TYPE_CHECKING:
    from ragkit.llm.chat import ChatModel

__all__ = ["place_of"]


def place_of(model: ChatModel) -> str:
    """The host that a model is asked at; of one on this machine, that it is.

    A model that does not say is called by its name.
    """
    url = identity_of(model).get("base_url")
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or not parts.hostname:
        return f"the model {model.name!r}"
    host = parts.netloc.rpartition("@")[2]
    return f"{host} on this machine" if _is_here(parts.hostname) else host


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
