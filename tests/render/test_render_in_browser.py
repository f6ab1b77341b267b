"""The page in a real browser: a citation opens its passage, whatever the reader uses, and nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from chromium import COMMAND, Page
from pypdf import PdfReader
from summary_builder import dossier, summary

from summarizer.render import write_formats

pytestmark = [pytest.mark.browser, pytest.mark.skipif(COMMAND is None, reason="Chromium is not installed")]

LINK = 'main .sections a.cite[href="#c15"]'
LIT = "[...document.querySelectorAll('mark.current')].map(m => m.textContent).join('')"
IN_SIGHT = """(() => {
  const mark = document.querySelector('mark.current').getBoundingClientRect();
  const panel = document.getElementById('holder').getBoundingClientRect();
  return mark.top >= panel.top && mark.bottom <= panel.bottom && panel.bottom <= innerHeight;
})()"""
QUOTE = "Suspicion de cardiopathie rythmique ; IRM cardiaque prévue en mai 2022."


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (written,) = write_formats(summary(), dossier(), tmp_path_factory.mktemp("page"), ["html"])
    return written


@pytest.fixture(scope="module")
def desktop(file: Path) -> Iterator[Page]:
    with Page(width=1280, height=900) as page:
        page.open(file)
        yield page


def test_a_click_opens_the_passage_in_its_document(desktop: Page) -> None:
    desktop.run(f"document.querySelector('{LINK}').scrollIntoView({{block: 'center'}})")
    before = desktop.run("scrollY")
    desktop.run(f"document.querySelector('{LINK}').click()")
    assert desktop.run(LIT) == QUOTE
    assert desktop.run(IN_SIGHT)
    assert desktop.run("scrollY") == before
    shown = desktop.run("document.getElementById('where').innerText")
    assert "Compte rendu d'hospitalisation du 11/03/2022" in shown
    assert "page 2" in shown
    assert "04_crh_2022-03-11.pdf" in shown


def test_escape_closes_it_and_gives_the_focus_back(desktop: Page) -> None:
    desktop.run(f"document.querySelector('{LINK}').click()")
    assert desktop.run("document.activeElement.id") == "where"
    desktop.press("Escape")
    assert desktop.run("document.getElementById('viewer').hidden")
    assert desktop.run("document.querySelectorAll('mark.current').length") == 0
    assert desktop.run("document.activeElement.getAttribute('href')") == "#c15"
    assert desktop.run("location.hash") == ""


def test_enter_opens_it_from_the_keyboard(desktop: Page) -> None:
    desktop.run(f"document.querySelector('{LINK}').focus()")
    desktop.press("Enter")
    assert desktop.run(LIT) == QUOTE
    desktop.press("Escape")


def test_the_back_button_returns_to_the_passage_before(desktop: Page) -> None:
    desktop.run(f"document.querySelector('{LINK}').click()")
    desktop.run("document.querySelector('main .sections a.cite[href=\"#c14\"]').click()")
    assert "ulcère malléolaire" in desktop.run(LIT)
    desktop.run("new Promise(done => { addEventListener('popstate', () => setTimeout(done, 50)); history.back(); })")
    assert desktop.run(LIT) == QUOTE
    desktop.press("Escape")


def test_nothing_is_fetched_and_nothing_is_refused(desktop: Page, file: Path) -> None:
    assert desktop.requests == [file.as_uri()]
    assert desktop.errors == []


def test_a_page_opened_on_a_citation_shows_it(file: Path) -> None:
    with Page(width=1280, height=900) as page:
        page.open(file, "#c15")
        assert page.run(LIT) == QUOTE
        assert page.run(IN_SIGHT)


def test_on_a_phone_the_statement_stays_above_its_document(file: Path) -> None:
    with Page(width=390, height=844, mobile=True) as page:
        page.open(file)
        assert page.run("document.documentElement.scrollWidth") <= 390
        page.run(f"document.querySelector('{LINK}').scrollIntoView({{block: 'end'}})")
        page.run(f"document.querySelector('{LINK}').click()")
        assert page.run(IN_SIGHT)
        assert page.run(
            f"document.querySelector('{LINK}').getBoundingClientRect().bottom"
            " <= document.getElementById('viewer').getBoundingClientRect().top"
        )


def test_without_scripts_a_citation_is_an_anchor_to_its_passage(file: Path) -> None:
    with Page(width=1280, height=900, scripts=False) as page:
        page.open(file, "#c15")
        (node,) = (page.call("DOM.getDocument", depth=0)["root"]["nodeId"],)
        found = page.call("DOM.querySelector", nodeId=node, selector="mark:target")["nodeId"]
        assert QUOTE in page.call("DOM.getOuterHTML", nodeId=found)["outerHTML"]
        box = page.call("DOM.getBoxModel", nodeId=found)["model"]["border"]
        assert 0 <= box[1] <= 900


def test_it_prints_on_two_pages_without_the_documents(desktop: Page) -> None:
    pages = PdfReader(BytesIO(desktop.print())).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert len(pages) <= 2
    assert "Prothèse totale de hanche droite en 2016" in text
    assert "Bien confraternellement" not in text
