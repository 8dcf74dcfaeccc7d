"""The style of the page: light and dark, wide and narrow, on paper."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root{--ink:#1b1d22;--paper:#fff;--soft:#5c626d;--line:#d9dce2;--card:#f6f7f9;
--good:#11643b;--goodbg:#dff3e6;--bad:#9c1c1c;--badbg:#fbe1e0;--warn:#7a5200;--warnbg:#fdf0cf;
--flat:#4a5160;--flatbg:#e8eaef}
@media(prefers-color-scheme:dark){:root{--ink:#e7e9ee;--paper:#15171b;--soft:#a2a8b4;
--line:#343841;--card:#1d2026;--good:#7fd6a4;--goodbg:#143222;--bad:#ff9d98;--badbg:#401a1a;
--warn:#f0c869;--warnbg:#3a2d0c;--flat:#b9c0cd;--flatbg:#2a2e36}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--paper);font:16px/1.55 Georgia,serif}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
h1,h2,.tag,.where,.note,.sum,th{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:2.5rem 0 .75rem;padding-bottom:.35rem;
border-bottom:1px solid var(--line)}
.sum{color:var(--soft);margin:.15rem 0;font-size:.95rem;overflow-wrap:anywhere}
.item{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem;padding:.9rem 1rem;margin:0 0 .75rem;
background:var(--card);border-left:5px solid var(--tone);border-radius:3px}
.item>header{grid-column:1/-1;margin-bottom:.4rem}
.item p{margin:.1rem 0;overflow-wrap:anywhere;white-space:pre-line}
.tag{display:inline-block;padding:.05rem .5rem;border-radius:3px;font-size:.8rem;font-weight:600;
color:var(--tone);background:var(--tint)}
.where,.note{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
.side{min-width:0}
mark,.q{color:inherit;background:var(--tint);border-bottom:2px solid var(--tone);border-radius:2px;
text-decoration:none;padding:0 .1em}
a.q:focus,a.q:hover{outline:2px solid var(--tone)}
del{color:var(--bad);background:var(--badbg)}ins{color:var(--good);background:var(--goodbg);
text-decoration:none;font-weight:600}
.good{--tone:var(--good);--tint:var(--goodbg)}.bad{--tone:var(--bad);--tint:var(--badbg)}
.warn{--tone:var(--warn);--tint:var(--warnbg)}.flat{--tone:var(--flat);--tint:var(--flatbg)}
.draft{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.item:target{outline:2px solid var(--tone)}
@media(max-width:44rem){.item{grid-template-columns:1fr;gap:.6rem 0}main{padding:1rem .8rem 3rem}}
@media print{.item{break-inside:avoid}}
"""
