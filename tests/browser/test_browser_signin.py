"""Signing in at a real OpenID provider of this machine: who may, what each one sees, and leaving."""

from __future__ import annotations

import secrets

import pytest
from acts import CUP, WHO, ask, chip, fits_every_width, free_port
from oidc_provider import CLIENT, SECRET, providing

from ui.texts import ENGLISH, FRENCH, Texts

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(serving, communique_library, tmp_path, monkeypatch):
    """The address of a chat that one has to sign in to; ana@ and all of example.org may."""
    port = free_port()
    with providing() as provider:
        file = tmp_path / "signin.toml"
        file.write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{secrets.token_urlsafe(32)}"\nclient_id = "{CLIENT}"\n'
            f'client_secret = "{SECRET}"\n'
            f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
        )
        monkeypatch.setenv("DEPECHE_SIGN_IN", "true")
        monkeypatch.setenv("DEPECHE_SIGN_IN_FILE", str(file))
        monkeypatch.setenv("DEPECHE_ALLOWED_USERS", '["ana@press.example", "@example.org"]')
        with serving(communique_library, keep_history=True, port=port) as address:
            yield address


def sign_in(page, email: str, verified: str = "true", texts: Texts = FRENCH) -> None:
    page.get_by_role("button", name=texts.sign_in).click()
    page.get_by_label("Who are you?").fill(email)
    page.get_by_label("verified").fill(verified)
    page.get_by_role("button", name="Sign in").click()


def test_each_sees_only_what_is_theirs_and_nobody_sees_anything_before(desk, open_page, expect):
    for path, texts in (
        ("", FRENCH),
        (f"/?q={WHO}", FRENCH),
        ("/library", ENGLISH),
        ("/evaluation", ENGLISH),
    ):
        stranger = open_page(f"{desk}{path}", locale=f"{texts.language}-CA")
        expect(stranger.get_by_role("button", name=texts.sign_in)).to_be_visible()
        for never in ("FORUM", "Garland", "12 juillet 2024", texts.welcome, texts.library_one):
            assert never not in stranger.content()
        assert stranger.get_by_test_id("stChatInputTextArea").count() == 0
        assert fits_every_width(stranger)
        stranger.close()

    ana = open_page(desk)
    sign_in(ana, "Ana@press.example")
    expect(ana.get_by_text(FRENCH.welcome)).to_be_visible()
    expect(ana.get_by_text("Ana@press.example")).to_be_visible()
    ask(ana, WHO)
    expect(chip(ana, 1, 1)).to_be_visible()
    expect(ana.locator(".st-key-resume-0")).to_be_visible()

    bo = open_page(desk, 375, 812, locale="en-CA")
    sign_in(bo, "bo@example.org", texts=ENGLISH)
    expect(bo.get_by_text(ENGLISH.welcome)).to_be_visible()
    assert fits_every_width(bo)
    ask(bo, CUP)
    expect(bo.locator(".dp-declined")).to_be_visible()
    bo.set_viewport_size({"width": 1440, "height": 900})
    expect(bo.locator(".st-key-resume-0")).to_contain_text("Coupe Stanley")
    expect(bo.locator(".st-key-resume-1")).to_have_count(0)
    assert "États-Unis ?" not in bo.content()

    ana.reload()  # a new session of the same person
    expect(ana.locator(".st-key-resume-0")).to_contain_text("États-Unis")
    assert "Stanley" not in ana.content()
    ana.get_by_role("button", name=FRENCH.sign_out).click()
    expect(ana.get_by_role("button", name=FRENCH.sign_in)).to_be_visible()
    assert "États-Unis" not in ana.content()
    ana.reload()
    expect(ana.get_by_role("button", name=FRENCH.sign_in)).to_be_visible()


@pytest.mark.parametrize(
    ("email", "verified"),
    [("eve@elsewhere.example", "true"), ("eve@example.org", "false")],
)
def test_who_is_not_on_the_list_is_told_so_and_sees_nothing(
    desk, open_page, expect, email, verified
):
    page = open_page(desk)
    sign_in(page, email, verified)
    expect(page.get_by_text(FRENCH.not_allowed_title)).to_be_visible()
    expect(page.locator(".dp-card")).to_contain_text(email)
    assert "Garland" not in page.content() and FRENCH.library_one not in page.content()
    assert page.get_by_test_id("stChatInputTextArea").count() == 0
    page.get_by_role("button", name=FRENCH.sign_out).click()
    expect(page.get_by_role("button", name=FRENCH.sign_in)).to_be_visible()
