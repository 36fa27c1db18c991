"""The description of the API, as those read it who are not signed in."""

import json

import pytest
from playwright.sync_api import expect

from conftest import PICTURES
from test_pages import violations

ROUTES = ["", "chapters/School", "enqueueJob", "createLearningPath", "getInvoice", "createDocument", "streamJob", "schemas/Job", "noSuchOperation"]


class Reader:
    """Someone who reads, without a session; what the browser complains about, and whatever it asks of others, is kept."""

    def __init__(self, chromium, url, *, theme="light", language="en"):
        self.url = f"{url}/docs"
        self.context = chromium.new_context(
            viewport={"width": 1280, "height": 800}, color_scheme=theme, locale="fr-FR" if language == "fr" else "en-GB")
        self.page = self.context.new_page()
        self.complaints, self.strangers = [], []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: None if request.url.startswith(url) else self.strangers.append(request.url))
        self.page.goto(self.url)
        self.page.locator("#main h1").wait_for()

    def open(self, route):
        self.page.evaluate("route => { location.hash = '#/' + route; }", route)
        self.page.locator(f"main[data-shown='{route}'] h1").wait_for()


@pytest.fixture
def read(chromium, fleet):
    made = []

    def make(**options):
        made.append(Reader(chromium, fleet.url, **options))
        return made[-1]

    yield make
    for reader in made:
        assert not reader.complaints and not reader.strangers
        reader.context.close()


@pytest.mark.parametrize("theme,language", [("light", "en"), ("dark", "fr")])
def test_each_sort_of_page(read, theme, language):
    reader, wrong = read(theme=theme, language=language), []
    PICTURES.mkdir(parents=True, exist_ok=True)
    for route in ROUTES:
        for width, height, name in [(1280, 800, "desk"), (360, 740, "phone")]:
            reader.page.set_viewport_size({"width": width, "height": height})
            reader.open(route)
            if reader.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{route} is wider than {width}")
            reader.page.screenshot(path=PICTURES / f"docs-{route.replace('/', '-') or 'start'}-{theme}-{language}-{name}.png")
        wrong += [f"{route}: {one}" for one in violations(reader.page)]
    assert not wrong, "\n".join(wrong)


def test_every_operation_and_every_schema_has_a_page(fleet, read):
    document, reader = fleet.call("GET", "/openapi.json"), read()
    for item in document["paths"].values():
        for operation in item.values():
            reader.open(operation["operationId"])
            assert reader.page.locator("#main h1").inner_text() == operation["summary"].replace("`", "")
            for status in operation["responses"]:
                assert reader.page.locator("main .status", has_text=status).count() > 0, (operation["operationId"], status)
    for name in document["components"]["schemas"]:
        reader.open(f"schemas/{name}")
        assert reader.page.locator("#main h1").inner_text() == name


def test_what_is_sent_can_be_copied_and_is_accepted(fleet, read):
    reader = read()
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.open("enqueueJob")
    first = reader.page.locator(".listing").first
    first.get_by_role("button", name="Copy").click()
    command = reader.page.evaluate("navigator.clipboard.readText()")
    assert command.startswith(f'curl "{fleet.url}/jobs"') and command == first.locator("pre").inner_text()
    body = json.loads(reader.page.locator(".listing").nth(1).locator("pre").inner_text())
    assert f"-d '{json.dumps(body, separators=(',', ':'))}'" in command
    assert fleet.call("POST", "/jobs", body)["kind"] == body["kind"]


def test_search_and_keyboard_lead_to_an_operation(read):
    reader = read()
    page = reader.page
    page.keyboard.press("/")
    page.keyboard.type("webhook secret")
    expect(page.locator("aside nav a")).to_have_text(["POSTMakes a webhook endpoint; the answer alone holds its secret", "POSTGives an endpoint a new secret; the one before signs beside it for a day"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Makes a webhook endpoint")
    page.keyboard.press("j")
    expect(page.locator("main .request")).to_contain_text("/webhook-endpoints/{id}/rotate")
    page.go_back()
    expect(page.locator("main .request")).to_contain_text("createWebhookEndpoint")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    page.keyboard.type("no such word")
    expect(page.locator("aside nav")).to_contain_text("Nothing is like this.")


def test_a_role_sees_what_it_may_use(read):
    reader = read()
    reader.page.get_by_label("Role").select_option("student")
    expect(reader.page.locator("main a[href='#/beginRevision']")).to_have_count(1)
    expect(reader.page.locator("main a[href='#/enqueueJob']")).to_have_count(0)
    expect(reader.page.locator("main a[href='#/signIn']")).not_to_have_count(0)


def test_a_member_within_itself_is_made_when_it_is_opened(read):
    reader = read()
    reader.open("getLearningPath")
    opened = reader.page.locator("main .answer details").first
    assert opened.locator("ul").count() == 0
    opened.locator("summary").first.click()
    expect(opened.locator("ul").first).to_be_visible()


def test_it_is_linked_from_the_dashboard(fleet, visit):
    person = visit()
    person.page.get_by_role("link", name="The API").click()
    person.page.get_by_role("heading", name="The API of Flotilla", level=1).wait_for()
    expect(person.page.get_by_label("Role")).to_contain_text("admin (you)")
    assert not person.complaints and not person.strangers
