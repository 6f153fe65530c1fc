"""A sentence-transformers folder that holds `onnx/model_int8.onnx`, read without torch.

As an encoder: the mean of a text's token vectors. As a reranker: the model's logit for a pair of
texts. Each text goes through the model by itself, since int8 arithmetic would else scale its
numbers by what else is in the batch, and a vector must not depend on its neighbours.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from embedding.encoder import Encoder
from errors import EncoderError

ONNX_FILE = Path("onnx") / "model_int8.onnx"
TOKENS, LOGITS = "last_hidden_state", "logits"
_FILES = (ONNX_FILE, Path("tokenizer.json"), Path("tokenizer_config.json"))
_LONGEST = 512


class OnnxModel:
    """The graph and its tokenizer. EncoderError when the folder is damaged or lacks `output`."""

    def __init__(self, folder: Path, output: str) -> None:
        import onnxruntime

        self.output = output
        try:
            self._tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
            config = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
            self._session = onnxruntime.InferenceSession(
                (folder / ONNX_FILE).read_bytes(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # tokenizers and onnxruntime raise bare ones
            reason = (str(error).splitlines() or [type(error).__name__])[0][:120]
            raise EncoderError(
                f"the model in {folder} is damaged ({reason}); restore the folder"
            ) from None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(min(_LONGEST, config.get("model_max_length", _LONGEST)))
        self._inputs = [wanted.name for wanted in self._session.get_inputs()]
        self._outputs = {given.name: given.shape for given in self._session.get_outputs()}
        if output not in self._outputs:
            raise EncoderError(f"the model in {folder} has no output {output}")

    @property
    def width(self) -> int:
        """The last dimension of the output."""
        return int(self._outputs[self.output][-1])

    def run(self, texts: Sequence[str | tuple[str, str]]) -> Iterator[np.ndarray]:
        """The output for each text or pair of texts, one after the other."""
        for encoding in self._tokenizer.encode_batch(list(texts)):
            told = {
                "input_ids": encoding.ids,
                "attention_mask": encoding.attention_mask,
                "token_type_ids": encoding.type_ids,
            }
            inputs = {name: np.array([told[name]], np.int64) for name in self._inputs}
            yield self._session.run([self.output], inputs)[0][0]


class OnnxEncoder(Encoder):
    """A mean-pooled encoder. A text's vector does not depend on what is encoded with it."""

    def __init__(
        self, folder: Path, name: str, query_prefix: str = "", passage_prefix: str = ""
    ) -> None:
        self._folder = folder
        self._name = name
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._model = OnnxModel(folder, TOKENS)

    @property
    def name(self) -> str:
        """What the settings called it."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._model.width

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the prefixes and of the files that are read."""
        digest = hashlib.sha256(f"{self._query_prefix}\0{self._passage_prefix}".encode())
        for file in _FILES:
            digest.update((self._folder / file).read_bytes())
        return digest.hexdigest()[:16]

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`; the passage prefix is put before each text."""
        return self._encode(texts, self._passage_prefix)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`; the query prefix is put before each text."""
        return self._encode(texts, self._query_prefix)

    def _encode(self, texts: Sequence[str], prefix: str) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        filled = [number for number, text in enumerate(texts) if text.strip()]
        outputs = self._model.run([prefix + texts[number] for number in filled])
        for number, tokens in zip(filled, outputs, strict=True):
            mean = tokens.mean(axis=0)
            vectors[number] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors


class OnnxReranker:
    """The head of a model: how well the second text of a pair answers the first."""

    def __init__(self, folder: Path) -> None:
        self._model = OnnxModel(folder, LOGITS)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """(n,) float32: the probability that each pair is a question and what answers it."""
        logits = np.array([logit[0] for logit in self._model.run(pairs)], np.float32)
        return 1 / (1 + np.exp(-logits))


def is_onnx_model(folder: Path) -> bool:
    """Whether a local folder holds a mean-pooled, normalised model in int8 ONNX."""
    if not _has_files(folder):
        return False
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        types = [module["type"].rsplit(".", 1)[-1] for module in modules]
        if types != ["Transformer", "Pooling", "Normalize"]:
            return False
        pooling = json.loads((folder / modules[1]["path"] / "config.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    # Until sentence-transformers 5 each mode had a key of its own.
    modes = [key for key, value in pooling.items() if key.startswith("pooling_mode_") and value]
    return pooling.get("pooling_mode") == "mean" or modes == ["pooling_mode_mean_tokens"]


def is_onnx_reranker(folder: Path) -> bool:
    """Whether a local folder holds a model of pairs in int8 ONNX, with one score a pair."""
    if not _has_files(folder):
        return False
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        architectures, labels = config["architectures"], config.get("id2label", {})
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return len(labels) == 1 and "SequenceClassification" in "".join(architectures)


def _has_files(folder: Path) -> bool:
    return all((folder / file).is_file() for file in _FILES)
