"""What is what in a communiqué: blocks in, quotable sentences and metadata out.

The same for every format. A release reads, from the top: marker (REPRISE, CORRECTION), title,
subtitle, dateline, body under section headings, the SOURCE line, contacts. Every part may be
missing: an essay or a list comes out as sentences and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain import Contact, Kind, ReleaseStatus, Sentence
from ingest import phrases
from ingest.contacts import LABEL, labels_end, reaches, read_contact, split_entries
from ingest.dateline import Dateline, find_dateline, lone_date
from ingest.parsed import Block, Parsed, Role, one_line, trim
from ingest.sentences import split
from shadow import fold

PREAMBLE = 12  # blocks: a dateline further down belongs to something quoted, not to this release
TITLE_WORDS = 30  # a longer paragraph before the dateline is a subtitle
HEADING_WORDS, HEADING_CHARS = 16, 140
SHORT_CHARS = 140  # a longer paragraph after the contacts is text again
FIELD_CHARS = 300
NOTE_CHARS = 600  # a correction's note stays whole: what was wrong and what is right


@dataclass(slots=True)
class Layout:
    """What was recognised; offsets into the parsed text."""

    sentences: list[Sentence] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    title: str | None = None
    subtitle: str | None = None
    dateline: Dateline | None = None
    issuer: str | None = None
    status: ReleaseStatus = ReleaseStatus.ORIGINAL


def lay_out(parsed: Parsed, language: str, title: str | None = None) -> Layout:
    """Recognise the parts of a release. `title` is one known from elsewhere (sidecar, page)."""
    return _Reader(parsed, language, title).read()


class _Reader:
    """One pass over the blocks; the section is the state that it carries along."""

    def __init__(self, parsed: Parsed, language: str, title: str | None) -> None:
        self.text = parsed.text
        self.blocks = [
            block for block in parsed.blocks if not phrases.END_MARK.match(self._words(block))
        ]
        self.language = language
        self.known_title = title
        self.section: str | None = None
        self.out = Layout()

    def read(self) -> Layout:
        first = self.blocks[:PREAMBLE]
        spans = [(b.start, b.start if b.role is Role.ITEM else b.end) for b in first]
        found = find_dateline(self.text, spans)
        if found:
            index, self.out.dateline = found
            self._preamble(self.blocks[:index])
            self._dateline(self.out.dateline, self.blocks[index])
            self._body(index + 1)
        else:
            self._body(self._opening())
        return self.out

    # The parts before the body

    def _preamble(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            words = self._words(block)
            marker = self._marker(words)
            if block.role is Role.ITEM:
                self._sentences(block, Kind.ITEM)
            elif lone_date(self.text, block.start, block.end):
                self._add(block.start, block.end, Kind.DATELINE)
            elif phrases.KICKER.match(words) or marker == len(words):
                sender = phrases.FROM.match(words)
                self.out.issuer = one_line(sender["issuer"]) if sender else self.out.issuer
                self._add(block.start, block.end, Kind.HEADING)
            elif self.out.title is None and self._is_title(block, blocks):
                self._title(block, marker)
            elif self.out.subtitle is None and not self._is_note(words):
                self.out.subtitle = one_line(words)
                self._add(block.start, block.end, Kind.SUBTITLE)
            elif len(words) <= NOTE_CHARS and self._is_note(words):
                self._add(block.start, block.end, Kind.SENTENCE)
            else:
                self._sentences(block, Kind.SENTENCE)

    def _is_note(self, words: str) -> bool:
        """What a correction says of itself, in whole sentences: "In the release of March 5 …"."""
        return self.out.status is not ReleaseStatus.ORIGINAL and bool(
            phrases.FINISHED.search(words)
        )

    def _is_title(self, block: Block, preamble: Sequence[Block]) -> bool:
        if block.role is Role.TITLE:
            return True
        if any(other.role is Role.TITLE for other in preamble):
            return False
        words = self._words(block)
        if self.known_title:
            return fold(words) == fold(self.known_title)
        return len(words.split()) <= TITLE_WORDS

    def _dateline(self, dateline: Dateline, block: Block) -> None:
        rest = self.text[dateline.body : block.end]
        alone = not phrases.FINISHED.search(rest.strip()) and 0 < len(rest.split()) <= 12
        if alone and not reaches(rest):  # "Ottawa – Le 5 mai 2023 – Ministère de la Justice"
            self.out.issuer = self.out.issuer or one_line(rest)
            self._add(block.start, block.end, Kind.DATELINE)
            return
        self._add(dateline.start, dateline.end, Kind.DATELINE)
        self._sentences(Block(dateline.body, block.end), Kind.SENTENCE)

    def _opening(self) -> int:
        """A text without a dateline: its title when it plainly has one; the body's first index."""
        if not self.blocks:
            return 0
        first = self.blocks[0]
        marker = self._marker(self._words(first))
        if first.role is Role.TITLE or (
            first.role is Role.PARAGRAPH and self._is_heading(0) and not self._is_label(first)
        ):
            self._title(first, marker)
            return 1
        return 0

    def _title(self, block: Block, marker: int) -> None:
        """Take the title without its marker: "/REPRISE -- Le titre/" is called "Le titre"."""
        start, end = block.start + marker, block.end
        if self.text[block.start] == "/" and self.text[end - 1] == "/":
            start, end = max(start, block.start + 1), end - 1
        start, end = trim(self.text, start, end)
        self.out.title = one_line(self.text[start:end])
        self._add(start, end, Kind.TITLE)

    def _marker(self, words: str) -> int:
        """Note the status that a marker at the head of `words` gives; its length, 0 for none."""
        kind = phrases.KIND.match(words)
        begin = kind.end() if kind else 0
        for status, pattern in phrases.STATUS:
            marker = re.match(pattern, words[begin:])
            if marker:
                self.out.status = status
                return 0 if kind else marker.end()
        return 0

    # The body and what follows it

    def _body(self, index: int) -> None:
        while index < len(self.blocks):
            block = self.blocks[index]
            words = self._words(block)
            source = phrases.SOURCE.match(words) if block.role is not Role.ITEM else None
            if source and len(words.split()) <= 30:
                self.out.issuer = one_line(source["issuer"])
                self.section = None
                self._add(block.start, block.end, Kind.SOURCE)
            elif used := self._contact_blocks(index):
                index += used
                continue
            elif used := self._field(index):
                self._add(block.start, self.blocks[index + used - 1].end, Kind.SENTENCE)
                index += used
                continue
            elif block.role is Role.ITEM:
                self._sentences(block, Kind.ITEM)
            elif phrases.KICKER.match(words):
                self._add(block.start, block.end, Kind.HEADING)
            elif block.role is not Role.PARAGRAPH or self._is_heading(index):
                self.section = one_line(words).rstrip(" :")
                self._add(block.start, block.end, Kind.HEADING)
            else:
                self._sentences(block, Kind.SENTENCE)
            index += 1

    def _field(self, index: int) -> int:
        """How many blocks a field of an advisory takes: "Lieu :" and the lines under it; else 0."""
        block = self.blocks[index]
        if block.role is not Role.PARAGRAPH or not phrases.FIELD.match(self._words(block)):
            return 0
        stop = index + 1
        if self._words(block).endswith(":"):
            while (
                stop < len(self.blocks)
                and self.blocks[stop].group == block.group
                and self.blocks[stop].role is Role.PARAGRAPH
                and not phrases.FIELD.match(self._words(self.blocks[stop]))
                and self.blocks[stop].end - block.start <= FIELD_CHARS
            ):
                stop += 1
        return stop - index if stop > index + 1 else 0

    def _contact_blocks(self, index: int) -> int:
        """Read the contacts that begin at `index`; how many blocks they took, 0 when none do."""
        block = self.blocks[index]
        label = LABEL.match(self.text, block.start, block.end)
        begin = labels_end(self.text, block.start, block.end)
        if label is None or begin is None:
            return 0
        stop = index + 1
        while stop < len(self.blocks) and self._continues_contacts(stop):
            stop += 1
        entries = self._contact_entries(index, stop, begin)
        if not any(reaches(self.text[start:end]) for start, end in entries):
            return 0
        self.section = one_line(label["label"] or label["alone"])
        if begin == block.end:
            self._add(block.start, block.end, Kind.HEADING)
        for start, end in entries:
            self._add(start, end, Kind.CONTACT)
            self.out.contacts.append(read_contact(self.text, start, end))
        return stop - index

    def _contact_entries(self, index: int, stop: int, begin: int) -> list[tuple[int, int]]:
        """The entries of the blocks `index` … `stop`, the first one read from `begin`."""
        runs: list[tuple[int, int, int]] = []
        for block in self.blocks[index:stop]:
            start = max(block.start, begin)
            if start >= block.end:
                continue
            joined = runs and runs[-1][2] == block.group and block.role is not Role.ITEM
            if joined:
                runs[-1] = (runs[-1][0], block.end, block.group)
            else:
                runs.append((start, block.end, block.group))
        return [entry for start, end, _ in runs for entry in split_entries(self.text, start, end)]

    def _continues_contacts(self, index: int) -> bool:
        """Whether a block after a contacts label is still part of it."""
        block = self.blocks[index]
        words = self._words(block)
        if block.role in (Role.HEADING, Role.TITLE) or phrases.SOURCE.match(words):
            return False
        if phrases.KNOWN_HEADING.match(words) or words.lower().startswith(("http", "www.")):
            return False
        if reaches(words):
            return True
        ahead = self.blocks[index + 1 : index + 5]
        return len(words) <= SHORT_CHARS and any(reaches(self._words(other)) for other in ahead)

    def _is_label(self, block: Block) -> bool:
        return bool(LABEL.match(self.text, block.start, block.end))

    def _is_heading(self, index: int) -> bool:
        """A short paragraph without final punctuation, or a question, with body text under it."""
        block = self.blocks[index]
        if phrases.KNOWN_HEADING.match(self._words(block)):
            return index + 1 < len(self.blocks)
        if not self._looks_like_heading(block):
            return False
        for following in self.blocks[index + 1 : index + 3]:
            if following.role is Role.ITEM or not self._looks_like_heading(following):
                return not self._is_label(following)
        return False

    def _looks_like_heading(self, block: Block) -> bool:
        words = self._words(block)
        first = next((char for char in words if char.isalnum() or char in "-–—/"), "-")
        short = len(words) <= HEADING_CHARS and len(words.split()) <= HEADING_WORDS
        return (
            bool(phrases.ASKS.match(words) or (short and not phrases.FINISHED.search(words)))
            and (first.isalnum() and not first.islower())
            and not reaches(words)
            and not phrases.FIELD.match(words)
            and block.role is not Role.ITEM
        )

    # Output

    def _words(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def _sentences(self, block: Block, kind: Kind) -> None:
        for span in split(self.text, block.start, block.end, self.language):
            self._add(span.start, span.end, kind)

    def _add(self, start: int, end: int, kind: Kind) -> None:
        start, end = trim(self.text, start, end)
        if any(char.isalnum() for char in self.text[start:end]):
            self.out.sentences.append(Sentence(start, end, kind, self.section))
