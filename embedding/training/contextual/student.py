"""The contextual model: one body that gives the vector of a text, and a head for pairs.

The mean of a text's token vectors is its vector. Read as a pair, a question and a sentence give one
logit: whether the sentence answers the question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertForSequenceClassification, BertModel


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """n texts or pairs of at most t tokens: ids, mask (1 on tokens) and types, each n × t."""

    ids: Tensor
    mask: Tensor
    types: Tensor


@dataclass(frozen=True, slots=True)
class Marks:
    """The ids of [PAD], [CLS] and [SEP]."""

    pad: int
    start: int
    end: int

    def texts(self, texts: Sequence[np.ndarray], device: torch.device) -> Batch:
        """A batch of texts, each given by the ids of its pieces."""
        return self._batch([(self._framed(ids), 0) for ids in texts], device)

    def pairs(self, pairs: Sequence[tuple[np.ndarray, np.ndarray]], device: torch.device) -> Batch:
        """A batch of (question, sentence)."""
        rows = []
        for question, sentence in pairs:
            left = self._framed(question)
            rows.append((np.concatenate([left, sentence, [self.end]]), len(sentence) + 1))
        return self._batch(rows, device)

    def _framed(self, ids: np.ndarray) -> np.ndarray:
        return np.concatenate([[self.start], ids, [self.end]])

    def _batch(self, rows: Sequence[tuple[np.ndarray, int]], device: torch.device) -> Batch:
        """From the ids of each row and how many of the last are of the second type."""
        shape = (len(rows), max(len(ids) for ids, _ in rows))
        ids = np.full(shape, self.pad, np.int64)
        mask, types = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for number, (row, second) in enumerate(rows):
            ids[number, : len(row)] = row
            mask[number, : len(row)] = 1
            types[number, len(row) - second : len(row)] = 1
        return Batch(*(torch.from_numpy(array).to(device) for array in (ids, mask, types)))


class Student(nn.Module):
    """Body and head; `forward` is what is exported."""

    def __init__(self, model: BertForSequenceClassification) -> None:
        super().__init__()
        self.model = model

    @property
    def table(self) -> nn.Parameter:
        """The rows of the vocabulary."""
        return self.model.bert.embeddings.word_embeddings.weight

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor):
        """The token vectors (n × t × d) and the logit of each row (n × 1)."""
        body = self.model.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        )
        return body.last_hidden_state, self.model.classifier(body.pooler_output)

    def vectors(self, batch: Batch) -> Tensor:
        """n × d float32, not normalised."""
        tokens, _ = self(batch.ids, batch.mask, batch.types)
        mask = batch.mask[:, :, None]
        return (tokens.float() * mask).sum(dim=1) / mask.sum(dim=1)

    def answers(self, batch: Batch) -> Tensor:
        """(n,) float32 logits of "this sentence answers this question"."""
        return self(batch.ids, batch.mask, batch.types)[1].float().squeeze(1)


def student_of(teacher: BertModel, rows: np.ndarray, pad: int, layers: int, seed: int) -> Student:
    """A student of the teacher's width with these rows and `layers` layers of its body, evenly
    taken; the head starts at random."""
    depth = teacher.config.num_hidden_layers
    config = type(teacher.config).from_dict(
        {
            **teacher.config.to_dict(),
            "vocab_size": len(rows),
            "pad_token_id": pad,
            "num_hidden_layers": layers,
            "id2label": {0: "answers"},
            "label2id": {"answers": 0},
            # A student that copies vectors needs no dropout, and a run without it can be repeated.
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
        }
    )
    torch.manual_seed(seed)
    model = BertForSequenceClassification(config)
    body = {name: value for name, value in teacher.state_dict().items() if "encoder" not in name}
    del body["embeddings.word_embeddings.weight"]
    missing = model.bert.load_state_dict(body, strict=False).missing_keys
    assert all("encoder" in name or "word_embeddings" in name for name in missing), missing
    for number, taken in enumerate(np.linspace(0, depth - 1, layers).round().astype(int)):
        state = teacher.encoder.layer[int(taken)].state_dict()
        model.bert.encoder.layer[number].load_state_dict(state)
    student = Student(model)
    with torch.no_grad():
        student.table.copy_(torch.from_numpy(rows))
    return student


def body_of(folder: Path, layers: int) -> BertModel:
    """The body of a BERT-like sentence-transformers model in a local folder, in float32.

    ValueError when it holds another kind of model, or one with fewer `layers`.
    """
    try:
        model = BertModel.from_pretrained(str(folder), local_files_only=True, dtype=torch.float32)
    except OSError as error:
        reason = str(error).splitlines()[0]
        raise ValueError(f"no BERT-like teacher in {folder} ({reason})") from None
    if model.config.model_type != "bert":
        raise ValueError(f"the teacher in {folder} is a {model.config.model_type}, not a BERT")
    if layers > model.config.num_hidden_layers:
        raise ValueError(
            f"the teacher's body has {model.config.num_hidden_layers} layers: ask for no more"
        )
    return model.eval()
