"""Writes the figures of the READMEs from the reports of `make evaluate`, so that none is typed.

    python benchmarks/figures.py out/communique.test out/releases.test

Each README holds two pairs of markers; what stands between them is replaced: the figures of the
reports, and those of the peers, from what `make quality` recorded in benchmarks/results.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PEERS = PROJECT / "benchmarks" / "results" / "quality.json"
OURS = "Dépêche"
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
        ("", "the communiqué, {0} questions", "16 releases, {1} questions"),
    ),
    "README.fr.md": (
        1,
        "Part des questions, avec intervalles bootstrap à 95 %, imprimée par `make evaluate` "
        "({machine}). Le second jeu est difficile à dessein : la plupart de ses questions n'ont "
        "aucun mot en commun avec le texte, et ses communiqués sont fictifs et se ressemblent.",
        ("", "le communiqué, {0} questions", "16 communiqués, {1} questions"),
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


PEER_TEXTS = {
    "README.md": (
        "Retrieval beside public parts: share of answerable questions with a relevant chunk ranked "
        "first, and among the first four, on the same chunks (LangChain's splitter, 1,000 "
        "characters). The LangChain tutorial is all-MiniLM-L6-v2 in Chroma. Printed by "
        "`make quality` ({machine}); by sentence, and the versions, in benchmarks/results.",
        ("communiqué: first", "first four", "16 releases: first", "first four"),
        {"LangChain tutorial": "LangChain tutorial", "hybrid of both": "hybrid of both"},
        "Dépêche less the best peer",
    ),
    "README.fr.md": (
        "La recherche à côté de pièces publiques : part des questions avec réponse dont un extrait "
        "pertinent est classé premier, puis parmi les quatre premiers, sur les mêmes extraits "
        "(découpage de LangChain, 1 000 caractères). Le tutoriel de LangChain est all-MiniLM-L6-v2 "
        "dans Chroma. Imprimé par `make quality` ({machine}) ; par phrase, et les versions, dans "
        "benchmarks/results.",
        ("communiqué : premier", "quatre premiers", "16 communiqués : premier", "quatre premiers"),
        {"LangChain tutorial": "tutoriel LangChain", "hybrid of both": "hybride des deux"},
        "Dépêche moins le meilleur des autres",
    ),
}


def peers(result: dict, name: str) -> str:
    """The table of the peers for one README."""
    note, heads, names, less = PEER_TEXTS[name]
    found = [result["sets"][questions]["chunks"] for questions in result["sets"]]
    systems = [system for system in found[0] if system != "units"]
    columns = [(scores, metric) for scores in found for metric in ("hit@1", "hit@4")]
    lines = [
        note.format(machine=result["machine"]),
        "",
        "| | " + " | ".join(heads) + " |",
        "|---" * 5 + "|",
    ]
    for system in systems:
        cells = [cell({"overall": scores[system]}, metric) for scores, metric in columns]
        lines.append(f"| {names.get(system, system)} | " + " | ".join(cells) + " |")
    cells = [_over_the_best(scores, metric, systems) for scores, metric in columns]
    return "\n".join([*lines, f"| {less} | " + " | ".join(cells) + " |"])


def _over_the_best(scores: dict, metric: str, systems: list[str]) -> str:
    best = max((s for s in systems if s != OURS), key=lambda s: scores[s][metric]["value"])
    change = scores[best][metric]["ours_minus_this"]
    return f"{change['delta']:+.2f} [{change['low']:+.2f}; {change['high']:+.2f}]"


def put(page: Path, marker: str, content: str) -> None:
    """Replace what stands between the markers of a page."""
    begin, end = f"<!-- {marker}: begin -->", f"<!-- {marker}: end -->"
    before, rest = page.read_text("utf-8").split(begin)
    after = rest.split(end)[1]
    page.write_text(f"{before}{begin}\n{content}\n{end}{after}", "utf-8")


def main(folders: list[str]) -> None:
    reports = [json.loads(Path(folder, "report.json").read_text("utf-8")) for folder in folders]
    result = json.loads(PEERS.read_text("utf-8"))
    for name in TEXTS:
        put(PROJECT / name, "figures", table(reports, name))
        put(PROJECT / name, "peers", peers(result, name))


if __name__ == "__main__":
    main(sys.argv[1:])
