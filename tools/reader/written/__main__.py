"""Check files of written passages; see the package."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tools.reader.written import read_written, written_files

faults = 0
for path in map(Path, sys.argv[1:]) if sys.argv[1:] else written_files():
    try:
        examples = list(read_written(path))
    except (ValueError, OSError) as error:
        print(error)
        faults += 1
        continue
    kinds = Counter(example.kind for example in examples)
    passages = len({example.document for example in examples})
    print(f"{path.name}: {passages} passages, {dict(kinds)}")
raise SystemExit(min(faults, 1))
