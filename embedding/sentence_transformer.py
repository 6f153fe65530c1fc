"""Any other sentence-transformers model, from a local folder or from a model hub.

torch and sentence-transformers are imported when such a model is loaded and not before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy as np

from embedding.encoder import Encoder
from errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_HUB_SECONDS = 10.0
_MEND = "set DEPECHE_ENCODER=packaged"


class SentenceTransformerEncoder(Encoder):
    """A sentence-transformers model. A local folder never touches the network.

    EncoderError has one line and the mend when the model cannot be had: an unknown name, a hub out
    of reach, a folder that holds no model.
    """

    def __init__(self, model: str, query_prefix: str = "", passage_prefix: str = "") -> None:
        self._name = model
        self._query_prefix = query_prefix
        self._passage_prefix = passage_prefix
        self._model = _load(model)

    @property
    def name(self) -> str:
        """What the settings called it."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the prefixes, the modules and every weight, so that a name alone never tells."""
        digest = hashlib.sha256(f"{self._query_prefix}\0{self._passage_prefix}".encode())
        digest.update(str(self._model).encode())
        for key, value in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(value.detach().cpu().float().numpy().tobytes())
        return digest.hexdigest()[:16]

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`; the passage prefix is put before each text."""
        return self._encode(texts, self._passage_prefix)

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """See `Encoder`; the query prefix is put before each text."""
        return self._encode(texts, self._query_prefix)

    def _encode(self, texts: Sequence[str], prefix: str) -> np.ndarray:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors = self._model.encode(
            [prefix + text for text in texts],
            batch_size=_BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _load(model: str) -> SentenceTransformer:
    """The model from a folder, from the hub's local cache, or from the hub, in that order."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _open(str(folder), local_files_only=True)
    if folder.is_absolute() or model.startswith(("~", ".")):
        raise EncoderError(f"no embedding model in {model}: the folder does not exist")
    from huggingface_hub.constants import is_offline_mode

    try:
        return _open(model, local_files_only=True)
    except EncoderError:
        if is_offline_mode():
            raise EncoderError(
                f"the embedding model {model} is not on this machine and HF_HUB_OFFLINE is set; "
                f"unset it once to download the model, or {_MEND}"
            ) from None
    _ask_hub(model)
    return _open(model, local_files_only=False)


def _open(model: str, local_files_only: bool) -> SentenceTransformer:
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model, local_files_only=local_files_only)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:160]
        raise EncoderError(
            f"the embedding model {model} cannot be loaded ({reason}); {_MEND}"
        ) from None


def _ask_hub(model: str) -> None:
    """One short request, because the loader's own retries take more than a minute."""
    from huggingface_hub.constants import ENDPOINT

    try:
        urlopen(Request(ENDPOINT, method="HEAD"), timeout=_HUB_SECONDS).close()
    except HTTPError:
        return  # it answered: whether it has the model is for the loader to say
    except OSError:
        raise EncoderError(
            f"the embedding model {model} is not on this machine and the model hub cannot be "
            f"reached; give a local folder, or {_MEND}"
        ) from None
