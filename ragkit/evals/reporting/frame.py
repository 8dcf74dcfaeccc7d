"""What the pages of evals have in common: their style, their one script, points on a track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ragkit.render.frame import framed

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["page", "whisker"]

_STYLE = """
:root{--mark:#2456a6;--track:#e8eaef}
@media(prefers-color-scheme:dark){:root{--mark:#8db8ff;--track:#2a2e36}}
h1,h2,h3,.tag,.w,.sum,table,form,summary,dt,.plot{
font-family:system-ui,'Segoe UI',Helvetica,Arial,sans-serif}
h3{font-size:.85rem;margin:1rem 0 .2rem;color:var(--soft);font-weight:600}
.sum,.w{color:var(--soft);margin:.15rem 0;font-size:.9rem;overflow-wrap:anywhere}
.w{font-size:.85rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th{text-align:left;font-weight:600;color:var(--soft);font-size:.8rem}
th,td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td small{color:var(--soft);display:block;line-height:1.3}
td.r{overflow-wrap:anywhere}
.m th:nth-child(2){width:32%}
.t{display:block;position:relative;height:.9rem;min-width:6rem;margin:.3rem 0;
background:var(--track);border-radius:2px}
.t i{position:absolute;top:calc(50% - 1px);height:2px;background:var(--mark)}
.t b{position:absolute;top:.1rem;width:.7rem;height:.7rem;margin-left:-.35rem;border-radius:50%;
background:var(--mark)}
.t u{position:absolute;top:0;bottom:0;width:1px;background:var(--soft)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:0 2rem}
.plot{display:grid;grid-template-columns:minmax(4rem,9rem) 1fr auto;gap:0 .7rem;font-size:.85rem;
align-items:center}
.plot span{overflow-wrap:anywhere}.plot em{font-style:normal;color:var(--soft);
font-variant-numeric:tabular-nums}
form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:0 0 .8rem;font-size:.9rem}
form[hidden]{display:none}
input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);
border-radius:3px;padding:.3rem .5rem;max-width:100%}
input{flex:1 1 14rem}
.c{background:var(--card);border-left:5px solid var(--tone);border-radius:3px;margin:0 0 .4rem;
content-visibility:auto;contain-intrinsic-size:auto 2.6rem}
.c[hidden]{display:none}
.c>summary{padding:.45rem .9rem;cursor:pointer;display:grid;
grid-template-columns:4.6rem minmax(6rem,13rem) 1fr;gap:.2rem .8rem;font-size:.9rem}
.c>summary>*{min-width:0;overflow-wrap:anywhere}
.c>summary .tag{justify-self:start;align-self:start}
.c>summary code{color:var(--soft);font-size:.8rem}
.c>div{padding:.1rem 1rem .9rem;border-top:1px solid var(--line)}
.c p{margin:.15rem 0;overflow-wrap:anywhere;white-space:pre-line}
blockquote{margin:.4rem 0;padding:.1rem .8rem;border-left:3px solid var(--line)}
.c table{font-size:.85rem}.c td:first-child{width:12rem}.c td.n{width:4.5rem}
.c details>summary{color:var(--soft);font-size:.85rem;cursor:pointer;margin:.8rem 0 .2rem}
mark{color:inherit;background:var(--goodbg);border-bottom:2px solid var(--good);border-radius:2px;
padding:0 .1em}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem}.two>*{min-width:0}
@media(max-width:44rem){.c td:first-child{width:auto}.m td,.m th{padding-right:.35rem}
.m small{font-size:.72rem}main{padding:1rem .8rem 3rem}.two{grid-template-columns:1fr}
.c>summary{grid-template-columns:4.6rem 1fr}.c>summary>span:last-child{grid-column:1/-1}
.m th:nth-child(2),.m td:nth-child(2){display:none}.plots{grid-template-columns:1fr}}
@media print{.c{break-inside:avoid;content-visibility:visible}form{display:none}}
"""
# Without it every case is shown, and nothing else is missing.
_SCRIPT = """
(function(){var f=document.forms[0];if(!f)return;f.hidden=false;
var c=[].slice.call(document.querySelectorAll('.c')),n=document.getElementById('n'),w;
function go(){var q=f.q.value.trim().toLowerCase().split(/\\s+/),s=f.s.value,t=f.t.value,k=0;
c.forEach(function(e){var v=e._v||(e._v=e.textContent.toLowerCase());
var ok=(!s||e.dataset.s===s)&&(!t||JSON.parse(e.dataset.t).indexOf(t)>=0)&&
q.every(function(x){return v.indexOf(x)>=0});e.hidden=!ok;k+=ok});
n.textContent=k+' of '+c.length+' shown'}
f.addEventListener('input',function(){clearTimeout(w);w=setTimeout(go,120)});
f.addEventListener('submit',function(e){e.preventDefault();go()});go()})();
"""


def page(title: str, body: Iterable[str], *, script: bool) -> str:
    """A whole page.

    Args:
        title: as text.
        body: HTML, escaped already.
        script: whether it has cases to filter.
    """
    return framed(title, body, style=_STYLE, script=_SCRIPT if script else "")


def whisker(
    value: float | None,
    low: float | None,
    high: float | None,
    *,
    least: float = 0.0,
    most: float = 1.0,
    zero: bool = False,
) -> str:
    """A point with its interval on a track from `least` to `most`; a line at 0 if asked."""
    if value is None:
        return ""

    def at(number: float) -> float:
        return round(100 * min(1.0, max(0.0, (number - least) / (most - least))), 1)

    parts = [f'<u style="left:{at(0.0)}%"></u>'] if zero else []
    if low is not None and high is not None:
        parts.append(f'<i style="left:{at(low)}%;width:{round(at(high) - at(low), 1)}%"></i>')
    parts.append(f'<b style="left:{at(value)}%"></b>')
    return f'<span class="t">{"".join(parts)}</span>'
