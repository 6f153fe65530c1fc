"""The encoder that the settings ask for."""

from __future__ import annotations

from pathlib import Path

from config import PACKAGED, Settings
from embedding.encoder import Encoder
from embedding.static import StaticEncoder, is_static_model

MODEL_FOLDER = Path(__file__).resolve().parent / "model"


def load_encoder(settings: Settings) -> Encoder:
    """The packaged model, or the sentence-transformers model that `settings.encoder` names.

    A local folder with a static model is read without torch. EncoderError when it cannot be loaded.
    """
    prefixes = {
        "query_prefix": settings.query_prefix,
        "passage_prefix": settings.passage_prefix,
    }
    if settings.encoder == PACKAGED:
        return StaticEncoder(MODEL_FOLDER, PACKAGED, **prefixes)
    folder = Path(settings.encoder).expanduser()
    if is_static_model(folder):
        return StaticEncoder(folder, settings.encoder, **prefixes)
    # Imported here so that the packaged model answers without torch.
    from embedding.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(settings.encoder, **prefixes)
