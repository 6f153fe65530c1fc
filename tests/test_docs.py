"""What the documentation says can be run, and is there."""

from __future__ import annotations

import re
import shlex

import pytest
from places import PROJECT

import cli

READMES = ("README.md", "README.fr.md")
PAGES = [PROJECT / name for name in READMES] + sorted((PROJECT / "docs").rglob("*.md"))


def read(name):
    return (PROJECT / name).read_text(encoding="utf-8")


def commands(page):
    """Lines of the shell blocks of a page, comments taken off."""
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.mark.parametrize("name", READMES)
def test_every_command_line_is_understood(name):
    found = [line for line in commands(read(name)) if "cli.py" in line]
    assert len(found) >= 6
    for line in found:
        arguments = shlex.split(line.split("cli.py", 1)[1])
        cli._parser().parse_args(arguments)


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_exists(name):
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    used = {m for line in commands(read(name)) for m in re.findall(r"\bmake (\w+)", line)}
    assert {"run", "test"} <= used <= targets


def test_both_readmes_show_the_same_commands():
    english, french = (
        [shlex.split(line)[:3] for line in commands(read(name)) if "cli.py" in line]
        for name in READMES
    )
    assert english == french


def test_every_command_of_the_cli_is_in_the_readme():
    assert set(re.findall(r"cli\.py (\w+)", read("README.md"))) == {
        "ask",
        "ingest",
        "releases",
        "remove",
        "restore",
        "diff",
        "evaluate",
        "questions",
        "conversations",
        "serve",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_requirements_are_pinned_with_a_reason():
    others = ("requirements-dev.txt", "requirements-llm.txt", "benchmarks/requirements.txt")
    for name in ("requirements.txt", *others):
        for line in read(name).splitlines():
            if line and not line.startswith(("#", "-r")):
                assert re.fullmatch(r"[\w.-]+==[\w.]+ +# .+", line), f"{name}: {line}"
    assert "torch==2.13.0 " in read("requirements.txt")


def test_the_communique_is_as_released():
    import hashlib

    data = (
        PROJECT / "corpus" / "2024-07-12-forum-criminalite-transfrontaliere-fr.txt"
    ).read_bytes()
    assert len(data) == 12_799
    assert hashlib.sha256(data).hexdigest() == COMMUNIQUE_SHA256


COMMUNIQUE_SHA256 = "a987b89ee1eccb4f71779b5b7d93632a9a6d2bfc158cfcace9fc5657161e118b"
