"""What becomes of releases that come again: corrected, copied, altered, translated, pruned."""

from __future__ import annotations

from pathlib import Path

import pytest

from assembly import Depeche
from config import load_settings
from domain import Citation, Standing
from errors import CitationError

BODY = """Le ministre a annoncé un plan pour les ports

OTTAWA, le 3 mai 2023 /CNW/ - La ministre Imelda Castonguay a annoncé aujourd'hui un plan de {m} millions de dollars pour les ports de Rimouski et de Matane.

Les travaux commenceront au printemps et créeront {n} emplois dans la région. Le plan ne touche pas les ports privés.

Un rapport d'étape sera rendu public dans six mois par un comité de neuf membres. Les municipalités ont été consultées avant que le choix soit arrêté.

SOURCE Transports Canada

Renseignements : Corentin Malouin, attaché de presse, 613-555-0151
"""
OTHER = BODY.replace("le 3 mai 2023", "le 9 juin 2022").replace("Rimouski et de Matane", "Gaspé")


class Desk:
    """A folder of releases and the library made of it."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "in"
        self.folder.mkdir()
        self.depeche = Depeche(load_settings(library=tmp_path / "library"))

    def write(self, name: str, text: str, url: str | None = None, **meta: str) -> None:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        lines = [f"{key}: {value}" for key, value in ({"url": url} | meta).items() if value]
        if lines:
            path.with_name(path.stem + ".meta.yaml").write_text("\n".join(lines))

    def ingest(self, **options):
        return self.depeche.ingest([self.folder], **options)

    @property
    def library(self):
        return self.depeche.library

    def quote(self, words: str) -> Citation:
        """A citation of `words` in the current version that says them."""
        for release in self.library.releases():
            start = release.text.find(words)
            if start >= 0:
                return Citation(
                    1,
                    release.release_id,
                    release.version,
                    release.source,
                    start,
                    start + len(words),
                    words,
                )
        raise AssertionError(words)

    def said(self) -> str:
        return "\n".join(release.text for release in self.library.releases())


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    yield made
    made.depeche.close()


def reasons(entries):
    return [(entry.source, entry.reason) for entry in entries]


def test_a_changed_file_is_a_new_version_and_the_old_words_stay_citable(desk):
    desk.write("a.txt", BODY.format(m=5, n=120))
    assert reasons(desk.ingest().added) == [("a.txt", "new")]
    old = desk.quote("un plan de 5 millions de dollars")
    assert desk.library.resolve(old).standing is Standing.CURRENT
    desk.write("a.txt", BODY.format(m=6, n=120))
    (entry,) = desk.ingest().updated
    assert "words changed" in entry.reason
    resolved = desk.library.resolve(old)
    assert resolved.standing is Standing.SUPERSEDED
    assert resolved.release.text[old.start : old.end] == old.quote
    assert resolved.current.version == entry.version and "6 millions" in resolved.current.text
    assert "5 millions" not in desk.said()
    answer = desk.depeche.ask("Combien de millions pour les ports ?")
    assert {item.version for item in answer.evidence} == {entry.version}


def test_a_citation_that_was_never_stored_does_not_resolve(desk):
    desk.write("a.txt", BODY.format(m=5, n=120))
    desk.ingest()
    good = desk.quote("un plan de 5 millions")
    from dataclasses import replace

    for bad in (replace(good, quote="un plan de 6 millions"), replace(good, version="0" * 16)):
        with pytest.raises(CitationError):
            desk.library.resolve(bad)


def test_going_back_to_the_first_words_makes_the_first_version_current(desk):
    for m in (5, 6, 5):
        desk.write("a.txt", BODY.format(m=m, n=120))
        desk.ingest()
    assert [s.standing for s in desk.library.history()] == [Standing.CURRENT, Standing.SUPERSEDED]
    assert "5 millions" in desk.said()


@pytest.mark.parametrize("names", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_a_marked_correction_supersedes_in_whatever_order_it_is_read(desk, names):
    original, corrected = names
    desk.write(original, BODY.format(m=5, n=120))
    desk.write(
        corrected,
        "CORRECTION - " + BODY.format(m=6, n=120).replace("le 3 mai", "le 5 mai"),
    )
    report = desk.ingest()
    assert not report.failed and not report.conflicts
    (release,) = desk.library.releases()
    assert "6 millions" in release.text and release.status == "correction"
    assert sorted(s.standing for s in desk.library.history()) == ["current", "superseded"]
    assert desk.ingest().unchanged and "6 millions" in desk.said()
    desk.write(corrected, "CORRECTION - " + BODY.format(m=7, n=120).replace("le 3 mai", "le 5 mai"))
    assert reasons(desk.ingest().updated)[0][0] == corrected
    assert [r.text.count("7 millions") for r in desk.library.releases()] == [1]


def test_two_files_of_one_address_a_correction_wins_and_a_contradiction_is_said(desk):
    url = "https://example.org/ports"
    desk.write("a.txt", BODY.format(m=5, n=120), url)
    desk.write("b.txt", "CORRECTION - " + BODY.format(m=6, n=120), url)
    assert not desk.ingest().failed
    assert "6 millions" in desk.said() and "5 millions" not in desk.said()
    desk.write("c.txt", BODY.format(m=9, n=120).replace("neuf membres", "dix membres"), url)
    (entry,) = (e for e in desk.ingest().added if e.source == "c.txt")
    assert "an earlier version" in entry.reason and "9 millions" not in desk.said()


def test_two_files_of_one_address_without_a_mark_are_a_failure_with_its_mend(desk):
    url = "https://example.org/ports"
    desk.write("a.txt", BODY.format(m=5, n=120), url)
    desk.write("b.txt", BODY.format(m=6, n=120), url)
    (failure,) = desk.ingest().failed
    assert "keep one of the two" in failure.error and "5 millions" in desk.said()


def test_a_reprise_and_a_shortened_copy_are_addresses_of_one_release(desk):
    desk.write("a.txt", BODY.format(m=5, n=120), "https://www.newswire.ca/ports")
    desk.write("b.txt", "/REPRISE -- " + BODY.format(m=5, n=120).replace("le 3 mai", "le 4 mai"))
    shorter = BODY.format(m=5, n=120).replace(
        " Les municipalités ont été consultées avant que le choix soit arrêté.", ""
    )
    desk.write("c.txt", shorter, "https://copies.example/ports")
    report = desk.ingest()
    assert len(report.added) == 1 and len(report.unchanged) == 2 and not report.conflicts
    (release,) = desk.library.releases()
    assert desk.library.addresses(release.release_id) == (
        "https://www.newswire.ca/ports",
        "https://copies.example/ports",
        "b.txt",
    )
    (desk.folder / "a.txt").unlink()
    report = desk.ingest(prune=True)
    assert not report.retired and len(desk.library.releases()) == 1
    assert any("found elsewhere" in reason for _, reason in reasons(report.unchanged))


def test_the_official_address_takes_the_place_of_a_copy_that_came_first(desk):
    desk.write("a.txt", BODY.format(m=5, n=120), "https://copies.example/ports")
    desk.ingest()
    old = desk.quote("un plan de 5 millions")
    desk.write("b.txt", BODY.format(m=5, n=120), "https://www.canada.ca/ports")
    (entry,) = desk.ingest().updated
    assert "official address" in entry.reason
    (release,) = desk.library.releases()
    assert release.official and len(desk.library.addresses(release.release_id)) == 2
    resolved = desk.library.resolve(old)
    assert resolved.standing is Standing.SUPERSEDED and resolved.current == release


@pytest.mark.parametrize(
    "changed",
    [
        ("120 emplois", "210 emplois"),
        ("ne touche pas", "touche"),
        ("Rimouski", "Gaspé"),
        ("neuf membres", "dix membres"),
        ("privés", "publics"),
    ],
)
@pytest.mark.parametrize("official_first", [True, False])
def test_an_altered_copy_is_a_conflict_and_only_the_official_is_quoted(
    desk, changed, official_first
):
    files = [
        ("official.txt", BODY.format(m=5, n=120), "https://www.newswire.ca/ports"),
        ("altered.txt", BODY.format(m=5, n=120).replace(*changed), "https://copies.example/ports"),
    ]
    conflicts = []
    for name, text, url in files if official_first else files[::-1]:
        desk.write(name, text, url)
        conflicts += desk.ingest().conflicts
    (conflict,) = conflicts
    assert conflict.sources == ("https://www.newswire.ca/ports", "https://copies.example/ports")
    (release,) = desk.library.releases()
    assert release.source == "official.txt" and len(release.conflicts) == 1
    assert changed[1] not in desk.said().replace(changed[0], "")
    assert desk.library.standing(*named(desk, "altered.txt")) is Standing.ALTERED
    altered = desk.library.release(*named(desk, "altered.txt"))
    assert altered.conflicts == (release.release_id,)
    again = desk.ingest()
    assert len(again.unchanged) == 2 and not again.conflicts


def named(desk, source):
    return next(
        (s.release.release_id, s.release.version)
        for s in desk.library.history()
        if s.release.source == source
    )


def test_a_correction_by_somebody_else_does_not_supersede_the_official_release(desk):
    desk.write("a.txt", BODY.format(m=5, n=120), "https://www.newswire.ca/ports")
    desk.write("b.txt", "CORRECTION - " + BODY.format(m=6, n=120), "https://copies.example/ports")
    assert len(desk.ingest().conflicts) == 1
    assert "5 millions" in desk.said() and "6 millions" not in desk.said()


def test_releases_that_are_merely_alike_stay_apart(desk):
    desk.write("a.txt", BODY.format(m=5, n=120))
    desk.write("b.txt", OTHER.format(m=5, n=120))  # another day, other towns
    desk.write("c.txt", BODY.format(m=8, n=300).replace("pour les ports", "pour les gares"))
    report = desk.ingest()
    assert len(report.added) == 3 and len(desk.library.releases()) == 3


@pytest.mark.slow
def test_a_thousand_near_duplicates_do_not_flood_the_library(desk):
    """Copies become addresses; altered ones are kept, three of them are quoted, and all said."""
    desk.write("a.txt", BODY.format(m=5, n=120))
    for number in range(500):
        desk.write(
            f"copy{number:03d}.txt", BODY.format(m=5, n=120) + " " * number + f"\n\n{'-' * 3}"
        )
        desk.write(f"z{number:03d}.txt", BODY.format(m=5, n=1000 + number))
    report = desk.ingest()
    assert not report.failed
    assert len(desk.library.releases()) <= 4
    assert len(report.conflicts) == 500
    answer = desk.depeche.ask("Combien d'emplois seront créés ?")
    assert any("120 emplois" in item.text for item in answer.evidence)


FRENCH = BODY.format(m=5, n=120) + "\nIl y a 340 places, 27 quais et 1 450 amarres à Percé Nord.\n"
ENGLISH = """Minister announces a plan for ports

OTTAWA, May 3, 2023 /CNW/ - Minister Imelda Castonguay today announced a $5-million plan for the ports of Rimouski and Matane.

Work will begin in the spring and will create 120 jobs in the region. The plan does not affect private ports.

A progress report will be made public in six months by a committee of nine members. Municipalities were consulted before the choice was made.

SOURCE Transport Canada

Contacts: Corentin Malouin, Press Secretary, 613-555-0151

There are 340 places, 27 wharves and 1,450 moorings in Percé North.
"""


def test_declared_translations_are_linked_both_ways_whichever_comes_first(desk):
    en = "https://www.newswire.ca/en/ports"
    desk.write(
        "a.txt", BODY.format(m=5, n=120), "https://www.newswire.ca/fr/ports", translations=en
    )
    desk.ingest()
    assert desk.library.releases()[0].translations == ()
    desk.write("b.txt", ENGLISH.replace("120", "121"), en)  # declared: the words need not agree
    desk.ingest()
    french, english = desk.library.releases()
    assert french.translations == (english.release_id,)
    assert english.translations == (french.release_id,)


def test_undeclared_translations_pass_a_strict_test_or_stay_apart(desk):
    desk.write("fr.txt", FRENCH)
    desk.write("en.txt", ENGLISH)
    desk.write("other.txt", ENGLISH.replace("340", "9").replace("27", "8").replace("1,450", "77"))
    desk.ingest()
    links = {release.source: release.translations for release in desk.library.releases()}
    by_source = {release.source: release.release_id for release in desk.library.releases()}
    assert links["fr.txt"] == (by_source["en.txt"],)
    assert links["other.txt"] == ()


def test_a_dry_run_says_the_same_and_changes_nothing(desk, tmp_path):
    desk.write("a.txt", BODY.format(m=5, n=120))
    report = desk.ingest(dry_run=True)
    assert reasons(report.added) == [("a.txt", "new")] and report.dry_run and report.passages > 0
    assert not (tmp_path / "library").exists()
    desk.ingest()
    desk.write("a.txt", BODY.format(m=6, n=120))
    desk.write("b.txt", OTHER.format(m=5, n=120))
    before = {p: p.read_bytes() for p in (tmp_path / "library").rglob("*") if p.is_file()}
    dry = desk.ingest(dry_run=True, prune=True)
    assert {p: p.read_bytes() for p in (tmp_path / "library").rglob("*") if p.is_file()} == before
    real = desk.ingest(prune=True)
    for outcome in ("added", "updated", "unchanged", "retired", "passages"):
        assert getattr(dry, outcome) == getattr(real, outcome)


def test_a_file_that_changes_in_the_run_that_rebuilds_leaves_nothing_behind(desk):
    desk.write("a.txt", BODY.format(m=5, n=120))
    desk.write("b.txt", OTHER.format(m=5, n=120))
    desk.ingest()
    desk.write("a.txt", BODY.format(m=6, n=120))
    desk.ingest(rebuild=True)
    desk.library.check()
    with desk.library.snapshot() as view:
        vectors, words = view.indexes()
        assert vectors.count() == words.count() == view.passage_count()


def test_what_went_and_came_back_is_found_again(desk):
    desk.write("a.txt", BODY.format(m=5, n=120))
    desk.write("b.txt", OTHER.format(m=5, n=120))
    desk.ingest()
    old = desk.quote("ports de Gaspé")
    (desk.folder / "b.txt").unlink()
    assert reasons(desk.ingest(prune=True).retired) == [("b.txt", "gone from its source")]
    resolved = desk.library.resolve(old)
    assert resolved.standing is Standing.RETIRED and resolved.current is None
    desk.write("b.txt", OTHER.format(m=5, n=120))
    assert reasons(desk.ingest().added) == [("b.txt", "found again")]
    assert desk.library.resolve(old).standing is Standing.CURRENT
