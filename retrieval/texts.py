"""The words of the sentences that a question looks at, fetched when somebody reads them.

What ranks sentences was worked out when they were stored; few are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from retrieval.forward import Forward


class Texts(Sequence[str]):
    """The words of the sentences of `forward`; `fetch` gives those of passages by their numbers,
    `numbers` are those of the passages of `forward`, in its order."""

    def __init__(
        self,
        numbers: Sequence[int],
        forward: Forward,
        fetch: Callable[[Sequence[int]], Mapping[int, str]],
    ) -> None:
        self._numbers = numbers
        self._fetch = fetch
        self._of = forward.passage.tolist()
        self._starts, self._ends = (forward.sentences[n].tolist() for n in ("start", "end"))
        self._words: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._of)

    def __getitem__(self, row: int) -> str:  # type: ignore[override]
        passage = self._of[row]
        if passage not in self._words:  # whoever goes through them reads them all
            self._read(range(len(self._numbers)))
        return self._words[passage][self._starts[row] : self._ends[row]]

    def want(self, rows: Iterable[int]) -> None:
        """Fetch the words of these sentences, and of their passages alone."""
        self._read({self._of[row] for row in rows})

    def _read(self, passages: Iterable[int]) -> None:
        missing = {self._numbers[each]: each for each in passages if each not in self._words}
        if missing:
            words = self._fetch(list(missing))
            self._words.update((missing[number], said) for number, said in words.items())


def some_of(texts: Sequence[str], rows: Sequence[int]) -> list[str]:
    """Some of the sentences; where they are stored, no others are fetched."""
    if isinstance(texts, Texts):
        texts.want(rows)
    return [texts[row] for row in rows]
