"""moto in a process of its own, with tenants' accounts on request. See MotoServer.swift for the commands."""

import base64
import json
import logging
import os
import sys
import threading
import urllib.request

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "inf"
os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
# In memory, so that nothing is left behind.
os.environ["MOTO_RECORDER_FILEPATH"] = f"/proc/self/fd/{os.memfd_create('recording')}"
for name in ("AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_ENDPOINT_URL"):
    os.environ.pop(name, None)

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "../../PythonHelpers/Scripts"), os.path.join(HERE, "loopback")]

import boto3
import loopback  # noqa: F401
import planted_estate
from botocore.config import Config
from aws_requests import identify
from helper import end_with_parent, say, serve
from moto.ec2.responses import EC2Response
from moto.iam import access_control
from moto.moto_api._internal.recorder.models import Recorder
from moto.s3 import responses as s3_responses
from moto.server import ThreadedMotoServer

OWN_ACCOUNT = "123456789012"
# moto checks some permissions under other names than AWS: put right, so that a tenant's policy means the same here.
s3_responses.ACTION_MAP["BUCKET"]["GET"].update({
    "publicAccessBlock": "GetBucketPublicAccessBlock",
    "encryption": "GetEncryptionConfiguration",
    "ownershipControls": "GetBucketOwnershipControls",
})
PERMISSIONS = {"s3:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock"}
# One reservation each; moto counts those, not instances, when it makes pages.
BATCH = 50
# What the product asks for.
PAGE = 1000
# By account and region: moto takes more than a second to write 300 instances as XML, so that four regions at once would
# be slower than the product's limits.
LISTS = {}


def keep_lists():
    """An answer to DescribeInstances is written once, until anything of EC2 changes there."""
    call, serialize = EC2Response.call_action, EC2Response.serialized

    def call_action(self):
        place = (self.current_account, self.region)
        action = self._get_action()
        # What is being read while something changes goes into a list that the change throws away.
        self.lists = LISTS.setdefault(place, {}) if action == "DescribeInstances" else None
        try:
            return call(self)
        finally:
            if not action.startswith("Describe"):
                LISTS.pop(place, None)

    def serialized(self, result):
        if self.lists is None or isinstance(result.result, Exception):
            return serialize(self, result)
        key = tuple(sorted((name, str(value)) for name, value in self.data.items() if name not in ("Action", "Version")))
        if key not in self.lists:
            self.lists[key] = serialize(self, result)
        status, headers, body = self.lists[key]
        return status, dict(headers), body

    EC2Response.lists = None
    EC2Response.call_action, EC2Response.serialized = call_action, serialized


def name_permissions():
    original = access_control.IAMRequestBase.__init__

    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        action = self._action.replace("monitoring:", "cloudwatch:")
        self._action = PERMISSIONS.get(action, action)

    access_control.IAMRequestBase.__init__ = init


def record_in_turn():
    """Long entries of requests at once would mix in the recording."""
    lock = threading.Lock()
    for name in ("_record_request", "download_recording"):
        setattr(Recorder, name, in_turn(lock, getattr(Recorder, name)))


def in_turn(lock, method):
    def wrapped(*args, **kwargs):
        with lock:
            return method(*args, **kwargs)

    return wrapped


class Environment:
    def __init__(self, url):
        self.url = url

    def client(self, service, region="us-east-1", credentials=None):
        credentials = credentials or {"AccessKeyId": "test", "SecretAccessKey": "test"}
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken"),
            config=Config(
                retries={"max_attempts": 0}, inject_host_prefix=False, s3={"addressing_style": "path"}),
        )

    def post(self, path, body=b"", kind="text/plain"):
        request = urllib.request.Request(self.url + path, data=body, headers={"Content-Type": kind})
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def authenticate(self, on):
        self.post("/moto-api/reset-auth", b"0" if on else b"inf")

    def inside(self, account):
        """Credentials within an account; only while nothing is checked."""
        if account == OWN_ACCOUNT:
            return None
        sts = self.client("sts")
        answer = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/setup", RoleSessionName="setup")
        return answer["Credentials"]

    def worker(self, command):
        self.authenticate(False)
        iam = self.client("iam")
        iam.create_user(UserName="worker")
        actions = ["sts:AssumeRole"] + command.get("actions", [])
        iam.put_user_policy(UserName="worker", PolicyName="worker", PolicyDocument=policy(actions))
        key = iam.create_access_key(UserName="worker")["AccessKey"]
        self.authenticate(True)
        return {"accessKeyID": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"]}

    def role(self, command):
        self.authenticate(False)
        iam = self.client("iam", credentials=self.inside(command["account"]))
        trust = {
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"AWS": f"arn:aws:iam::{OWN_ACCOUNT}:user/worker"},
                "Condition": {"StringEquals": {"sts:ExternalId": command["externalID"]}},
            }],
        }
        answer = iam.create_role(RoleName=command["name"], AssumeRolePolicyDocument=json.dumps(trust))
        document = command["policy"] or (policy(command["actions"]) if command["actions"] else "")
        if document:
            iam.put_role_policy(RoleName=command["name"], PolicyName="scan", PolicyDocument=document)
        self.authenticate(True)
        return {"arn": answer["Role"]["Arn"]}

    def delete_role(self, command):
        self.authenticate(False)
        iam = self.client("iam", credentials=self.inside(command["account"]))
        for name in iam.list_role_policies(RoleName=command["name"])["PolicyNames"]:
            iam.delete_role_policy(RoleName=command["name"], PolicyName=name)
        iam.delete_role(RoleName=command["name"])
        self.authenticate(True)
        return {"arn": ""}

    def instances(self, command):
        """Returns their ids."""
        self.authenticate(False)
        ec2 = self.client("ec2", command["region"], self.inside(command["account"]))
        options = {}
        if command.get("tags"):
            tags = [{"Key": key, "Value": value} for key, value in command["tags"].items()]
            options["TagSpecifications"] = [{"ResourceType": "instance", "Tags": tags}]
        ids = []
        left = command["count"]
        while left > 0:
            answer = ec2.run_instances(
                ImageId="ami-12345678", InstanceType=command.get("type") or "t3.micro",
                MinCount=min(left, BATCH), MaxCount=min(left, BATCH), **options)
            ids += [instance["InstanceId"] for instance in answer["Instances"]]
            left -= BATCH
        if command.get("state") == "stopped":
            ec2.stop_instances(InstanceIds=ids)
        if command.get("state") == "terminated":
            ec2.terminate_instances(InstanceIds=ids)
        # Written now, while nobody's limit runs.
        ec2.describe_instances(MaxResults=PAGE)
        self.authenticate(True)
        return ids

    def aws(self, command):
        """Any operation of boto3, as the owner of the account. Returns its answer as JSON."""
        self.authenticate(False)
        client = self.client(command["service"], command["region"], self.inside(command["account"]))
        answer = getattr(client, command["name"])(**json.loads(command["arguments"]))
        self.authenticate(True)
        answer.pop("ResponseMetadata", None)
        return {"json": json.dumps(answer, default=str)}

    def plant(self, command):
        """Makes one of the estates of planted_estate.py, in the account that it names."""
        self.authenticate(False)
        credentials = self.inside(planted_estate.ACCOUNTS[command["type"]])
        planted_estate.plant(command["type"], lambda service, region: self.client(service, region, credentials))
        self.authenticate(True)
        return True

    def reset(self, command):
        self.authenticate(False)
        self.post("/moto-api/reset")
        LISTS.clear()
        return True

    def record(self, command):
        self.post("/moto-api/recorder/reset-recording")
        self.post("/moto-api/recorder/start-recording")
        return True

    def recorded(self, command):
        self.post("/moto-api/recorder/stop-recording")
        with urllib.request.urlopen(self.url + "/moto-api/recorder/download-recording") as answer:
            lines = answer.read().decode().splitlines()
        calls = []
        for line in lines:
            entry = json.loads(line)
            body = entry.get("body") or ""
            if entry.get("body_encoded"):
                # Long ones of clients that write metrics are compressed.
                body = base64.b64decode(body).decode(errors="replace")
            action, bucket, parameters = identify(entry["url"], body)
            calls.append({
                "method": entry["method"],
                "url": entry["url"],
                "headers": {str(k): str(v) for k, v in dict(entry["headers"]).items()},
                "action": action,
                "bucket": bucket,
                "parameters": parameters,
            })
        return calls


def policy(actions):
    return json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
    })


def start():
    """A moto in this process."""
    name_permissions()
    record_in_turn()
    keep_lists()
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return Environment(f"http://127.0.0.1:{port}")


def main():
    end_with_parent()
    estate = start()
    say({"url": estate.url})
    serve({
        "worker": estate.worker,
        "role": estate.role,
        "delete_role": estate.delete_role,
        "instances": estate.instances,
        "plant": estate.plant,
        "aws": estate.aws,
        "reset": estate.reset,
        "record": estate.record,
        "recorded": estate.recorded,
    })


if __name__ == "__main__":
    main()
