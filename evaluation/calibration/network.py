"""The network of `retrieval.reader` in torch, for its fitting; a test holds the two together.

Shapes: b questions, n sentences each, q and s tokens, h the width. Names of the layers are those
that `retrieval.reader.Reader` reads.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from retrieval.networks import NEAR, SCALARS, SHARPNESS, VERDICTS
from retrieval.reader import ASKED, SURFACE

NOWHERE = -1e4
WHOLE = 24  # width of what is known of a question with all its sentences
OF_VERDICT = 0.6  # weight of the verdict in the loss,
VERDICT_WEIGHTS = (1.0, 1.0, 1.5, 4.0)  # and of each of them: few are instructions


class Network(nn.Module):
    """Scores (b × n + 1): of each sentence, and last of "nothing here answers"; and the logits of
    `VERDICTS` (b × 4)."""

    def __init__(self, table: Tensor, width: int, signals: int, dropped: float) -> None:
        super().__init__()
        h, kinds = width, len(ASKED)
        self.table = nn.Embedding.from_pretrained(table, freeze=True)
        self.project = nn.Linear(table.shape[1], h, bias=False)
        self.conv = nn.Conv1d(h, h, 3, padding=1)
        self.gate = nn.Linear(2 * h + 1, 1)
        self.tq = nn.Linear(2 * h + 2, h)
        self.ta = nn.Linear(2 * h + SCALARS, h, bias=False)
        self.t2 = nn.Linear(h, h)
        self.sq = nn.Linear(h, h)
        self.ss = nn.Linear(h + 4 + SURFACE, h, bias=False)
        self.s2 = nn.Linear(h, h)
        self.out = _two_layers(3 * h + signals + 3 * kinds, h, dropped)
        self.skip = nn.Linear(signals, 1, bias=False)
        self.whole = nn.Linear(4 * h + kinds, WHOLE)
        self.null = nn.Linear(WHOLE, 1)
        self.verdict = nn.Linear(WHOLE, len(VERDICTS))
        self.drop = nn.Dropout(dropped)

    def forward(self, b: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """`b` as `reader._tensors` makes it."""
        cosines, there = b["cosines"], b["there"]
        asked = self.drop(self.project(self.table(b["ids"]))) * b["asked"][..., None]
        sentences = self.drop(self.project(self.table(b["sentence_ids"])))
        context = functional.relu(self.conv(asked.transpose(1, 2)).transpose(1, 2))
        context = context * b["asked"][..., None]
        says, named = b["weights"][..., None], b["named"][..., None]
        gate = self.gate(torch.cat([asked, context, says], -1)).squeeze(-1)
        gate = gate.masked_fill(~b["asked"], NOWHERE).softmax(-1)
        topic = torch.einsum("bq,bqh->bh", gate, context)

        attention = (cosines * SHARPNESS).masked_fill(~there[:, :, None], NOWHERE).softmax(-1)
        aligned = attention @ sentences
        own = self.tq(torch.cat([asked, context, says, named], -1))[:, None]
        beside = [aligned, asked[:, None] * aligned, b["scalars"]]
        met = self.t2(self.drop(functional.relu(own + self.ta(torch.cat(beside, -1)))))
        mean = torch.einsum("bq,bnqh->bnh", gate, met)
        most = met.masked_fill(~b["asked"][:, None, :, None], NOWHERE).max(2).values

        weighed = torch.einsum("bq,bnqs->bns", gate, cosines)
        seen = torch.stack(
            [
                cosines.max(2).values,
                torch.einsum("bq,bnqs->bns", gate, _around(cosines, functional.max_pool1d)),
                _around(weighed, functional.avg_pool1d),
                weighed,
            ],
            -1,
        )
        found = self.ss(torch.cat([sentences, seen, b["surface"]], -1))
        tokens = self.s2(self.drop(functional.relu(found + self.sq(topic)[:, None, None])))
        near = tokens.masked_fill(~there[..., None], NOWHERE).max(2).values

        kinds = b["kinds"][:, None].expand_as(b["offered"])
        features = [mean, most, near, b["signals"], kinds, b["offered"], kinds * b["offered"]]
        hidden = self.out[1](self.out[0](torch.cat(features, -1)))
        scores = (self.out[3](self.out[2](hidden)) + self.skip(b["signals"])).squeeze(-1)
        scores = scores.masked_fill(~b["present"], NOWHERE)
        read = torch.einsum("bn,bnh->bh", scores.softmax(-1), hidden)
        most = hidden.masked_fill(~b["present"][..., None], 0.0).max(1).values
        told = context.max(1).values  # the strongest of each kind of three words: "you are now"
        known = torch.cat([topic, told, b["kinds"], read, most], -1)
        whole = self.drop(functional.relu(self.whole(known)))
        return torch.cat([scores, self.null(whole)], 1), self.verdict(whole)


def loss_of(network: Network, batch: dict[str, Tensor]) -> Tensor:
    """Minus the mean log-likelihood of what is right in each list, and of its verdict."""
    scores, verdicts = network(batch)
    likely = scores.log_softmax(-1)
    found = -torch.logsumexp(likely.masked_fill(~batch["good"], NOWHERE), -1).mean()
    weights = torch.tensor(VERDICT_WEIGHTS)
    return found + OF_VERDICT * functional.cross_entropy(verdicts, batch["verdict"], weights)


def to_numpy(network: Network) -> dict[str, np.ndarray]:
    """The weights by name, without the table of token vectors."""
    state = network.state_dict()
    return {name: value.numpy() for name, value in state.items() if not name.startswith("table")}


def _two_layers(size: int, width: int, dropped: float) -> nn.Sequential:
    layers = (nn.Linear(size, width), nn.ReLU(), nn.Dropout(dropped), nn.Linear(width, 1))
    return nn.Sequential(*layers)


def _around(x: Tensor, pool) -> Tensor:
    """`pool` over the 2 × `NEAR` + 1 values around each place of the last axis."""
    rows = x.reshape(-1, 1, x.shape[-1])
    return pool(rows, 2 * NEAR + 1, 1, NEAR).reshape(x.shape)
