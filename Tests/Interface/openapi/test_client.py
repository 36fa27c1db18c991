"""A client that a common generator makes of the description signs up, scans, and reads what was found."""

import importlib
import json
import pathlib
import subprocess
import sys

import pytest
from fleet import Cloud

# A file is sent as it is, whatever its type.
FILES = ["text/plain", "text/markdown", "text/html", "application/pdf"]


@pytest.fixture(scope="session")
def client(document, tmp_path_factory):
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "generator.yml").write_text("content_type_overrides:\n" + "".join(f"  {type}: application/octet-stream\n" for type in FILES))
    # It calls ruff, which lies beside it.
    tools = pathlib.Path(sys.executable).parent
    made = subprocess.run(
        [tools / "openapi-python-client", "generate", "--path", "openapi.json", "--config", "generator.yml", "--meta", "none",
         "--output-path", "flotilla_client"],
        cwd=folder, check=True, capture_output=True, text=True, timeout=600, env={"PATH": f"{tools}:/usr/bin:/bin"})
    # What it does not understand it leaves out, with a warning.
    assert "WARNING" not in made.stdout and "Unable" not in made.stdout, made.stdout[:5000]
    sys.path.insert(0, str(folder))
    yield importlib.import_module("flotilla_client")
    sys.path.remove(str(folder))


def call(name, **arguments):
    """What the client made of the answer."""
    module, function = name.rsplit(".", 1)
    answer = importlib.import_module(f"flotilla_client.api.{module}.{function}").sync_detailed(**arguments)
    assert answer.status_code < 300, (name, answer.status_code, answer.content)
    assert answer.parsed is not None, (name, answer.content)
    return answer.parsed


def test_a_generated_client_signs_up_scans_and_reads_the_result(fleet, client):
    models = importlib.import_module("flotilla_client.models")
    anyone = client.Client(base_url=fleet.url, timeout=90)
    session = call("auth.sign_up", client=anyone, body=models.SignUpBody(
        email="grace@generated.example", password="correct horse battery staple", company_name="Grace",
        role_arn=Cloud.ROLE))
    school = client.AuthenticatedClient(base_url=fleet.url, token=session.token, timeout=90)
    assert call("me.get_me", client=school).tenant == session.user.account.id
    scan = call("scan.create_scan", client=school, body=models.CreateScanBody.from_dict(
        {"provider": "aws", "services": ["s3"], "regions": ["eu-west-1"]}))
    for run in scan.runs:
        while call("job.get_job", client=school, id=str(run.job_id), prefer="wait=60").finished_at is None:
            pass
    found = call("scan.get_scan", client=school, id=str(scan.id))
    assert found.status == "success" and found.total_resources > 0, found
    page = call("resource.list_resources", client=school, type_=models.ListResourcesType.S3_BUCKET, scan=scan.id)
    assert len(page.items) == found.total_resources
    # A refusal is read as well as an answer.
    job = importlib.import_module("flotilla_client.api.job.get_job").sync(client=anyone, id=str(scan.runs[0].job_id))
    assert isinstance(job, models.Problem) and job.status == 401
