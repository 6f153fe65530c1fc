"""Dates and datelines in the shapes that wires and departments use."""

from datetime import date

import pytest

from ingest.dateline import city_name, find_dateline, read_dateline
from ingest.dates import find_date, read_iso

JULY_12 = date(2024, 7, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le 12 juill. 2024", JULY_12),
        ("le vendredi 12 juillet 2024", JULY_12),
        ("July 12, 2024", JULY_12),
        ("Friday, July 12th, 2024", JULY_12),
        ("12 July 2024", JULY_12),
        ("2024-07-12", JULY_12),
        ("le 1er mars 2024", date(2024, 3, 1)),
        ("28 févr. 2023", date(2023, 2, 28)),
        ("28 fe\u0301vr. 2023", date(2023, 2, 28)),
        ("18 oct. 2012", date(2012, 10, 18)),
        ("Oct. 18, 2012", date(2012, 10, 18)),
        ("le 5\u00a0août\u00a02023", date(2023, 8, 5)),
        ("31 DÉCEMBRE 2023", date(2023, 12, 31)),
        ("publié le 3 mai 2023, mis à jour le 4 mai 2023", date(2023, 5, 3)),
        ("31 févr. 2024", None),
        ("12 personnes 2024", None),
        ("juillet 2024", None),
        ("l'année 2024", None),
        ("343-574-8116", None),
        ("", None),
    ],
)
def test_find_date(text: str, expected: date | None) -> None:
    assert find_date(text) == expected


def test_read_iso_takes_the_day_as_written() -> None:
    assert read_iso("2024-07-12T23:30:00-04:00") == JULY_12
    assert read_iso("12 juillet 2024") is None
    assert read_iso("2024-13-40") is None


@pytest.mark.parametrize(
    ("text", "line", "rest", "city", "day", "wire"),
    [
        ("WASHINGTON, le 12 juill. 2024 /CNW/ - Les", "WASHINGTON, le 12 juill. 2024 /CNW/", "Les", "Washington", JULY_12, "CNW"),
        ("OTTAWA, le 1er mars 2024 /CNW Telbec/ - Le", "OTTAWA, le 1er mars 2024 /CNW Telbec/", "Le", "Ottawa", date(2024, 3, 1), "CNW Telbec"),
        ("OTTAWA, ON, March 1, 2024 /CNW/ - The", "OTTAWA, ON, March 1, 2024 /CNW/", "The", "Ottawa", date(2024, 3, 1), "CNW"),
        ("OTTAWA, ON, le 28 févr. 2023 /CNW/ -Le", "OTTAWA, ON, le 28 févr. 2023 /CNW/", "Le", "Ottawa", date(2023, 2, 28), "CNW"),
        ("TORONTO, 7 April 2017 /CNW/ - The", "TORONTO, 7 April 2017 /CNW/", "The", "Toronto", date(2017, 4, 7), "CNW"),
        ("OTTAWA, ONTARIO--(Marketwire - 18 oct. 2012) - Le", "OTTAWA, ONTARIO--(Marketwire - 18 oct. 2012)", "Le", "Ottawa", date(2012, 10, 18), "Marketwire"),
        ("OTTAWA, ONTARIO--(Marketwired - Oct. 18, 2012) - The", "OTTAWA, ONTARIO--(Marketwired - Oct. 18, 2012)", "The", "Ottawa", date(2012, 10, 18), "Marketwired"),
        ("VANCOUVER, British Columbia, July 12, 2024 (GLOBE NEWSWIRE) -- The", "VANCOUVER, British Columbia, July 12, 2024 (GLOBE NEWSWIRE)", "The", "Vancouver", JULY_12, "GLOBE NEWSWIRE"),
        ("NEW YORK, July 12, 2024 /PRNewswire/ -- The", "NEW YORK, July 12, 2024 /PRNewswire/", "The", "New York", JULY_12, "PRNewswire"),
        ("Ottawa (Ontario) – Le 5 mai 2023 – Ministère", "Ottawa (Ontario) – Le 5 mai 2023", "Ministère", "Ottawa", date(2023, 5, 5), None),
        ("Le 5 mai 2023 – Ottawa (Ontario) – Sécurité", "Le 5 mai 2023 – Ottawa (Ontario)", "Sécurité", "Ottawa", date(2023, 5, 5), None),
        ("May 5, 2023 – Ottawa, Ontario – Public Safety", "May 5, 2023 – Ottawa, Ontario", "Public Safety", "Ottawa", date(2023, 5, 5), None),
        ("WASHINGTON, D.C., July 12, 2024 – Today", "WASHINGTON, D.C., July 12, 2024", "Today", "Washington", JULY_12, None),
        ("Gatineau, Québec, le 5 mai 2023 — Le", "Gatineau, Québec, le 5 mai 2023", "Le", "Gatineau", date(2023, 5, 5), None),
        ("QUÉBEC, le mercredi 3 mai 2023 /CNW Telbec/ - Le", "QUÉBEC, le mercredi 3 mai 2023 /CNW Telbec/", "Le", "Québec", date(2023, 5, 3), "CNW Telbec"),
        ("OTTAWA, Territoire traditionnel non cédé algonquin, ON, le 3 mai 2023 /CNW/ - Le", "OTTAWA, Territoire traditionnel non cédé algonquin, ON, le 3 mai 2023 /CNW/", "Le", "Ottawa", date(2023, 5, 3), "CNW"),
        ("OTTAWA--(Marketwire - 18 oct. 2012) - Le", "OTTAWA--(Marketwire - 18 oct. 2012)", "Le", "Ottawa", date(2012, 10, 18), "Marketwire"),
        ("WASHINGTON, July 12, 2024 /PRNewswire-USNewswire/ -- The", "WASHINGTON, July 12, 2024 /PRNewswire-USNewswire/", "The", "Washington", JULY_12, "PRNewswire-USNewswire"),
        ("Le 5 mai 2023\u00a0\u00a0\u00a0Ottawa (Ontario)\u00a0\u00a0Sécurité", "Le 5 mai 2023\u00a0\u00a0\u00a0Ottawa (Ontario)", "Sécurité", "Ottawa", date(2023, 5, 5), None),
        ("May 5, 2023 | Ottawa, Ontario | Public Safety", "May 5, 2023 | Ottawa, Ontario", "Public Safety", "Ottawa", date(2023, 5, 5), None),
        ("WASHINGTON,\u00a0le\u00a012\u00a0juill.\u00a02024 /CNW/\u00a0\u2011 Les", "WASHINGTON,\u00a0le\u00a012\u00a0juill.\u00a02024 /CNW/", "Les", "Washington", JULY_12, "CNW"),
        ("WASHINGTON, le\u200b 12 juill. 2024 /CNW/ - Les", "WASHINGTON, le\u200b 12 juill. 2024 /CNW/", "Les", "Washington", JULY_12, "CNW"),
    ],
)  # fmt: skip
def test_datelines(text: str, line: str, rest: str, city: str, day: date, wire: str | None) -> None:
    found = read_dateline(text, 0, len(text))
    assert found is not None
    assert text[found.start : found.end] == line
    assert text[found.body :].strip() == rest
    assert (found.city, found.date, found.wire) == (city, day, wire)


@pytest.mark.parametrize(
    "text",
    [
        "Aujourd'hui, le 5 mai 2023 – jour de fête – nous avons dit",
        "Le 5 mai 2023 – jour de fête – nous",
        "Published: May 5, 2023 –",
        "Friday, July 12, 2024",
        "Le ministre a dit le 5 mai 2023 – un jour – que",
        "Depuis le 3 mai 2023, rien.",
        "WASHINGTON, le 12 juill. 2024 Les États-Unis",
        "OTTAWA, le 31 févr. 2024 /CNW/ - Le",
        "OTTAWA, le 12 juillet 2024. Le ministre",
        "Les ministres se sont réunis.",
        "",
    ],
)
def test_not_a_dateline(text: str) -> None:
    assert read_dateline(text, 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "day", "published", "expected"),
    [
        ("OTTAWA, le 28 févr. /CNW Telbec/ - Le", (2, 28), date(2011, 3, 1), date(2011, 2, 28)),
        ("OTTAWA, ON, Dec. 30 /CNW/ - The", (12, 30), date(2011, 1, 2), date(2010, 12, 30)),
        ("OTTAWA, le 1er mars /CNW Telbec/ - Le", (3, 1), None, None),
        ("OTTAWA, le 29 févr. /CNW/ - Le", (2, 29), date(2011, 3, 1), None),
    ],
)
def test_a_date_without_its_year(
    text: str, day: tuple[int, int], published: date | None, expected: date | None
) -> None:
    found = read_dateline(text, 0, len(text))
    assert found is not None
    assert (found.city, found.date, found.day) == ("Ottawa", None, day)
    assert found.dated(published) == expected


@pytest.mark.parametrize(
    ("lines", "index", "city", "day"),
    [
        (["Title", "July 12, 2024", "WASHINGTON – Today, it rained."], 2, "Washington", JULY_12),
        (["Release Date: July 12, 2024", "SAN DIEGO, Calif. — A man"], 1, "San Diego", JULY_12),
        (["Le 12 juillet 2024", "AVIS – Le ministre parle."], 0, None, JULY_12),
        (["July 12, 2024", "It rained."], 0, None, JULY_12),
        (["OTTAWA, July 12, 2024 – x", "May 3, 2020"], 0, "Ottawa", JULY_12),
    ],
)
def test_date_and_place_on_lines_of_their_own(
    lines: list[str], index: int, city: str | None, day: date
) -> None:
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    spans = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
    found = find_dateline(text, spans)
    assert found is not None
    assert (found[0], found[1].city, found[1].date) == (index, city, day)


@pytest.mark.parametrize("lines", [["WASHINGTON – Today"], ["Rien.", "Le plan de mai 2023"], []])
def test_no_date_no_dateline(lines: list[str]) -> None:
    text = "".join(lines)
    assert find_dateline(text, [(0, len(text))]) is None


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Titre\n\nOTTAWA, le 1er mars 2024 /CNW/ - Le ministre."
    found = read_dateline(text, 7, len(text))
    assert found is not None
    assert text[found.start : found.end] == "OTTAWA, le 1er mars 2024 /CNW/"


@pytest.mark.parametrize(
    ("place", "city"),
    [
        ("SAINT-JEAN-SUR-RICHELIEU, QC", "Saint-Jean-sur-Richelieu"),
        ("ST. JOHN'S, NL", "St. John's"),
        ("L'ANCIENNE-LORETTE", "L'Ancienne-Lorette"),
        ("LA MALBAIE, QC", "La Malbaie"),
        ("MONTRÉAL et OTTAWA", "Montréal et Ottawa"),
        ("TROIS-RIVIÈRES", "Trois-Rivières"),
        ("Baie-Comeau (Québec)", "Baie-Comeau"),
        ("VAL-D'OR", "Val-d'Or"),
    ],
)
def test_city_names(place: str, city: str) -> None:
    assert city_name(place) == city
