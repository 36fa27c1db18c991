"""What Prowler and Cloud Custodian say of the planted estate, as JSON, one verdict a line.

    second_opinion.py --prowler VENV --custodian VENV [--endpoint URL] OUT

The endpoint is a moto in which the estate is planted already (MotoServer does that); without it this starts and plants
one. Runs in a Python with moto; each tool is in a virtual environment of its own, with what its file in
Scripts/requirements pins. `Scripts/opinions.sh` does it all.
"""

import argparse
import csv
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import moto_estate
import planted_estate

# Seconds for one tool over one account.
LIMIT = 600
# Flotilla's rule: Prowler's check of the same. A rule that is not here has no check there.
PROWLER = {
    "s3_bucket_public": "s3_bucket_public_access",
    "s3_bucket_unencrypted": "s3_bucket_default_encryption",
    "s3_bucket_unversioned": "s3_bucket_object_versioning",
    "rds_instance_reachable": "rds_instance_no_public_access",
    "rds_instance_without_backups": "rds_instance_backup_enabled",
    "rds_instance_unencrypted": "rds_instance_storage_encrypted",
    "ec2_instance_public_address": "ec2_instance_public_ip",
    "ec2_instance_stopped_long": "ec2_instance_stopped_older_than_specific_days",
}
OPEN_TO_ALL = {
    "or": [
        {
            "and": [
                {"type": "global-grants", "allow_website": False},
                {"not": [{"type": "check-public-block", "IgnorePublicAcls": True}]},
            ]
        },
        {
            "and": [
                {"type": "cross-account", "everyone_only": True},
                {"not": [{"type": "check-public-block", "RestrictPublicBuckets": True}]},
            ]
        },
    ]
}
IN_CLEAR = {"type": "bucket-encryption", "state": False}


def lets_in(ranges, everybody):
    """Security groups that open the database's port."""
    port = planted_estate.POSTGRES
    key = f"IpPermissions[?FromPort<=`{port}` && ToPort>=`{port}`].{ranges}"
    return {"type": "security-group", "key": key, "op": "contains", "value": everybody}


# Flotilla's rule: Custodian's resource, filters that find what breaks it, and the key of who breaks it.
CUSTODIAN = {
    "s3_bucket_public": ("s3", [OPEN_TO_ALL], "Name"),
    "s3_bucket_unencrypted": ("s3", [IN_CLEAR], "Name"),
    "s3_bucket_public_unencrypted": ("s3", [OPEN_TO_ALL, IN_CLEAR], "Name"),
    "s3_bucket_unversioned": ("s3", [{"not": [{"Versioning.Status": "Enabled"}]}], "Name"),
    "rds_instance_public": ("rds", [{"PubliclyAccessible": True}], "DBInstanceIdentifier"),
    "rds_instance_reachable": (
        "rds",
        [
            {"PubliclyAccessible": True},
            {"or": [lets_in("IpRanges[].CidrIp", "0.0.0.0/0"), lets_in("Ipv6Ranges[].CidrIpv6", "::/0")]},
        ],
        "DBInstanceIdentifier",
    ),
    "rds_instance_without_backups": ("rds", [{"BackupRetentionPeriod": 0}], "DBInstanceIdentifier"),
    "rds_instance_unencrypted": ("rds", [{"StorageEncrypted": False}], "DBInstanceIdentifier"),
    "ec2_instance_public_address": ("ec2", [{"PublicIpAddress": "present"}], "InstanceId"),
    "ec2_instance_stopped_long": (
        "ec2",
        [{"State.Name": "stopped"}, {"type": "state-age", "op": "ge", "days": 30}],
        "InstanceId",
    ),
    "vpc_default_in_use": ("ec2", ["default-vpc", {"not": [{"State.Name": "terminated"}]}], "VpcId"),
}
# What Custodian looks at: everything of a kind, whether it breaks a rule or not.
SEEN = {"s3": "Name", "rds": "DBInstanceIdentifier", "ec2": "InstanceId", "vpc": "VpcId"}


def environment(endpoint, credentials, home):
    """Nothing of the caller's own reaches the tools: no account, no file of settings."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": home,
        "NO_PROXY": "127.0.0.1,localhost",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        "AWS_SESSION_TOKEN": credentials["SessionToken"],
        "AWS_DEFAULT_REGION": planted_estate.REGIONS[0],
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONPATH": str(pathlib.Path(__file__).resolve().parent / "loopback"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run(words, env, folder, good):
    """Returns the seconds that it took."""
    start = time.monotonic()
    done = subprocess.run(
        words, env=env, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LIMIT)
    if done.returncode not in good:
        sys.exit(f"{words[0]} ended as {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return time.monotonic() - start


def prowler(venv, env, folder, kind, buckets):
    checks = [check for rule, check in PROWLER.items() if kind == "open" or rule.startswith("s3_")]
    seconds = run(
        [f"{venv}/bin/prowler", "aws", "--checks", *checks, "-f", *planted_estate.REGIONS, "-M", "csv", "-o", folder,
         "-F", "said", "--no-banner", "--no-color"],
        env, folder, good=(0, 3))
    rules = {check: rule for rule, check in PROWLER.items()}
    said = []
    with open(f"{folder}/said.csv", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            rule, is_met = rules[row["CHECK_ID"]], {"PASS": False, "FAIL": True}[row["STATUS"]]
            name = row["RESOURCE_UID"].replace("/", ":").split(":")[-1]
            if name in (planted_estate.ACCOUNTS[kind], "account"):
                # One word for the account stands for all of its buckets.
                said += [(rule, bucket, is_met) for bucket in buckets]
            else:
                said.append((rule, name, is_met))
    return said, seconds


def custodian(venv, env, folder):
    policies = [{"name": f"seen-{kind}", "resource": f"aws.{kind}"} for kind in SEEN]
    for rule, (kind, filters, _) in CUSTODIAN.items():
        policies.append({"name": rule.replace("_", "-"), "resource": f"aws.{kind}", "filters": filters})
    pathlib.Path(folder, "policies.json").write_text(json.dumps({"policies": policies}))
    regions = [word for region in planted_estate.REGIONS for word in ("-r", region)]
    seconds = run(
        [f"{venv}/bin/custodian", "run", "--cache-period", "0", *regions, "-s", f"{folder}/said", "policies.json"],
        env, folder, good=(0,))

    def found(policy, key):
        files = pathlib.Path(folder, "said").rglob(f"{policy}/resources.json")
        return {resource[key] for file in files for resource in json.loads(file.read_text())}

    seen = {kind: found(f"seen-{kind}", key) for kind, key in SEEN.items()}
    said = []
    for rule, (kind, _, key) in CUSTODIAN.items():
        broken = found(rule.replace("_", "-"), key)
        said += [(rule, name, name in broken) for name in seen["vpc" if key == "VpcId" else kind]]
    return said, seconds


def version(venv, package):
    code = f"import importlib.metadata as m; print(m.version('{package}'))"
    return subprocess.run([f"{venv}/bin/python", "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def opinions(estate, venvs):
    verdicts, seconds = [], {}
    estate.authenticate(False)
    for kind, account in planted_estate.ACCOUNTS.items():
        credentials = estate.inside(account)

        def client(service, region):
            return estate.client(service, region, credentials)

        names = planted_estate.names(client)
        buckets = [bucket["Name"] for bucket in client("s3", "us-east-1").list_buckets()["Buckets"]]
        for tool in venvs:
            with tempfile.TemporaryDirectory() as folder:
                env = environment(estate.url, credentials, folder)
                if tool == "prowler":
                    said, took = prowler(venvs[tool], env, folder, kind, buckets)
                else:
                    said, took = custodian(venvs[tool], env, folder)
            seconds[f"{tool}.{kind}"] = round(took, 2)
            verdicts += [
                {"account": kind, "rule": rule, "resource": names.get(name, name), "tool": tool, "is_met": is_met}
                for rule, name, is_met in said
            ]
    verdicts.sort(key=lambda verdict: [str(value) for value in verdict.values()])
    return verdicts, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--prowler", "--custodian"):
        parser.add_argument(name, required=True, metavar="VENV")
    parser.add_argument("--endpoint")
    parser.add_argument("out")
    options = parser.parse_args()
    if options.endpoint:
        estate = moto_estate.Environment(options.endpoint)
    else:
        estate = moto_estate.start()
        for kind in planted_estate.ACCOUNTS:
            estate.plant({"type": kind})
    venvs = {"prowler": os.path.abspath(options.prowler), "custodian": os.path.abspath(options.custodian)}
    verdicts, seconds = opinions(estate, venvs)
    lines = ",\n".join("    " + json.dumps(verdict) for verdict in verdicts)
    head = {
        "made": datetime.date.today().isoformat(),
        "versions": {"prowler": version(venvs["prowler"], "prowler"), "custodian": version(venvs["custodian"], "c7n")},
        "seconds": seconds,
    }
    with open(options.out, "w") as file:
        file.write(json.dumps(head, indent=2)[:-2] + ',\n  "verdicts": [\n' + lines + "\n  ]\n}\n")


main()
