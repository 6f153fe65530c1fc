"""Templates as files, one for each task and language: `TASK.LANGUAGE.txt` beside this module.

A placeholder is written `${name}`. Rendering fails loudly when one is missing or left over, so
that a template and the code that fills it cannot drift apart.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

from errors import PromptError

FOLDER = Path(__file__).resolve().parent


@cache
def _template(task: str, language: str) -> Template:
    path = FOLDER / f"{task}.{language}.txt"
    if not path.is_file():
        raise PromptError(f"there is no template {path.name} in prompts/; add it")
    return Template(path.read_text(encoding="utf-8").strip())


def render(task: str, language: str, **values: str) -> str:
    """The template of `task` in `language` ("fr" or "en") with every placeholder filled."""
    template = _template(task, language)
    expected = set(template.get_identifiers())
    if expected != set(values):
        missing = sorted(expected - set(values))
        extra = sorted(set(values) - expected)
        raise PromptError(
            f"prompts/{task}.{language}.txt: missing values {missing}, values without a "
            f"placeholder {extra}"
        )
    return template.substitute(values)


def fixed(task: str, language: str) -> str:
    """The template's own words, without what is filled in: what a model must not repeat."""
    return Template.pattern.sub(" ", _template(task, language).template)
