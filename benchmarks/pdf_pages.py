"""How long a long PDF takes, and how much memory.

    python -m benchmarks.pdf_pages [PAGES]

From the root of the checkout. Each page has 41 lines of text, a running head and a number.
"""

from __future__ import annotations

import resource
import sys
import time

from ragkit.documents.pdf import extract_pdf
from tests.documents.pdfs import At, lines, pdf


def page(number: int) -> list[At]:
    body = "\n".join(
        f"It went to depot {n} with its load of {number * 7 + n} crates and came back"
        for n in range(40)
    )
    text = lines(f"Page {number} of the report tells of lorry {number}.\n{body}")
    return [At(72, 800, "A long report"), *text, At(300, 40, str(number))]


def main(pages: int) -> None:
    data = pdf([page(number) for number in range(1, pages + 1)])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    document = extract_pdf(data, source="report.pdf")
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{pages:,} pages, {len(data) / 1e6:.1f} MB, {len(document.text):,} characters:"
        f" {seconds:.1f} s, {pages / seconds:.0f} pages a second,"
        f" {(after - before) / 1024:.0f} MB more memory"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
