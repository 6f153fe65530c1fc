"""What answers: the models, whether a language model writes and what it is told, the prompts."""

from __future__ import annotations

from pathlib import Path

from config import PACKAGED, Settings
from prompts import FOLDER
from ui.status import facts
from ui.status.rows import Row, number, size_words
from ui.status.settings import harmless, place
from ui.texts import Texts


def rows(
    settings: Settings, made_with: tuple[str, int] | None, texts: Texts, here: bool
) -> list[Row]:
    """`made_with` is name and dimensions of the model that the library was made with, if any."""
    said = texts.status
    writer = facts.chat_model(settings)
    found = [Row(said.writing, said.writing_model if writer else said.writing_extracts)]
    if writer:
        found += _writer(writer, settings, texts, here)
    found.append(_encoder(settings, made_with, texts, here))
    second = said.second_packaged
    if settings.reranker:
        second += f", {said.second_then.format(name=_model(settings.reranker, here))}"
    prompts = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.fr.txt"))
    return [
        *found,
        Row(said.second, second),
        Row(said.prompts, said.prompts_about.format(count=len(prompts))),
    ]


def _writer(writer: facts.ChatModel, settings: Settings, texts: Texts, here: bool) -> list[Row]:
    said = texts.status
    missing = said.package_missing.format(package=writer.package) if writer.package else ""
    found = [Row(said.model, harmless(writer.name), missing)]
    if settings.chat_base_url and here:
        found.append(Row(said.model_address, harmless(settings.chat_base_url)))
    if writer.key:
        state = said.key_set if writer.is_set else said.key_missing
        mend = "" if writer.is_set else said.key_mend.format(name=writer.key)
        found.append(Row(said.key, state, mend))
    else:
        found.append(Row(said.key, said.key_none))
    found.append(Row(said.sent, said.sent_about))
    return found


def _encoder(
    settings: Settings, made_with: tuple[str, int] | None, texts: Texts, here: bool
) -> Row:
    said = texts.status
    parts = [
        said.encoder_packaged if settings.encoder == PACKAGED else _model(settings.encoder, here)
    ]
    caution = ""
    if made_with is not None and made_with[0] == settings.encoder:
        parts.append(said.dimensions.format(count=number(made_with[1], texts)))
    elif made_with is not None:
        caution = said.encoder_other.format(name=_model(made_with[0], here))
    folder = facts.encoder_folder(settings)
    if folder is not None:
        parts.append(size_words(facts.size(folder), texts))
    return Row(said.encoder, " · ".join(parts), caution)


def _model(name: str, here: bool) -> str:
    """A model by its name; by its folder where it is one."""
    folder = Path(name).expanduser()
    return place(folder, here=here) if folder.is_absolute() else harmless(name)
