"""Every page, with real data, in both themes and languages, on a desk and on a phone: nothing is refused by the browser, nothing
is missing for people who cannot see or point, and a picture of each is kept."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import PICTURES

OPERATOR = [
    "overview", "jobs", "jobs?status=failed", "jobs/{failed}", "jobs/{hostile}", "failures", "queues", "queues/bench", "limits", "workers", "batches",
    "batches/{batch}", "schedules", "schedules/{schedule}", "deliveries", "audit", "billing", "billing/{run}",
    "indicators"]
TENANT = [
    "scans", "scans/{scan}", "resources", "resources?type=s3_bucket", "resources/ec2_instance/{resource}", "findings", "generations", "inbox",
    "invoices", "invoices/{invoice}", "subscription", "users", "webhooks", "webhooks/{webhook}", "learning-paths", "learning-paths/{path}",
    "revision-sessions/{ended}", "classes", "classes/{class}", "conversations", "indicators"]
PROFESSOR = [
    "learning-paths", "learning-paths/{path}", "learning-paths/{draft}", "revision-sessions", "revision-sessions/{ended}", "classes", "classes/{class}",
    "conversations", "conversations/{conversation}", "appointments", "appointments/{appointment}", "indicators", "generations/{generation}", "inbox"]
STUDENT = [
    "learning-paths", "learning-paths/{path}", "revision-sessions", "revision-sessions/{session}", "conversations/{conversation}", "appointments",
    "generations", "inbox"]


def violations(page):
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found.response["violations"]]


@pytest.mark.parametrize("theme,language", [("light", "en"), ("dark", "fr"), ("light", "fr"), ("dark", "en")])
@pytest.mark.parametrize("role,routes", [("admin", OPERATOR), ("school", TENANT), ("professor", PROFESSOR), ("student", STUDENT)])
def test_each_page(fleet, visit, role, routes, theme, language):
    person = visit(fleet.data.get(role), theme=theme, language=language)
    may = json.loads(person.page.evaluate("fetch('me').then((answer) => answer.text())"))["may"]
    wrong = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    for route in routes:
        # A page whose route is not there yet is not offered.
        if route in ("overview", "failures", "audit", "limits", "revision-sessions") and f"GET /{route}" not in may:
            continue
        for width, height, name in [(1280, 800, "desk"), (390, 844, "phone"), (360, 740, None)]:
            person.page.set_viewport_size({"width": width, "height": height})
            person.open(route.format(**fleet.data))
            if person.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{route} is wider than {width}")
            if name:
                picture = f"{role}-{re.sub('[/?={}]+', '-', route).strip('-')}-{theme}-{language}-{name}.png"
                person.page.screenshot(path=PICTURES / picture)
        person.page.set_viewport_size({"width": 1280, "height": 800})
        wrong += [f"{route}: {one}" for one in violations(person.page)]
        assert person.page.title() != "taken"
    assert not wrong, "\n".join(wrong)
    assert not person.complaints and not person.strangers


def test_the_sign_in(chromium, fleet):
    """Before signing in nothing is complained about either; a wrong password keeps what was typed."""
    page = chromium.new_context(locale="en-GB").new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(fleet.url)
    page.get_by_label("E-mail").fill("ada@school.example")
    assert not violations(page) and not complaints
    page.get_by_label("Password").fill("wrong password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("E-mail").input_value() == "ada@school.example"
    page.context.close()
