"""The frame of every page: colours, type, and the policy that lets nothing else in.

A page is self-contained and fetches nothing. Everything that comes out of a document, a
suite or a model passes `safe`, so that it is shown and never obeyed.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from typing import TYPE_CHECKING

from ragkit.render.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["framed", "safe"]

_BASE = """
:root{--ink:#1b1d22;--paper:#fff;--soft:#5c626d;--line:#d9dce2;--card:#f6f7f9;
--good:#11643b;--goodbg:#dff3e6;--bad:#9c1c1c;--badbg:#fbe1e0;--warn:#7a5200;--warnbg:#fdf0cf;
--flat:#4a5160;--flatbg:#e8eaef}
@media(prefers-color-scheme:dark){:root{--ink:#e7e9ee;--paper:#15171b;--soft:#a2a8b4;
--line:#343841;--card:#1d2026;--good:#7fd6a4;--goodbg:#143222;--bad:#ff9d98;--badbg:#401a1a;
--warn:#f0c869;--warnbg:#3a2d0c;--flat:#b9c0cd;--flatbg:#2a2e36}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--paper);font:16px/1.55 Georgia,serif}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:2.5rem 0 .75rem;padding-bottom:.35rem;
border-bottom:1px solid var(--line)}
.tag{display:inline-block;padding:.05rem .5rem;border-radius:3px;font-size:.8rem;font-weight:600;
color:var(--tone);background:var(--tint)}
.good{--tone:var(--good);--tint:var(--goodbg)}.bad{--tone:var(--bad);--tint:var(--badbg)}
.warn{--tone:var(--warn);--tint:var(--warnbg)}.flat{--tone:var(--flat);--tint:var(--flatbg)}
"""


def framed(title: str, body: Iterable[str], *, style: str, script: str = "") -> str:
    """A whole page.

    Args:
        title: as text; it is escaped here.
        body: HTML, escaped already.
        style: what the page adds to the common style.
        script: the page's own, which alone may run; "" for none.
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    if script:
        digest = hashlib.sha256(script.encode()).digest()
        policy += f"; script-src 'sha256-{base64.b64encode(digest).decode()}'"
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            f"<title>{safe(title)}</title>",
            f"<style>{_BASE}{style}</style></head><body><main>",
            *body,
            "</main>",
            *([f"<script>{script}</script>"] if script else []),
            "</body></html>\n",
        ]
    )


def safe(text: str) -> str:
    """Text for HTML: escaped, and without characters that turn or hide what stands there."""
    return escape(printable(text))
