from __future__ import annotations

import pytest

import prompts
from errors import PromptError


def test_every_template_exists_in_both_languages():
    names = {path.name for path in prompts.FOLDER.glob("*.txt")}
    assert names
    tasks = {name.split(".")[0] for name in names}
    assert names == {f"{task}.{language}.txt" for task in tasks for language in ("fr", "en")}


def test_placeholders_are_the_same_in_both_languages():
    for path in prompts.FOLDER.glob("*.fr.txt"):
        task = path.name.split(".")[0]
        french, english = (prompts._template(task, language) for language in ("fr", "en"))
        assert set(french.get_identifiers()) == set(english.get_identifiers())


def test_a_missing_or_left_over_value_fails():
    assert "Mexique" in prompts.render("declined_name", "fr", missing="Mexique")
    with pytest.raises(PromptError, match="missing values"):
        prompts.render("declined_name", "fr")
    with pytest.raises(PromptError, match="without a placeholder"):
        prompts.render("topic", "fr", missing="x")
    with pytest.raises(PromptError, match="no template"):
        prompts.render("nothing", "fr")
