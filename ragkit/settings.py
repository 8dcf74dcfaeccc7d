"""Settings: `ragkit.toml` beside a corpus, the environment, and what is in force.

A flag of the command line comes before an environment variable, that before the file, and
the file before the default. Keys and addresses of servers are no settings: a folder that
somebody sent is not to say where documents and a key go. The library reads neither file nor
environment by itself; `Settings.of(folder)` gives what the command line goes by.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ragkit.errors import SettingsError
from ragkit.types import DEFAULT_ABSTAIN_BELOW, DEFAULT_FOLDER, DEFAULT_TIMEOUT, SETTINGS_FILE

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping

    from pydantic_settings import PydanticBaseSettingsSource

__all__ = ["Setting", "Settings", "file_settings"]

_PREFIX = "RAGKIT_"


def _answerer(name: str) -> str:
    if not re.fullmatch(r"auto|extractive|openai(:.+)?", name):
        raise PydanticCustomError("answerer", "there are auto, extractive, openai and openai:MODEL")
    return name


def _number(value: object) -> object:
    # Python counts True as 1, a file does not.
    if isinstance(value, bool):
        raise PydanticCustomError("number", "it has to be a number")
    return value


class Setting(NamedTuple):
    """A setting in force, and where it came from.

    `origin` is `"default"`, the name of an environment variable, or the path of the file.
    """

    name: str
    value: object
    origin: str


class Settings(BaseSettings):
    """What can be set once for a corpus; each is an option of the commands that use it.

    Attributes:
        embedder: as in `Corpus.open`; None for the corpus's own.
        answerer: as in `Corpus.ask`, for `Corpus.summarize` too.
        model: the language model; None for a small one.
        timeout: seconds that a model's server may give no sign, for each of three tries.
        prompts: a folder of prompts in the place of ragkit's; in the file, from its folder.
        strict: leave out what a model says and its quotes do not bear.
        rerank: let the reader read the best passages of a question, in English.
        abstain_below: offline there is no answer below this confidence, 0 to 1.
        refresh: read changed files anew before a question, where that is quick.
        top_k: how many passages `search` gives, 1 to 200.
        max_bytes: larger files are refused; None for 50 MB.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    embedder: str | None = None
    answerer: Annotated[str, AfterValidator(_answerer)] = "auto"
    model: str | None = None
    timeout: Annotated[float, Field(ge=0.1, allow_inf_nan=False), BeforeValidator(_number)] = (
        DEFAULT_TIMEOUT
    )
    prompts: Path | None = None
    strict: bool = False
    rerank: bool = True
    abstain_below: Annotated[float, Field(ge=0, le=1), BeforeValidator(_number)] = (
        DEFAULT_ABSTAIN_BELOW
    )
    refresh: bool = True
    top_k: Annotated[int, Field(ge=1, le=200), BeforeValidator(_number)] = 5
    max_bytes: Annotated[int | None, Field(ge=1), BeforeValidator(_number)] = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what it is given: `of` reads the rest, and knows where each came from."""
        return (init_settings,)

    @classmethod
    def of(cls, folder: str | os.PathLike[str] = DEFAULT_FOLDER) -> Self:
        """The settings for a corpus, those of the environment before those of its file.

        Args:
            folder: the corpus folder.

        Raises:
            SettingsError: naming the file or the variable, the setting and what is wrong.
        """
        return cls(**{**file_settings(folder), **_environment()})

    @classmethod
    def in_force(cls, folder: str | os.PathLike[str] = DEFAULT_FOLDER) -> Iterator[Setting]:
        """Each setting for a corpus with where it came from; errors as in `of`."""
        file, environment = file_settings(folder), _environment()
        settings = cls(**{**file, **environment})
        for name in cls.model_fields:
            origin = str(_file(folder)) if name in file else "default"
            origin = f"{_PREFIX}{name.upper()}" if name in environment else origin
            yield Setting(name, getattr(settings, name), origin)


def file_settings(folder: str | os.PathLike[str]) -> dict[str, Any]:
    """What `ragkit.toml` beside a corpus sets, checked; nothing where there is none.

    Raises:
        SettingsError: as `Settings.of`.
    """
    path = _file(folder)
    try:
        found = TomlConfigSettingsSource(Settings, path)() if path.exists() else {}
    except (ValueError, OSError) as error:
        raise SettingsError(f"{str(path)!r} does not read: {error}") from error
    checked = _checked(found, lambda name: f"{str(path)!r}: {name}")
    if checked.get("prompts") is not None:
        checked["prompts"] = path.parent / checked["prompts"]
    return checked


def _file(folder: str | os.PathLike[str]) -> Path:
    return Path(folder).absolute().parent / SETTINGS_FILE


def _environment() -> dict[str, Any]:
    return _checked(EnvSettingsSource(Settings)(), lambda name: f"{_PREFIX}{name.upper()}")


def _checked(found: Mapping[str, Any], called: Callable[[str], str]) -> dict[str, Any]:
    """The values that were found, as what they are.

    Args:
        found: by name.
        called: what a message calls the setting of a name.
    """
    try:
        settings = Settings(**found)
    except ValidationError as error:
        wrong = error.errors()[0]
        name = str(wrong["loc"][0])
        if wrong["type"] == "extra_forbidden":
            known = ", ".join(Settings.model_fields)
            raise SettingsError(f"{called(name)} is no setting; there are {known}") from error
        said = wrong["msg"][:1].lower() + wrong["msg"][1:]
        raise SettingsError(f"{called(name)} is {wrong['input']!r}: {said}") from error
    return {name: getattr(settings, name) for name in settings.model_fields_set}
