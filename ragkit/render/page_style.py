"""What the page of a checked draft adds to the common style."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
h1,h2,.tag,.where,.note,.sum,th{font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif}
.sum{color:var(--soft);margin:.15rem 0;font-size:.95rem;overflow-wrap:anywhere}
.item{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem;padding:.9rem 1rem;margin:0 0 .75rem;
background:var(--card);border-left:5px solid var(--tone);border-radius:3px}
.item>header{grid-column:1/-1;margin-bottom:.4rem}
.item p{margin:.1rem 0;overflow-wrap:anywhere;white-space:pre-line}
.where,.note{color:var(--soft);font-size:.85rem;overflow-wrap:anywhere}
.side{min-width:0}
mark,.q{color:inherit;background:var(--tint);border-bottom:2px solid var(--tone);border-radius:2px;
text-decoration:none;padding:0 .1em}
a.q:focus,a.q:hover{outline:2px solid var(--tone)}
del{color:var(--bad);background:var(--badbg)}ins{color:var(--good);background:var(--goodbg);
text-decoration:none;font-weight:600}
.draft{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.item:target{outline:2px solid var(--tone)}
@media(max-width:44rem){.item{grid-template-columns:1fr;gap:.6rem 0}main{padding:1rem .8rem 3rem}}
@media print{.item{break-inside:avoid}}
"""
