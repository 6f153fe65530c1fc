"""What can go wrong, as one tree; every message names the thing and the mend.

DepecheError                     a person can mend it: shown as one line, never as a traceback
├── UsageError                   the request itself is wrong (empty question, unknown option)
│   ├── QuestionError            a question that cannot be asked: empty, too long
│   └── ReadOnly                 a change to a library that is only read from here
├── SettingsError                an environment variable or a setting that cannot be used
├── SourceError                  an input to `ingest` that cannot become a release
│   ├── SourceUnreadable         empty, binary, encrypted, too large, damaged, not a release
│   └── SourceUnreachable        an address that is refused, does not answer, or answers wrongly
├── LibraryError                 the folder that holds the library
│   ├── LibraryEmpty             nothing has been ingested yet
│   ├── LibraryDamaged           files missing or not what the manifest says
│   ├── LibraryMismatch          made by another encoder, chunking or schema
│   ├── LibraryLocked            another process is writing to it
│   └── LibraryUnwritable        a full disk, a folder without permission: nothing was changed
├── EncoderError                 an embedding model that cannot be loaded
├── ModelError                   a language model that failed; the extractive answer is used instead
├── HistoryError                 the file of conversations cannot be used
│   └── HistoryUnknown           a conversation that is not there
├── PromptError                  a template with a missing or a left-over placeholder
└── QuestionSetError             an evaluation set, report or floors file: file, line and mend

CitationError                    a defect of ours or of a model, never of the reader:
                                 a citation whose quote is not the stored span. It is raised
                                 where an Answer is built, so that such an Answer cannot exist.
"""

from __future__ import annotations

from enum import StrEnum


class DepecheError(Exception):
    """Base of everything that a person can mend; `str(error)` is one line for that person."""


class UsageError(DepecheError):
    """The request itself is wrong."""


class QuestionError(UsageError):
    """A question that cannot be asked."""


class ReadOnly(UsageError):
    """A change to a library that is only read from here."""


class SettingsError(DepecheError):
    """A setting that cannot be used."""


class SourceError(DepecheError):
    """An input to ingest that cannot become a release."""


class SourceUnreadable(SourceError):
    """Empty, binary, encrypted, too large, damaged, or not a release."""


class SourceUnreachable(SourceError):
    """An address that is refused, does not answer, or answers wrongly.

    `status` is what its server answered, where it did; `gone` says that nothing is there.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status

    @property
    def gone(self) -> bool:
        """Whether the server says, and means, that there is no such page."""
        return self.status in (404, 410)


class LibraryError(DepecheError):
    """The folder that holds the library."""


class LibraryEmpty(LibraryError):
    """Nothing has been ingested yet."""


class LibraryDamaged(LibraryError):
    """Files are missing or are not what the manifest says."""


class LibraryMismatch(LibraryError):
    """The library was made by another encoder, chunking or schema."""


class LibraryLocked(LibraryError):
    """Another process is writing to the library."""


class LibraryUnwritable(LibraryError):
    """The library could not be written, for a full disk or a permission; it is as it was."""


class EncoderError(DepecheError):
    """An embedding model that cannot be loaded."""


class ModelFailure(StrEnum):
    """How a language model failed; `prompts/why_*.txt` say it in both languages."""

    SLOW = "slow"
    DOWN = "down"
    LIMITED = "limited"
    KEY = "key"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    MALFORMED = "malformed"
    CUT = "cut"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    OTHER = "other"


class ModelError(DepecheError):
    """A language model that failed or cannot be reached; it carries the kind of failure alone.

    What the provider said is left out on purpose: it may hold keys, addresses or the question.
    """

    def __init__(self, failure: ModelFailure) -> None:
        super().__init__(f"the language model failed: {failure.value}")
        self.failure = failure


class HistoryError(DepecheError):
    """The file of conversations cannot be used."""


class HistoryUnknown(HistoryError):
    """A conversation that is not there."""


class PromptError(DepecheError):
    """A template with a missing or a left-over placeholder."""


class QuestionSetError(DepecheError):
    """An evaluation file that cannot be used; the message names file, line and mend."""


class CitationError(ValueError):
    """A quote that is not the text of the stored span. An Answer that holds one cannot be built."""
