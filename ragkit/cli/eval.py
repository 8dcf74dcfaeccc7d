"""Commands that measure answers: eval run, compare, report, schema."""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ragkit.cli.answerers import (
    AnswererOption,
    BaseUrlOption,
    JudgeModelOption,
    ModelOption,
    ParameterOption,
    PromptsOption,
    StrictOption,
    chosen,
    chosen_judge,
)
from ragkit.cli.options import JsonOption, help_of, print_json
from ragkit.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ragkit.evals.records import Run, Suite
    from ragkit.evals.runner import RunOptions

__all__ = ["register"]

HtmlOption = Annotated[
    Path | None, typer.Option("--html", help="Write a page to read and to pass on.")
]
JunitOption = Annotated[
    Path | None, typer.Option("--junit", help="Write JUnit XML, which CI servers read.")
]
GateOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-under",
        metavar="METRIC=VALUE",
        help="A gate, in the place of the suite's own for that metric: its least value, of"
        " latency_ms and the like the most; repeatable.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group to the program."""
    group = typer.Typer(
        name="eval",
        help="Measure answers against gold facts, and say what a change made better or worse.",
        epilog="Exit status: 0 every gate holds, 1 a gate fell or a metric is worse, 2 an error.",
        invoke_without_command=True,
        rich_markup_mode=None,
    )
    group.callback()(_group)
    for command in (run, compare, report, schema):
        group.command(help=help_of(command))(command)
    app.add_typer(group)


def _group(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(  # noqa: PLR0913, PLR0917 - a command has the options that it has
    suite: Annotated[Path, typer.Argument(help="YAML, JSON lines, CSV, or a public set.")],
    format_: Annotated[
        str | None,
        typer.Option("--format", help="What SUITE is.", show_default="by the ending of its name"),
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option("--documents", help="Files or folders to ask, not the suite's; repeatable."),
    ] = None,
    top_k: Annotated[
        int | None,
        typer.Option(
            "--top-k", "-k", min=1, max=200, help="Passages to score.", show_default="the suite's"
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first so many cases.")] = None,
    filters: Annotated[
        list[str] | None,
        typer.Option("--filter", metavar="tag=TAG", help="Only cases with this tag; repeatable."),
    ] = None,
    fail_under: GateOption = None,
    out: Annotated[
        Path | None, typer.Option(help="The run file.", show_default="a new one in --work")
    ] = None,
    work: Annotated[
        Path, typer.Option(envvar="RAGKIT_EVALS", help="Where corpora and runs are kept.")
    ] = Path(".ragkit-evals"),
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with --out, or with the latest unfinished run."),
    ] = False,
    retry_errors: Annotated[
        bool,
        typer.Option(
            "--retry-errors",
            help="As --resume; cases that erred or got no verdict of a judge are run again.",
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=64, help="Cases at a time.", show_default="1 offline, 4 with a model"
        ),
    ] = None,
    answerer: AnswererOption = "extractive",
    model: ModelOption = None,
    judge_model: JudgeModelOption = None,
    base_url: BaseUrlOption = None,
    parameters: ParameterOption = None,
    strict: StrictOption = False,
    prompts: PromptsOption = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask models anew, though they were asked before.")
    ] = False,
    no_abstain: Annotated[
        bool,
        typer.Option("--no-abstain", help="Offline, answer every question, however weakly."),
    ] = False,
    brief: Annotated[
        bool,
        typer.Option("--brief", help="Leave the passages' text out of the run file (a baseline)."),
    ] = False,
    junit: JunitOption = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask every question of a suite and score the answers.

    Each case is written to the run file as it ends, so that a kill loses
    nothing and --resume goes on. Every metric has a 95 percent interval. The
    exit status is 1 if a gate fell, 2 if a case ended in an error.

    A case passes if it states every gold fact and nothing forbidden, its
    quotes bear every statement, and it is refused exactly where the documents
    hold no answer; a search, if the gold is among its passages.

    Where the suite has a `judge`, a language model judges each answer by its
    criteria: the answer leaves this machine then, whoever gave it. Replies of
    models are kept in --work, so that a second run asks nothing anew; its
    latency is not the model's.

    Examples:
      ragkit eval run evals/seeds.yaml
      ragkit eval run evals/seeds.yaml --fail-under fact_recall=0.9 --junit eval.xml
      ragkit eval run evals/seeds.yaml --filter tag=near-miss --html report.html
      ragkit eval run dev-v2.0.json --format squad --limit 200
      ragkit eval run evals/seeds.yaml --answerer openai --model gpt-6-luna
      ragkit eval run judged.yaml --judge-model gpt-6-sol --fail-under judge:concise=0.8
      ragkit eval run evals/seeds.yaml --resume
    """
    from ragkit.answering.extractive import Extractive
    from ragkit.evals.runner import JOBS, MODEL_JOBS, RunOptions

    _check_output(html, "--html", {".html", ".htm"})
    _check_output(junit, "--junit", {".xml"})
    _check_run_file(out)
    _check_apart({"SUITE": suite, "--out": out, "--html": html, "--junit": junit})
    loaded = _loaded(suite, format_, documents or [], top_k)
    gates = _gates(loaded, fail_under or ())
    replies = None if no_cache else work / "replies"
    by = chosen(
        answerer,
        model=model,
        base_url=base_url,
        parameters=parameters,
        strict=strict,
        prompts=prompts,
        replies=replies,
        extractive=Extractive(abstain=not no_abstain),
    )
    judge = chosen_judge(
        loaded,
        model=judge_model,
        otherwise=by.model_name or model,
        base_url=base_url,
        prompts=prompts,
        replies=replies,
    )
    options = RunOptions(
        limit=limit,
        tags=_tags(filters),
        answerer=by,
        judge=judge,
        jobs=jobs or (MODEL_JOBS if by.model_name or judge else JOBS),
        gates=gates,
        brief=brief,
    )
    done = _run(
        loaded,
        documents or [],
        options,
        work=work,
        out=out,
        # None where a new run is started; whether to run errors again where one is gone on with.
        retry=retry_errors if resume or retry_errors else None,
    )
    _conclude(done, html=html, junit=junit, as_json=as_json)


def _gates(suite: Suite, given: Sequence[str]) -> dict[str, float]:
    """The suite's gates and those of the command line, by the names of the scores."""
    from ragkit.evals.gates import parse_gates, scored_name

    criteria = suite.judge.criteria if suite.judge else ()
    named = partial(scored_name, top_k=suite.top_k, criteria=criteria)
    try:
        own = {named(name): least for name, least in suite.gates.items()}
    except QueryError as error:  # another --top-k than the suite's
        raise QueryError(f"a gate of {str(suite.path)!r}: {error}") from error
    return {**own, **parse_gates(given, top_k=suite.top_k, criteria=criteria)}


def _loaded(path: Path, format_: str | None, documents: Sequence[Path], top_k: int | None) -> Suite:
    from dataclasses import replace

    from ragkit.evals.suite import load_suite

    suite = load_suite(path, format=format_, documents=documents)
    return suite if top_k is None else replace(suite, top_k=top_k)


def _tags(filters: Sequence[str] | None) -> tuple[str, ...]:
    tags: list[str] = []
    for pair in filters or ():
        key, _, tag = pair.partition("=")
        if key.strip() != "tag" or not tag.strip():
            raise QueryError(f"--filter needs tag=TAG, not {pair!r}")
        tags.append(tag.strip())
    return tuple(dict.fromkeys(tags))


def _run(
    suite: Suite,
    documents: Sequence[Path],
    options: RunOptions,
    *,
    work: Path,
    out: Path | None,
    retry: bool | None,
) -> Run:
    from ragkit.cli.progress import progress_bar
    from ragkit.evals.corpora import suite_corpus, suite_folder
    from ragkit.evals.journal import latest_unfinished, new_path
    from ragkit.evals.runner import run_suite

    options.of(suite)  # refused before anything is embedded
    folder = suite_folder(suite, work=work, documents=documents)
    if retry is not None and out is None:
        out = latest_unfinished(folder, errors=retry)
    with progress_bar("embedding") as filling, suite_corpus(suite, folder, progress=filling) as c:
        path = out or new_path(folder)
        try:
            with progress_bar("asking") as asking:
                return run_suite(
                    *(suite, c),
                    out=path,
                    options=options,
                    resume=retry is not None,
                    retry_errors=bool(retry),
                    on_progress=asking,
                )
        except KeyboardInterrupt:
            if not _say_what_is_done(path):
                raise
            raise typer.Exit(130) from None


def _say_what_is_done(path: Path) -> bool:
    """Whether there is anything to say."""
    from ragkit.errors import SuiteError
    from ragkit.evals.runfile import read_unfinished

    try:
        run = read_unfinished(path)
    except (OSError, SuiteError):
        return False
    done = f"{len(run.results)} of {run.header.cases} cases are done and kept in {str(path)!r}"
    typer.echo(f"ragkit: interrupted; {done}; --resume goes on", err=True)
    return True


def report(
    run: Annotated[Path, typer.Argument(help="A run file.")],
    fail_under: GateOption = None,
    junit: JunitOption = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a run again, without asking anything.

    The exit status is that of `ragkit eval run`: the gates that the run was
    held against hold here too, unless others are given for their metrics.

    Examples:
      ragkit eval report run.jsonl --html report.html
      ragkit eval report run.jsonl --json
    """
    from dataclasses import replace

    from ragkit.evals.gates import parse_gates
    from ragkit.evals.runfile import read_run

    _check_output(html, "--html", {".html", ".htm"})
    _check_output(junit, "--junit", {".xml"})
    _check_apart({"RUN": run, "--html": html, "--junit": junit})
    found = read_run(run)
    settings = found.header.settings
    top_k, criteria = settings.get("top_k"), settings.get("criteria")
    given = parse_gates(
        fail_under or (),
        top_k=top_k if isinstance(top_k, int) else 0,
        criteria=criteria if isinstance(criteria, dict) else (),
    )
    header = replace(found.header, gates={**found.header.gates, **given})
    _conclude(replace(found, header=header), html=html, junit=junit, as_json=as_json)


def _conclude(run: Run, *, html: Path | None, junit: Path | None, as_json: bool) -> None:
    """Show a run in every way that was asked for, and leave with its status."""
    from ragkit.evals.gates import check_gates
    from ragkit.evals.summary import summarize
    from ragkit.writing import write_whole

    checked = check_gates(run.header.gates, summarize(run.results))
    if html:
        from ragkit.evals.reporting.page import run_page

        write_whole(html, run_page(run, checked))
    if junit:
        from ragkit.evals.reporting.junit import junit_xml

        write_whole(junit, junit_xml(run, checked))
    if as_json:
        from ragkit.evals.reporting.records import run_record

        print_json(run_record(run, checked))
    else:
        from ragkit.evals.reporting.terminal import print_run
        from ragkit.render.terminal import console

        print_run(console(sys.stdout), run, checked)
    if any(result.error is not None for result in run.results):
        raise typer.Exit(2)
    if not all(gate.holds for gate in checked):
        raise typer.Exit(1)


def compare(
    a: Annotated[Path, typer.Argument(help="The older run file.")],
    b: Annotated[Path, typer.Argument(help="The newer run file.")],
    fail_if_worse: Annotated[
        bool,
        typer.Option(
            "--fail-if-worse",
            help="Exit with 1 if a metric is worse or B lacks cases or scores, 2 if B has errors.",
        ),
    ] = False,
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric", metavar="METRIC", help="Test this one, not every metric; repeatable."
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="A smaller difference does not count.", show_default="0.001"
        ),
    ] = None,
    html: HtmlOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is better and what is worse in B than in A, and how sure that is.

    Cases are paired by their ids. Each metric has the difference with its 95
    percent interval and the p of a test, corrected by Holm for the number of
    metrics; cases that flipped are listed with both answers.

    Examples:
      ragkit eval compare evals/seeds.baseline.jsonl run.jsonl
      ragkit eval compare before.jsonl after.jsonl --fail-if-worse --html difference.html
    """
    from ragkit.evals.comparison import LEAST, compare_runs
    from ragkit.evals.runfile import read_run
    from ragkit.writing import write_whole

    _check_output(html, "--html", {".html", ".htm"})
    found = compare_runs(
        read_run(a), read_run(b), metrics=metrics or (), least=LEAST if least is None else least
    )
    if html:
        from ragkit.evals.reporting.compare_page import compare_page

        write_whole(html, compare_page(found))
    if as_json:
        from ragkit.evals.reporting.records import comparison_record

        print_json(comparison_record(found))
    else:
        from ragkit.evals.reporting.comparison import print_comparison
        from ragkit.render.terminal import console

        print_comparison(console(sys.stdout), found)
    if fail_if_worse and (found.errored_b or not found.cases):
        raise typer.Exit(2)
    if fail_if_worse and (found.worse or found.incomplete):
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON schema of suite files, for editors.

    Example:
      ragkit eval schema > suite.schema.json
    """
    from ragkit.evals.schema import suite_schema

    typer.echo(json.dumps(suite_schema(), indent=2, ensure_ascii=False))


def _check_apart(paths: Mapping[str, Path | None]) -> None:
    """Refuse two files that are one: the later would take the place of the earlier."""
    taken: dict[str, str] = {}
    for option, path in paths.items():
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in taken:
            raise QueryError(f"{taken[real]} and {option} are the same file: {str(path)!r}")
        taken[real] = option


def _check_run_file(path: Path | None) -> None:
    if path is not None and path.name == "-":
        raise QueryError("--out needs the name of a file: a run is read back and gone on with")


def _check_output(path: Path | None, option: str, endings: set[str]) -> None:
    """Refuse, before the work, what must not or cannot be written after it."""
    if path is None:
        return
    if path.exists() and path.suffix.lower() not in endings:
        raise QueryError(
            f"{option} {str(path)!r} is there and its name does not end in"
            f" {' or '.join(sorted(endings))}: give another name"
        )
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise QueryError(f"{option} {str(path)!r} cannot be written: there is no such folder")
