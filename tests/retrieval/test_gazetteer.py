"""The province of a dateline."""

from __future__ import annotations

import pytest

from retrieval.gazetteer import province_of


@pytest.mark.parametrize(
    ("place", "province"),
    [
        ("WINNIPEG, MB, Oct. 20, 2022 /CNW/", "Manitoba"),
        ("HALIFAX, N.-É., le 27 sept. 2024 /CNW/", "Nova Scotia"),
        ("SAINT‑JEAN, T.-N.-L., le 7 nov. 2024", "Newfoundland"),
        ("TROIS‑RIVIÈRES, le 26 oct. 2023", "québécoise"),
        ("GATINEAU (Québec), le 28 novembre 2023", "Québec"),
        ("June 20, 2024 – St. John's, Newfoundland and Labrador", "Terre-Neuve"),
        ("KINOSHEO, ON, le 29 août 2024", "Ontario"),
        ("Moncton", "New Brunswick"),
    ],
)
def test_a_city_or_an_abbreviation_tells_the_province(place, province):
    assert province in province_of(place)


@pytest.mark.parametrize(
    "place", ["", "HANOI, Vietnam", "WASHINGTON, le 12 juill.", "OTTAWA, le 5"]
)
def test_what_is_in_none_has_none(place):
    assert province_of(place) is None
