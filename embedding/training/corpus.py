"""Texts as token ids, held flat, and bags of them for a training step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

MAX_TOKENS = 160


@dataclass(frozen=True, slots=True)
class Bags:
    """Several lists of texts over the rows of one small table: the distinct tokens of a step.

    `rows` (u,) are token ids; each entry of `bags` is (indices into rows, start offsets).
    """

    rows: torch.Tensor
    bags: tuple[tuple[torch.Tensor, torch.Tensor], ...]


class TokenCorpus:
    """The texts of a run, each one tokenised once and known by its row number."""

    def __init__(self, tokenizer: Tokenizer, texts: Iterable[str]) -> None:
        self.texts = list(dict.fromkeys(texts))
        self.row = {text: index for index, text in enumerate(self.texts)}
        chunks: list[np.ndarray] = []
        lengths: list[int] = []
        for start in range(0, len(self.texts), 10_000):
            batch = tokenizer.encode_batch_fast(
                self.texts[start : start + 10_000], add_special_tokens=False
            )
            cut = [encoding.ids[:MAX_TOKENS] for encoding in batch]
            lengths.extend(map(len, cut))
            chunks.append(np.fromiter((i for ids in cut for i in ids), dtype=np.int32))
        self.ids = np.concatenate(chunks) if chunks else np.zeros(0, np.int32)
        self.offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self.vocabulary_size = tokenizer.get_vocab_size()

    def __len__(self) -> int:
        return len(self.texts)

    def tokens(self, row: int) -> np.ndarray:
        """The token ids of one text."""
        return self.ids[self.offsets[row] : self.offsets[row + 1]]

    def bags(self, *lists: np.ndarray) -> Bags:
        """Gather lists of text rows over the distinct tokens that they use together."""
        tokens = [[self.tokens(row) for row in rows] for rows in lists]
        flat = [np.concatenate(parts) for parts in tokens]
        rows, inverse = np.unique(np.concatenate(flat), return_inverse=True)
        bags = []
        start = 0
        for parts, ids in zip(tokens, flat, strict=True):
            offsets = np.concatenate([[0], np.cumsum([len(part) for part in parts])[:-1]])
            indices = inverse[start : start + len(ids)]
            start += len(ids)
            bags.append((torch.from_numpy(indices), torch.from_numpy(offsets)))
        return Bags(torch.from_numpy(rows.astype(np.int64)), tuple(bags))

    def idf(self) -> np.ndarray:
        """Inverse document frequency of each token over the texts: ln((N + 1) / (n + 0.5)), > 0."""
        counts = np.zeros(self.vocabulary_size, np.int64)
        for row in range(len(self.texts)):
            counts[np.unique(self.tokens(row))] += 1
        return np.log((len(self.texts) + 1) / (counts + 0.5)).astype(np.float32)
