"""What stands inside a paragraph and is no plain text: raised, struck out, quoted, formulas."""

from __future__ import annotations

import pytest

from ragkit.documents.html import extract_html
from ragkit.documents.inline import write_inline_marks
from ragkit.documents.markup import join_blocks, visible_blocks
from ragkit.documents.parsing import parse_page
from ragkit.documents.reading import read_document
from ragkit.quotes.locate import Library, locate

RAISED = [
    ("10<sup>2</sup>", "10²"),
    ("10<sup>-6</sup> 10<sup>&minus;6</sup> 10<sup>–6</sup>", "10⁻⁶ 10⁻⁶ 10⁻⁶"),
    ("x<sup>n + 1</sup> (a+b)<sup>2</sup> A<sup>T</sup>", "xⁿ⁺¹ (a+b)² Aᵀ"),
    ("<b><i>x</i></b><sup>2</sup> 10<sup><small>2</small></sup>", "x² 10²"),
    ("10<sup>0.5</sup> 10<sup>3/2</sup> 2<sup>Q</sup>", "10^0.5 10^(3/2) 2^(Q)"),
    ("x<sup>y<sup>2</sup></sup> x<sup>½</sup> 5 m<sup>²</sup>", "x^(y²) x^(½) 5 m²"),
    ("10<sup> 2 </sup>km, 10<sup>2<br></sup>km, a<sup>&nbsp;</sup>b", "10² km, 10² km, a b"),
    ("$19<sup>99</sup> <sup>14</sup>C <sup>16</sup>For God", "$19⁹⁹ ¹⁴C ¹⁶For God"),
    ("Na<sup>+</sup> SO<sub>4</sub><sup>2-</sup>", "Na⁺ SO₄²⁻"),
    ('10<span style="font-size: 60%; vertical-align: super">2</span>', "10²"),
    ("<sup>1</sup> 10&shy;<sup>&#8203;2</sup>", "¹ 10²"),
    ("10<sup>" + "9" * 3000 + "</sup>", "10" + "⁹" * 3000),
]
LOWERED = [
    ("H<sub>2</sub>O CO<sub>2</sub>e", "H₂O CO₂e"),
    ("T<sub>max</sub> a<sub>n-1</sub>", "Tₘₐₓ aₙ₋₁"),
    ("V<sub>DD</sub> PM<sub>2.5</sub> x<sub>i,j</sub>", "V_(DD) PM_(2.5) x_(i,j)"),
    ('log<span style="VERTICAL-ALIGN:sub">10</span> 5', "log₁₀ 5"),
]
FRACTIONS = [
    ("1<sup>1</sup>/<sub>2</sub> in <sup>3</sup>⁄<sub>4</sub> of", "1½ in ¾ of"),
    ("1<sup>3</sup>/<sub>16</sub>", "1³⁄₁₆"),
    ("1<sup>1</sup>/2", "1¹/2"),
    ("x<sup>1</sup>, y<sub>2</sub>", "x¹, y₂"),
]
ENDINGS = [
    ("4<sup>th</sup> 21<sup>ST</sup> n<sup>th</sup> (n+1)<sup>th</sup>", "4th 21ST nth (n+1)th"),
    ("1<sup>er</sup> 2<sup>e</sup> XIX<sup>e</sup> 3<sup>ème</sup>", "1er 2e XIXe 3ème"),
    ("2<sup><i>e</i></sup> e<sup>x</sup> 2<sup>n</sup>", "2ᵉ eˣ 2ⁿ"),
    ("M<sup>me</sup> D<sup>r</sup> <i>M<sup>lle</sup></i> x<sup>me</sup>", "Mme Dr Mlle xᵐᵉ"),
    ("n<sup>o</sup> 5, 25<sup>o</sup>C, 2<sup>a</sup>", "nº 5, 25ºC, 2ª"),
    ("Acme<sup>TM</sup> Acme<sup>®</sup> 15%<sup>*</sup> 25<sup>°</sup>", "Acme™ Acme® 15%* 25°"),
    ("It is <sub>made with love</sub>, <sup>in small</sup>.", "It is made with love, in small."),
    ("word<sup>two words</sup>", "word^(two words)"),
]  # fmt: skip
NOTES = [
    ("6,700<sup>3</sup> boxes", "6,700³ boxes"),
    ('6,700<sup><a href="#fn3">3</a></sup> boxes', "6,700 boxes"),
    ('6,700<a href="page.html#cite_note-3"><sup>3</sup></a> boxes', "6,700 boxes"),
    ('6,700<sup class="reference"><a href="#x">[3]</a></sup> boxes', "6,700 boxes"),
    ('6,700<sup role="doc-noteref">a</sup> boxes', "6,700 boxes"),
    ("6,700<sup>[3]</sup><sup>[note 4]</sup> boxes", "6,700 boxes"),
    ('6,700<sup><a href="#fn1">1</a>, <a href="#fn2">2</a></sup> boxes', "6,700 boxes"),
    ('6,700<a class="footnote-ref" href="#fn3">3</a> boxes', "6,700 boxes"),
    ('6,700<a epub:type="noteref" href="#n3">3</a> boxes', "6,700 boxes"),
    ('see note <a class="footnote-ref" href="#fn3">3</a> there', "see note 3 there"),
    ('5 m<sup><a href="#units">2</a></sup>, boxes<sup><a href="#n">2</a></sup>', "5 m², boxes"),
    ('the <a href="#notes">4<sup>th</sup> box</a>', "the 4th box"),
    ("They left.<sup>3</sup> Then,<sup>1,2</sup> he did.", "They left. Then, he did."),
    ("5 kg/in.<sup>2</sup>, boxes<sup>1,2</sup>, 6<sup>1,2</sup>", "5 kg/in.², boxes¹,², 6^1,2"),
    ('5<sup class="Inline-Template">[<a href="/w">citation needed</a>]</sup> boxes', "5 boxes"),
    ('<sup><a href="#fnref1">1</a></sup> Counted in May.', "¹ Counted in May."),
    ('\n<i> <sup><a href="#fnref1">1</a></sup></i> Counted in May.', "¹ Counted in May."),
]  # fmt: skip
STRUCK = [
    ("It costs <del>$50</del> <ins>$40</ins>.", "It costs $40."),
    ("It <s>is</s><strike>was</strike> <em>costs <s>5</s></em> 6.", "It costs 6."),
    ('<span style="text-decoration: line-through">$50</span> $40', "$40"),
    ('<b style="TEXT-DECORATION-LINE:Line-Through">$50</b> $40', "$40"),
    ('<span role="deletion">$50</span> $40', "$40"),
    ('<u style="text-decoration: underline; color: red">$50</u>', "$50"),
]
FORMULAS = [
    ("<math><msup> <mn>10</mn> <mn>2</mn> </msup></math> m", "10² m"),
    ("<math><msub><mi>x</mi><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></msub></math>", "xᵢ₊₁"),
    ("<math><mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1½"),
    ("<math><mn>2</mn><mfrac><mn>1</mn><mi>x</mi></mfrac></math>", "2(1)/(x)"),
    ("<math><msqrt><mi>x</mi></msqrt><mroot><mn>8</mn><mn>3</mn></mroot></math>", "√(x)³√(8)"),
    (
        "<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>",
        "∑ᵢ₌₁ⁿ",
    ),
    ("<math><mover><mi>x</mi><mo>¯</mo></mover><msup><mi>y</mi><mo>′</mo></msup></math>", "x¯y′"),
    ("<math><mmultiscripts><mi>C</mi><mn>6</mn><mn>14</mn></mmultiscripts></math>", "C₆¹⁴"),
    ("<math><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></math>", "1 2"),
    ("<math><mfenced><mi>x</mi></mfenced><msup/><mfrac><mn>3</mn></mfrac></math>", "(x)3"),
    (
        "<math><semantics><mn>2</mn><mo>&#x2062;</mo><mi>x</mi><annotation>y</annotation></semantics>",
        "2x",
    ),
]
OTHERS = [
    ("<q>He <q>did</q> it</q>, he said.", "“He ‘did’ it”, he said."),
    ("Wor<wbr>d, Do&shy;nau, <abbr title='x'>NATO</abbr>", "Word, Donau, NATO"),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字"),
    ("a<template>x</template><noscript>y</noscript><span hidden>z</span>", "a"),
]
ALL = [*RAISED[:-1], *LOWERED, *FRACTIONS, *ENDINGS, *NOTES, *STRUCK, *FORMULAS, *OTHERS]


@pytest.mark.parametrize(("inner", "text"), [*ALL, RAISED[-1]])
def test_a_paragraph_alone(inner: str, text: str) -> None:
    assert extract_html(f"<html><body><p>{inner}</p></body></html>", source="x").text == text


def test_every_paragraph_in_an_article() -> None:
    between = "They counted boxes in the harbour for a week, and the port wrote it all down."
    rows = [
        tuple(f"On day {n} they read: {words}. {between}" for words in (inner, text))
        for n, (inner, text) in enumerate(ALL)
        if "#fnref1" not in inner  # that numbers a note at the start of a paragraph
    ]
    page = (
        "<html><body><nav><a href=/>Home</a></nav><article><h1>Boxes in 10 m<sup>2</sup></h1>"
        f"{''.join(f'<p>{markup}</p>' for markup, _ in rows)}</article></body></html>"
    )
    document = read_document(page.encode(), source="page.html", format="html")
    assert document.text.split("\n\n") == ["Boxes in 10 m²", *(text for _, text in rows)]
    assert document.title == "Boxes in 10 m²"


@pytest.mark.parametrize("padding", ["", "x" * 3_000_000])
def test_an_article_and_a_page_too_large_for_one_read_alike(padding: str) -> None:
    body = (
        '<p>The audit of <del>May</del> <ins>June</ins> found 6,700<sup><a href="#fn3">3</a></sup>'
        " boxes on 10<sup>2</sup> ships.</p><p>It cost $19<sup>99</sup>, half of 1<sup>1</sup>/"
        "<sub>2</sub> barrels of H<sub>2</sub>O.</p>"
    )
    page = f"<html><body><article>{body}</article><!-- {padding} --></body></html>"
    document = read_document(page.encode(), source="page.html", format="html")
    assert document.text == (
        "The audit of June found 6,700 boxes on 10² ships.\n\n"
        "It cost $19⁹⁹, half of 1½ barrels of H₂O."
    )


@pytest.mark.parametrize(
    ("quote", "verified"),
    [
        ("found 6,700 boxes on 10² ships", True),
        ("the audit of June", True),
        ("They sank. The port wrote", True),
        ("4th of them", True),
        ("on 102 ships", False),
        ("on 10 ships", False),
        ("found 6,7003 boxes", False),
        ("the audit of May", False),
        ("half of 11/2 barrels", False),
        ("half of 1½ barrels", True),
    ],
)
def test_a_quote_of_what_a_page_shows_is_verified(quote: str, verified: bool) -> None:
    page = (
        '<p>The audit of <s>May</s> June found 6,700<sup class="fn">3</sup> boxes on'
        " 10<sup>2</sup> ships, the 4<sup>th</sup> of them with half of 1<sup>1</sup>/<sub>2</sub>"
        " barrels. They sank.<sup>4</sup> The port wrote it down.</p>"
    )
    document = read_document(page.encode(), source="page.html", format="html")
    assert locate(quote, Library([document])).verified is verified


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>4<sup>th of them<p>Next.<p>Last.", "4^(th of them)\n\nNext.\n\nLast."),
        ("<p>10<sup><p>2</p></sup>", "10\n\n2"),
        ("<p>10<br><sup>th</sup>", "10\nth"),
        ("<p>x<sup>" + "2<b>3</b>" * 100 + "</sup>", "x²" + "3" + "23" * 99),
        ("<p>a</p><sub>b</sub>", "a\n\n_(b)"),
        ("<p>x<sup></sup><sub></sub><q></q>", "x“”"),
        ("<p>a<q>\x1fb</q> c<sup>\x012<br>&#11;</sup>", "a“ b” c^( 2)"),
        ("<p>word<sup>[1]</sup><sup>me</sup>", "wordᵐᵉ"),
    ],
)
def test_marks_that_hold_too_much_or_nothing(markup: str, text: str) -> None:
    tree = parse_page(f"<html><body>{markup}</body></html>")
    write_inline_marks(tree)
    assert join_blocks(visible_blocks(tree)) == text


def test_a_mark_in_the_head() -> None:
    page = "<html><head><noscript><sup>1</sup></noscript></head><body><p>x</p></body></html>"
    assert extract_html(page, source="x").text == "x"


def test_marks_that_nest_deep_take_no_longer() -> None:
    deep = "<sup>" * 1500 + "<b></b>" * 20_000 + "2" + "</sup>" * 1500
    assert "2" in extract_html(f"<html><body><p>x{deep}</p></body></html>", source="x").text
