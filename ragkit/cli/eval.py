"""Commands that measure answers: the group, and eval run."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ragkit.cli.answerers import (
    AbstainBelowOption,
    AnswererOption,
    BaseUrlOption,
    JudgeModelOption,
    ModelOption,
    ParameterOption,
    PromptsOption,
    StrictOption,
    TimeoutOption,
    answerer_name,
    chosen,
    chosen_judge,
    chosen_summarizer,
)
from ragkit.cli.eval_outputs import (
    GateOption,
    HtmlOption,
    JunitOption,
    check_apart,
    check_output,
    check_run_file,
    conclude,
)
from ragkit.cli.eval_reports import compare, report, schema
from ragkit.cli.options import Interruption, JsonOption, RerankOption, help_of
from ragkit.errors import QueryError
from ragkit.types import DEFAULT_ABSTAIN_BELOW, DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ragkit.evals.records import Run, Suite
    from ragkit.evals.runner import RunOptions

__all__ = ["register"]


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
    context: typer.Context,
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
    timeout: TimeoutOption = DEFAULT_TIMEOUT,
    strict: StrictOption = False,
    prompts: PromptsOption = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask models anew, though they were asked before.")
    ] = False,
    rerank: RerankOption = True,
    abstain_below: AbstainBelowOption = DEFAULT_ABSTAIN_BELOW,
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
    """Ask every question of a suite, or make its summaries, and score what comes.

    Each case is written to the run file as it ends, so that a kill loses
    nothing and --resume goes on. Every metric has a 95 percent interval. The
    exit status is 1 if a gate fell, 2 if a case ended in an error.

    A case passes if it states every gold fact and nothing forbidden, its
    quotes bear every statement, and it is refused exactly where the documents
    hold no answer; a search, if the gold is among its passages; a summary, if
    it states all that and is not too long.

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
      ragkit eval run evals/summaries.yaml --filter tag=medium
      ragkit eval run evals/summaries.yaml --answerer openai --model gpt-6-luna
      ragkit eval run evals/seeds.yaml --resume
    """
    from ragkit.answering.extractive import Extractive
    from ragkit.evals.runner import JOBS, MODEL_JOBS, RunOptions

    check_output(html, "--html", {".html", ".htm"})
    check_output(junit, "--junit", {".xml"})
    check_run_file(out)
    check_apart({"SUITE": suite, "--out": out, "--html": html, "--junit": junit})
    loaded = _loaded(suite, format_, documents or [], top_k)
    gates = _gates(loaded, fail_under or ())
    replies = None if no_cache else work / "replies"
    name = answerer_name(context, answerer, model=model, judged=loaded.judge is not None)
    of_model: dict[str, Any] = {
        "base_url": base_url,
        "parameters": parameters,
        "timeout": timeout,
        "strict": strict,
        "prompts": prompts,
        "replies": replies,
    }
    summarized = loaded.task == "summarize"
    # One of them is asked nothing, and needs no key.
    by = chosen(
        "extractive" if summarized else name,
        extractive=Extractive(abstain=not no_abstain, abstain_below=abstain_below),
        **of_model,
    )
    summarizer = chosen_summarizer(name if summarized else "extractive", **of_model)
    asked = summarizer.model_name if summarized else by.model_name
    judge = chosen_judge(
        loaded,
        model=judge_model,
        otherwise=asked or model,
        base_url=base_url,
        timeout=timeout,
        prompts=prompts,
        replies=replies,
    )
    options = RunOptions(
        limit=limit,
        tags=_tags(filters),
        answerer=by,
        summarizer=summarizer,
        judge=judge,
        jobs=jobs or (MODEL_JOBS if asked or judge else JOBS),
        gates=gates,
        brief=brief,
        rerank=rerank,
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
    conclude(done, html=html, junit=junit, as_json=as_json)


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
    if top_k is not None and suite.task == "summarize":
        raise QueryError(f"--top-k counts passages, and {str(path)!r} asks for summaries")
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
            if done := _what_is_done(path):
                raise Interruption(done) from None
            raise


def _what_is_done(path: Path) -> str | None:
    """What an interruption leaves; None where the run has not begun."""
    from ragkit.errors import SuiteError
    from ragkit.evals.runfile import read_unfinished

    try:
        run = read_unfinished(path)
    except (OSError, SuiteError):
        return None
    done = f"{len(run.results)} of {run.header.cases} cases are done and kept in {str(path)!r}"
    return f"interrupted; {done}; --resume goes on"
