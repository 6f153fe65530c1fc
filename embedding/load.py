"""The encoder that the settings ask for."""

from __future__ import annotations

from pathlib import Path

from config import PACKAGED, Settings
from embedding.encoder import Encoder
from embedding.static import StaticEncoder, is_static_model

MODEL_FOLDER = Path(__file__).resolve().parent / "model"


def load_encoder(settings: Settings) -> Encoder:
    """The packaged model, or the sentence-transformers model that `settings.encoder` names.

    EncoderError when it cannot be loaded.
    """
    prefixes = (settings.query_prefix, settings.passage_prefix)
    if settings.encoder == PACKAGED:
        return StaticEncoder(MODEL_FOLDER, PACKAGED, *prefixes)
    return open_encoder(settings.encoder, *prefixes)


def open_encoder(model: str, query_prefix: str = "", passage_prefix: str = "") -> Encoder:
    """The sentence-transformers model of this name or in this folder.

    A local folder with a static model, or with one in int8 ONNX, is read without torch.
    EncoderError when it cannot be loaded.
    """
    folder = Path(model).expanduser()
    if is_static_model(folder):
        return StaticEncoder(folder, model, query_prefix, passage_prefix)
    from embedding.onnx import OnnxEncoder, is_onnx_model

    if is_onnx_model(folder):
        return OnnxEncoder(folder, model, query_prefix, passage_prefix)
    # Imported here so that the packaged model answers without torch.
    from embedding.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model, query_prefix, passage_prefix)
