"""What a call cost, from the price list that genai-prices carries. Nothing is fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from ragkit.types import Usage

__all__ = ["price_of"]

_USUAL_TIERS = (None, "auto", "default")


def price_of(
    model: str,
    base_url: str,
    usage: Usage,
    *,
    cache_write_tokens: int = 0,
    service_tier: str | None = None,
) -> float | None:
    """US dollars for a call, None where the list does not know address and model.

    Args:
        model: as the server names it.
        base_url: of the server that was asked. The same model costs otherwise elsewhere,
            and on a local server its name says nothing.
        usage: the tokens; its own cost is not looked at.
        cache_write_tokens: those of the input that were written to the provider's cache.
        service_tier: as the server names it; some cost less or more.
    """
    address = urlsplit(base_url)
    if address.scheme != "https" or not address.hostname:
        return None
    url = f"https://{address.hostname}{address.path}"
    import genai_prices

    tokens = genai_prices.Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cache_read_tokens=usage.cached_tokens or None,
        cache_write_tokens=cache_write_tokens or None,
    )
    tier = None if service_tier in _USUAL_TIERS else service_tier
    try:
        price = genai_prices.calc_price(
            tokens,
            model,
            provider_api_url=url,
            price_context={"service_tier": tier} if tier else None,
        )
    except (LookupError, ValueError):  # unknown, or numbers that contradict each other
        return None
    tiers = {variant.when.get("service_tier") for variant in price.model.price_variants or ()}
    if (tier and tier not in tiers) or not _is_whole(price.provider.api_pattern, url):
        return None
    return float(price.total_price)


def _is_whole(pattern: str, url: str) -> bool:
    """Whether a pattern ends where the host does, or behind it.

    The list knows a provider by how its address begins: who imitates it begins alike.
    """
    found = re.match(pattern, url)
    if found is None:
        return False
    last, following = found[0][-1:], url[found.end() :]
    return last == "/" or following[:1] in ("", "/")
