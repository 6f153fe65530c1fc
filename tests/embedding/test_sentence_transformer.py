from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from config import load_settings
from embedding.load import load_encoder
from embedding.sentence_transformer import SentenceTransformerEncoder
from embedding.static import StaticEncoder
from errors import EncoderError

pytestmark = pytest.mark.slow  # importing sentence-transformers takes seconds

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def hub_is_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A hub address on which nothing listens, and an empty cache."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "ENDPOINT", NOWHERE)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))


def test_a_local_folder(tiny_model: Path, tiny: StaticEncoder) -> None:
    encoder = SentenceTransformerEncoder(str(tiny_model), "police ", "juge ")
    assert encoder.name == str(tiny_model)
    assert encoder.dimensions == tiny.dimensions
    assert np.abs(encoder.encode_queries(["la"]) - tiny.encode_queries(["police la"])).max() < 1e-5
    assert np.abs(encoder.encode_passages(["la"]) - tiny.encode_queries(["juge la"])).max() < 1e-5
    assert encoder.encode_passages([]).shape == (0, tiny.dimensions)


def test_fingerprint_follows_prefixes_and_weights(tiny_model: Path) -> None:
    plain = SentenceTransformerEncoder(str(tiny_model))
    assert plain.fingerprint == SentenceTransformerEncoder(str(tiny_model)).fingerprint
    assert plain.fingerprint != SentenceTransformerEncoder(str(tiny_model), "q: ").fingerprint


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(EncoderError, match="the folder does not exist"):
        load_encoder(load_settings(encoder="/no/such/folder"))


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder(load_settings(encoder=str(tmp_path)))
    assert "\n" not in str(caught.value)
    assert "DEPECHE_ENCODER" in str(caught.value)


def test_an_unreachable_hub_is_one_line(hub_is_down: None) -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder(load_settings(encoder="nobody/no-such-model"))
    assert "cannot be reached" in str(caught.value)
    assert "DEPECHE_ENCODER" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_offline_says_so(hub_is_down: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match="HF_HUB_OFFLINE"):
        load_encoder(load_settings(encoder="nobody/no-such-model"))
