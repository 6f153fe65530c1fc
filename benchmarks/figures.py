"""Writes the figures of the READMEs from the reports of `make evaluate`, so that none is typed.

    python benchmarks/figures.py out/communique.test out/releases.test

Each README holds a pair of markers; what stands between them is replaced.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
METRICS = {
    "quote_fidelity": ("Quotes that are the stored words", "Citations identiques au texte"),
    "hit@1": ("Answering sentence ranked first", "Phrase qui répond classée première"),
    "hit@5": ("… among the first five", "… parmi les cinq premières"),
    "citation_recall": ("Reference sentences cited", "Phrases de référence citées"),
    "citation_precision": ("Citations that are references", "Citations qui sont des références"),
    "answer_correctness": ("Answers that say what they must", "Réponses qui disent ce qu'il faut"),
    "abstention_recall": ("Unanswerable, declined", "Sans réponse, déclinées"),
    "partial_unanswerable": ("Unanswerable, shown as partial", "Sans réponse, dites partielles"),
    "over_refusal": ("Answerable, wrongly declined", "Avec réponse, déclinées à tort"),
}
TEXTS = {
    "README.md": (
        0,
        "Share of questions, bootstrap 95 % intervals, printed by `make evaluate` ({machine}). "
        "The second set is hard on purpose: most of its questions share no word with the text, and "
        "its releases are fictional and alike.",
        ("", "the communiqué, {0} questions", "17 releases, {1} questions"),
    ),
    "README.fr.md": (
        1,
        "Part des questions, avec intervalles bootstrap à 95 %, imprimée par `make evaluate` "
        "({machine}). Le second jeu est difficile à dessein : la plupart de ses questions n'ont "
        "aucun mot en commun avec le texte, et ses communiqués sont fictifs et se ressemblent.",
        ("", "le communiqué, {0} questions", "17 communiqués, {1} questions"),
    ),
}


def cell(report: dict, metric: str) -> str:
    """A figure with its interval."""
    measure = report["overall"][metric]
    if measure["value"] is None:
        return "–"
    return f"{measure['value']:.2f} [{measure['low']:.2f}–{measure['high']:.2f}]"


def table(reports: list[dict], name: str) -> str:
    """What goes between the markers of one README."""
    language, note, heads = TEXTS[name]
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    counts = [len(report["rows"]) for report in reports]
    lines = [
        note.format(machine=machine),
        "",
        "| " + " | ".join(head.format(*counts) for head in heads) + " |",
        "|---" * len(heads) + "|",
    ]
    for metric, names in METRICS.items():
        cells = [names[language], *(cell(report, metric) for report in reports)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(folders: list[str]) -> None:
    reports = [json.loads(Path(folder, "report.json").read_text("utf-8")) for folder in folders]
    for name in TEXTS:
        page = PROJECT / name
        before, rest = page.read_text("utf-8").split(BEGIN)
        after = rest.split(END)[1]
        page.write_text(f"{before}{BEGIN}\n{table(reports, name)}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
