"""A browser that looks at a fleet of its own."""

import os
import pathlib
import shutil

import pytest
from playwright.sync_api import sync_playwright

from fleet import ROOT, Fleet

PICTURES = pathlib.Path(os.environ.get("FLOTILLA_DIR", ROOT / ".flotilla-test")) / "site-pictures"


@pytest.fixture(scope="session")
def fleet(tmp_path_factory):
    fleet = Fleet(tmp_path_factory.mktemp("fleet"))
    try:
        fleet.data = fleet.fill()
        yield fleet
    finally:
        fleet.stop()


@pytest.fixture(scope="session")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("there is no Chromium in PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Someone who is signed in, in a tab; what the browser complains about is kept."""

    def __init__(self, chromium, url, token, *, theme="light", language="en", width=1280, height=800):
        self.url, self.french = url.rstrip("/") + "/", language == "fr"
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale="fr-FR" if self.french else "en-GB",
            timezone_id="Europe/Paris")
        self.page = self.context.new_page()
        self.complaints, self.strangers = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: None if request.url.startswith((self.url, "blob:")) else self.strangers.append(request.url))
        self.page.goto(self.url)
        self.page.get_by_role("button", name=self.words("With a token instead", "Avec un jeton")).click()
        self.page.get_by_label(self.words("Token", "Jeton")).fill(token)
        self.page.get_by_role("button", name=self.words("Sign in", "Se connecter"), exact=True).click()
        self.page.locator("#main h1").wait_for()

    def words(self, english, french):
        return french if self.french else english

    def open(self, route):
        """Goes to a page, and waits until it shows what it asked for."""
        self.page.evaluate("route => { location.hash = '#/' + route; }", route)
        self.page.locator(f"main[data-shown='{route if '?' in route else route + '?'}']:not([aria-busy]) h1").wait_for()

    def close(self):
        self.context.close()


@pytest.fixture
def visit(chromium, fleet):
    """Signs someone in: `visit(token, theme=…)`."""
    made = []

    def make(token=None, url=None, **options):
        made.append(Visitor(chromium, url or fleet.url, token or fleet.admin, **options))
        return made[-1]

    yield make
    for visitor in made:
        visitor.close()
