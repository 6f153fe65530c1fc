"""Every knob of Dépêche, once: read from the environment (prefix `DEPECHE_`) or from `.env`.

`docs/configuration.md` lists them, and a test fails when one is missing there. What is decided by
measurement (weights, thresholds) lives beside the code that uses it, not here.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import SettingsError

PROJECT = Path(__file__).resolve().parent
PREFIX = "DEPECHE_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")  # hosts that only this machine reaches
PACKAGED = "packaged"
VERSION = "0.1.0"


class Settings(BaseSettings):
    """The settings of one process; immutable once read."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    library: Path = Field(PROJECT / "library", description="Folder that holds the library.")
    sources: list[str] = Field(
        [str(PROJECT / "corpus")],
        description="What `ingest` reads when it is given no source (a JSON list).",
    )
    language: Literal["fr", "en"] = Field("fr", description="Language that the chat opens in.")
    host: str = Field("127.0.0.1", description="Address that the chat listens on.")
    port: int = Field(8501, ge=1, le=65535, description="Port that the chat listens on.")

    encoder: str = Field(
        PACKAGED,
        description="Embedding model: `packaged`, or the name or folder of a "
        "sentence-transformers model.",
    )
    query_prefix: str = Field("", description="Text put before a question, e.g. `query: `.")
    passage_prefix: str = Field("", description="Text put before a passage, e.g. `passage: `.")
    passage_words: int = Field(120, ge=20, le=1000, description="Longest passage, in words.")

    candidates: int = Field(60, ge=10, le=1000, description="Passages fetched per index.")
    reranker: str | None = Field(
        None,
        description="Cross-encoder (name or folder) that looks again at the best sentences.",
    )
    evidence: int = Field(12, ge=10, le=100, description="Evidence sentences listed per question.")
    answer_sentences: int = Field(4, ge=1, le=8, description="Most sentences in an answer.")
    max_question_chars: int = Field(2000, ge=50, description="Longest question, in characters.")
    max_source_mb: int = Field(50, ge=1, description="Largest file that ingest reads, in MB.")

    sources_file: Path | None = Field(
        None, description="YAML list of sources; what `ingest` reads when it is given no source."
    )
    fetch_pause: float = Field(
        1.0, ge=0, le=300, description="Seconds between two requests to one host."
    )
    fetch_timeout: float = Field(
        60.0, gt=0, le=3600, description="Seconds that one request may take from end to end."
    )
    fetch_agent: str = Field(
        "Depeche/0.1 (communique reader)",
        min_length=3,
        pattern=r"^[ -~]+$",
        description="How requests name themselves to servers and robots.txt.",
    )
    private_hosts: list[str] = Field(
        [],
        description="Hosts (`name` or `name:port`) that may lie on this machine or a private "
        "network, e.g. an intranet server.",
    )
    official: list[str] = Field(
        ["canada.ca", "gc.ca", "gov", "gouv.qc.ca", "quebec.ca", "newswire.ca"],
        description="Hosts (and all below them) whose releases come before copies that differ.",
    )
    parse_seconds: int = Field(60, ge=1, description="Longest time to read one PDF or DOCX, in s.")
    parse_memory_mb: int = Field(
        2000, ge=256, description="Most memory to read one PDF or DOCX, in MB."
    )

    chat_model: str | None = Field(
        None, description="LangChain chat model, `provider:model`; none: answers are extracts."
    )
    chat_timeout: float = Field(30.0, gt=0, description="Seconds to wait for the chat model.")
    chat_base_url: str | None = Field(
        None, description="Address of an OpenAI-compatible server, of Ollama, or of a gateway."
    )
    chat_unsupported: Literal["quote", "remove"] = Field(
        "quote",
        description="What becomes of a sentence of the model that its quote does not bear: the "
        "`quote` stands in its place, or it is left out (`remove`).",
    )

    suggestions: int = Field(
        3, ge=0, le=3, description="Most questions that are suggested after an answer; 0: none."
    )
    data: Path = Field(
        PROJECT / "data",
        description="Folder that holds conversations, opinions and runs of the evaluation.",
    )
    keep_history: bool = Field(True, description="Whether the chat keeps its conversations.")

    sign_in: bool = Field(
        False, description="Whether the pages are shown only to who signs in (OpenID Connect)."
    )
    sign_in_file: Path = Field(
        PROJECT / ".streamlit" / "secrets.toml",
        description="TOML file whose section [auth] says where one signs in.",
    )
    allowed_users: list[str] = Field(
        [],
        description="Who may come in: e-mail addresses, domains (`@example.org`), or `*` for all "
        "who can sign in (a JSON list).",
    )

    questions_per_minute: int = Field(
        30, ge=0, description="Most questions a minute of one session or signed-in person; 0: any."
    )
    questions_per_minute_address: int = Field(
        300, ge=0, description="Most questions a minute from one address elsewhere; 0: any."
    )
    additions_per_hour: int = Field(
        60, ge=0, description="Most additions an hour of one session or signed-in person; 0: any."
    )
    max_additions: int = Field(50, ge=1, description="Most files or addresses added at a time.")
    read_only: bool = Field(
        False,
        description="Whether the pages may only read: no addition, removal, run or deletion.",
    )

    @property
    def keeps_history(self) -> bool:
        """Whether conversations are kept: never where others than their owner could read them.

        Without sign-in, an address that other machines reach is everybody's.
        """
        return self.keep_history and (self.host in LOOPBACK or self.sign_in)

    @property
    def project(self) -> Path:
        """The folder that sources are named relative to."""
        return PROJECT


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, with `overrides` on top; SettingsError names what is wrong."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in os.environ:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = get_close_matches(name.upper(), known, n=1)
            hint = f"; did you mean {close[0]}?" if close else "; see docs/configuration.md"
            raise SettingsError(f"unknown setting {name}{hint}")
    given = {key: value for key, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{name} cannot be used: {first['msg']}") from None
    except ValueError as error:  # pydantic-settings: a list that is not JSON
        raise SettingsError(f"a setting cannot be read: {error}") from None


def stay_offline() -> None:
    """Switch off every call home of the libraries; call it before they are imported.

    Chroma's own switch is set where its client is made, Streamlit's in .streamlit/config.toml.
    A hub is reached only for an encoder that the settings name and that is no local folder.
    """
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    os.environ["LANGSMITH_TRACING"] = "false"
    os.environ["LANGCHAIN_TRACING_V2"] = "false"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def one_thread_each() -> None:
    """Have numpy multiply on the thread that asks for it.

    Its matrices are small here, and threads that wait for each other's parts spin: with several
    questions at once, or another busy program, an answer takes many times as long.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # for a numpy that is not imported yet
    if "numpy" in sys.modules:
        from threadpoolctl import threadpool_limits

        threadpool_limits(limits=1, user_api="blas")
