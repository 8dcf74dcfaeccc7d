"""Check that what users install works: a wheel in an empty environment, and an editable install.

    python tools/check_install.py

Run by `make test` with the development environment's Python, which is the
editable install. In both, from a folder that is not the checkout, `ragkit ask`
has to answer with a quote, and the prompts and the data have to be found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTE = "The Alder bridge reopened on 4 May 2021.\n\nIt carries 12,400 vehicles a day.\n"
QUESTION = "How many vehicles does the bridge carry a day?"
LOOK = """
import json
from ragkit.resources import prompts_folder
from ragkit.tokens import count_tokens
import ragkit
print(json.dumps([str(prompts_folder()), count_tokens(["one two"]), ragkit.__file__]))
"""


def run(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        list(map(str, arguments)),
        cwd=cwd,
        # A path that happens to be set would stand in for what was not installed.
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, arguments))} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def check(python: Path, work: Path, *, inside: Path) -> None:
    """Ask with one environment, and see that everything comes from `inside`."""
    work.mkdir()
    (work / "note.txt").write_text(NOTE, encoding="utf-8")
    record = json.loads(
        run(python.parent / "ragkit", "ask", QUESTION, "note.txt", "--json", cwd=work)
    )
    assert record["quotes"][0]["text"] == "It carries 12,400 vehicles a day.", record
    prompts, counts, package = json.loads(run(python, "-c", LOOK, cwd=work))
    assert counts == [2], counts
    assert any(Path(prompts).iterdir()), prompts
    for path in (prompts, package):
        assert Path(path).is_relative_to(inside), f"{path} is not below {inside}"
    print(f"ok: {package}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        check(Path(sys.executable), work / "editable", inside=ROOT)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", work, ROOT, cwd=work)
        (wheel,) = work.glob("*.whl")
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")
        venv.create(work / "empty")
        python = work / "empty" / "bin" / "python"
        pip = (sys.executable, "-m", "pip", "--python", python)
        constraints = ROOT / "constraints.txt"
        # Compiling everything takes longer than the rest, and little of it is used.
        options = ("--quiet", "--no-compile", "--constraint", constraints)
        run(*pip, "install", *options, wheel, cwd=work)
        run(*pip, "check", cwd=work)
        check(python, work / "installed", inside=work / "empty")


if __name__ == "__main__":
    main()
