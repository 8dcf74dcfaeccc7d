"""What the package promises before anything is asked of it."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import ragkit
from ragkit import errors, types

HEAVY = (
    *("chromadb", "openai", "onnxruntime", "tiktoken", "tokenizers", "trafilatura", "numpy"),
    *("lxml", "openpyxl", "pptx", "pypdfium2"),
)


def modules_after(code: str) -> set[str]:
    program = f"""
import sys
try:
    {code}
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "code",
    [
        "import ragkit",
        "import ragkit.cli",
        "sys.argv = ['ragkit', '--help']; from ragkit.cli import main; main()",
        "sys.argv = ['ragkit', 'ask', '--help']; from ragkit.cli import main; main()",
        "sys.argv = ['ragkit', '--version']; from ragkit.cli import main; main()",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_used(code: str) -> None:
    assert not modules_after(code).intersection(HEAVY)


def test_all_is_sorted_and_names_every_public_record_and_error() -> None:
    assert ragkit.__all__ == sorted(ragkit.__all__)
    assert set(ragkit.__all__) >= set(errors.__all__) | set(types.__all__)
    assert all(hasattr(ragkit, name) for name in ragkit.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ragkit.nothing


def test_every_error_is_in_the_tree_of_the_docstring() -> None:
    for name in errors.__all__:
        kind = getattr(errors, name)
        assert issubclass(kind, errors.RagkitError)
        assert name in (errors.__doc__ or "")


@pytest.mark.parametrize("name", types.__all__)
def test_records_are_frozen_and_slotted(name: str) -> None:
    kind = getattr(types, name)
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


@pytest.mark.parametrize("name", [n for n in ragkit.__all__ if n != "__version__"])
def test_everything_public_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(ragkit, name))
