"""Public question sets as suites, a module each.

Their gold comes by offset and is checked against the text, so nothing is searched for that
the set gives. Ids that a set uses twice are made different; what is malformed is a
`SuiteError`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ragkit.evals.importers.beir import read_beir
from ragkit.evals.importers.chunking import read_chunking
from ragkit.evals.importers.clapnq import read_clapnq
from ragkit.evals.importers.squad import read_squad
from ragkit.evals.importers.tatqa import read_tatqa

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ragkit.evals.records import Suite

__all__ = ["IMPORTERS", "read_beir", "read_chunking", "read_clapnq", "read_squad", "read_tatqa"]

#: What reads each format of `load_suite` that is a public set's.
IMPORTERS: Mapping[str, Callable[[Path], Suite]] = MappingProxyType(
    {
        "squad": read_squad,
        "beir": read_beir,
        "chunking": read_chunking,
        "tatqa": read_tatqa,
        "clapnq": read_clapnq,
    }
)
