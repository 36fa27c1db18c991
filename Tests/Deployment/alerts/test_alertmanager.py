"""Who hears of what. Needs Debian's prometheus-alertmanager (amtool)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from support import MONITORING, alerts, run

FOLDER = MONITORING / "alertmanager"
SECRETS = (
    "alert_smtp_password", "alertmanager_token", "pagerduty_routing_key", "slack_webhook_url_critical",
    "slack_webhook_url_alerts", "slack_webhook_url_monitoring",
)  # fmt: skip
MAIL = {"ALERT_EMAIL_TO": "ops@example.org", "ALERT_SMTP_HOST": "smtp.example.org:587"}


def rendered(
    folder: Path, secrets: tuple[str, ...] = SECRETS, **environment: str
) -> tuple[subprocess.CompletedProcess[str], Path]:
    """What start.sh makes of the file where these secrets are set and the others empty."""
    for name in SECRETS:
        (folder / name).write_text("a secret" if name in secrets else "", encoding="utf-8")
    result = folder / "alertmanager.yml"
    base = {"PATH": "/usr/bin:/bin", "CHECK_ONLY": "1", "RENDERED": str(result), "SECRETS": str(folder)}
    base |= {"CONFIG": str(FOLDER / "alertmanager.yml"), "TEMPLATES": str(FOLDER)}
    return run(FOLDER / "start.sh", env=base | environment), result


def receivers(config: Path, labels: dict[str, str]) -> set[str]:
    words = [f"{name}={value}" for name, value in labels.items()]
    routed = run("amtool", "config", "routes", "test", f"--config.file={config}", *words)
    assert routed.returncode == 0, routed.stdout
    # A warning about its own flags may stand above.
    return set(routed.stdout.split()[-1].split(","))


def ways(config: Path) -> dict[str, set[str]]:
    """By receiver: the kinds of integrations that it has."""
    parsed = yaml.safe_load(config.read_text(encoding="utf-8"))
    return {each["name"]: {key.removesuffix("_configs") for key in each if key != "name"} for each in parsed["receivers"]}


def test_file() -> None:
    """Alertmanager takes the file as it lies here, with all of its ways."""
    checked = run("amtool", "check-config", FOLDER / "alertmanager.yml")
    assert checked.returncode == 0, checked.stdout


def test_all_ways(tmp_path: Path) -> None:
    """With everything set up: P1 to the pager and Slack, P2 to Slack and by mail, P3 to Slack."""
    made, config = rendered(tmp_path, **MAIL, ALERT_SMTP_USER="ops", ALERT_DEADMAN_URL="https://hc.example.org/ping/1")
    assert made.returncode == 0, made.stdout
    assert run("amtool", "check-config", config).returncode == 0
    assert ways(config) == {
        "P1": {"pagerduty", "slack"}, "P2": {"slack", "email"}, "P3": {"slack"},
        "flotilla": {"webhook"}, "watchdog": {"webhook"},
    }  # fmt: skip
    text = "\n".join(line for line in config.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#"))
    assert ".invalid" not in text, "something was not filled in"
    assert "a secret" not in text, "secrets stay in their files"
    assert config.stat().st_mode & 0o077 == 0


def test_routes(tmp_path: Path) -> None:
    """Each alert goes to the receiver of its severity; through the fleet goes what is labelled so, and the watchdog, alone."""
    _, config = rendered(tmp_path, **MAIL)
    for alert in alerts():
        labels = {"alertname": alert["alert"], **alert["labels"]}
        wanted = "watchdog" if alert["alert"] == "Watchdog" else "flotilla" if "via" in labels else labels["severity"]
        assert receivers(config, labels) == {wanted}, labels
    parsed = yaml.safe_load(config.read_text(encoding="utf-8"))
    hooks = {each["name"] for each in parsed["receivers"] if "webhook_configs" in each}
    assert hooks == {"flotilla", "watchdog"}
    assert receivers(config, {"alertname": "New", "severity": "unheard of"}) == {"P3"}, "what has no route is seen"


@pytest.mark.parametrize(
    ("secrets", "environment", "expected"),
    [
        ((), MAIL, {"P1": {"email"}, "P2": {"email"}, "P3": {"email"}}),
        (("pagerduty_routing_key",), {}, {"P1": {"pagerduty"}, "P2": {"pagerduty"}, "P3": set()}),
        (("pagerduty_routing_key",), MAIL, {"P1": {"pagerduty"}, "P2": {"email"}, "P3": {"email"}}),
        (
            ("slack_webhook_url_critical", "slack_webhook_url_alerts"), {},
            {"P1": {"slack"}, "P2": {"slack"}, "P3": set()},
        ),
    ],
)  # fmt: skip
def test_some_ways(tmp_path: Path, secrets: tuple[str, ...], environment: dict[str, str], expected: dict[str, set[str]]) -> None:
    """What is not set up is left out and said; what is urgent takes the next way up."""
    made, config = rendered(tmp_path, secrets, **environment)
    assert made.returncode == 0, made.stdout
    assert run("amtool", "check-config", config).returncode == 0
    assert {name: kinds for name, kinds in ways(config).items() if name.startswith("P")} == expected
    for name in set(SECRETS) - set(secrets) - {"alert_smtp_password"}:
        assert f"{name} is empty" in made.stdout, made.stdout


@pytest.mark.parametrize("secrets", [(), ("slack_webhook_url_critical",), ("slack_webhook_url_monitoring",)])
def test_no_way(tmp_path: Path, secrets: tuple[str, ...]) -> None:
    """Where P1 or P2 would go nowhere nothing starts, and the last line says what to set."""
    made, config = rendered(tmp_path, secrets)
    assert made.returncode == 78 and not config.exists()
    assert "ALERT_EMAIL_TO" in made.stdout.splitlines()[-1]


@pytest.mark.parametrize("value", ["a@b'\n  evil: 1", 'a"b', "a@b # x", "$(id)@x", "a@b|c"])
def test_values(tmp_path: Path, value: str) -> None:
    """A value that could be more than a value is refused."""
    made, _ = rendered(tmp_path, **(MAIL | {"ALERT_EMAIL_TO": value}))
    assert made.returncode == 78 and "ALERT_EMAIL_TO" in made.stdout, made.stdout


def test_severities() -> None:
    """PagerDuty hears a word that it knows, whatever the severity."""
    for severity, word in {"P1": "critical", "P2": "error", "P3": "warning", "none": "warning"}.items():
        shown = run(
            "amtool", "template", "render", f"--template.glob={FOLDER}/*.tmpl",
            '--template.text={{ template "flotilla.pagerduty.severity" . }}', "--template.data=/dev/stdin",
            input='{"commonLabels": {"severity": "%s"}}' % severity,
        )  # fmt: skip
        assert shown.stdout.strip() == word, shown.stdout


def test_inhibition() -> None:
    """What suppresses and what is suppressed are alerts that there are: a misspelt name would suppress nothing."""
    names = {alert["alert"] for alert in alerts()}
    areas = {alert["labels"]["area"] for alert in alerts()}
    parsed = yaml.safe_load((FOLDER / "alertmanager.yml").read_text(encoding="utf-8"))
    for rule in parsed["inhibit_rules"]:
        for matcher in rule["source_matchers"] + rule["target_matchers"]:
            label, _, words = matcher.replace("=~", "=").partition("=")
            known = {"alertname": names, "area": areas}.get(label.strip())
            if known is not None:
                assert set(words.strip().strip('"').split("|")) <= known, matcher


def test_broken(tmp_path: Path) -> None:
    """A receiver that is nowhere is refused."""
    text = (FOLDER / "alertmanager.yml").read_text(encoding="utf-8")
    (tmp_path / "a.yml").write_text(text.replace("receiver: flotilla", "receiver: flotila"), encoding="utf-8")
    assert run("amtool", "check-config", tmp_path / "a.yml").returncode != 0
