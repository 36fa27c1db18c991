"""The templates against cfn-lint, checkov and our own checks, each seen to find a fault."""

import json
from pathlib import Path

import checks
import pytest
from templates import AWS, FILES, ORDER, ROOT, load, of_type, run

#: What checkov finds and we mean: the policy, the resource, and why.
ACCEPTED = {
    ("CKV_AWS_260", "AWS::EC2::SecurityGroup.BalancerGroup"): "port 80 answers with a redirect to HTTPS, and nothing else",
    ("CKV_AWS_18", "AWS::S3::Bucket.Logs"): "the bucket of logs does not log into itself",
    ("CKV_AWS_16", "AWS::RDS::DBInstance.Replica"): "a replica is encrypted as what it replicates",
    ("CKV_AWS_157", "AWS::RDS::DBInstance.Replica"): "the one that it replicates is in two zones",
}

#: The same of the manifests, of every resource.
ACCEPTED_IN_KUBERNETES = {
    "CKV_K8S_11": "no limit of CPU: it would throttle what is idle beside free cores; the requests share them out",
    "CKV_K8S_15": "a version's tag is one image for ever (deploy/stages/push), so that none has to be pulled again",
    "CKV_K8S_43": "digests cannot be known before a release is pushed; it is signed by digest",
    "CKV_K8S_40": "PostgreSQL's and Redis's own images have the user 999",
}


def templates() -> dict[str, dict]:
    return {name: load(name) for name in ORDER}


def properties(given: dict, template: str, name: str) -> dict:
    return given[template]["Resources"][name]["Properties"]


def test_these_are_the_templates():
    """Five of the fleet's own, and the role that tenants make, which stays as it was."""
    assert sorted(f.name.split(".")[0] for f in FILES) == sorted(ORDER)
    assert (AWS / "scan-role.cloudformation.json").is_file()


def test_cfn_lint_finds_nothing():
    """Types, properties, values, references, for the region."""
    done = run("cfn-lint", "--regions", "eu-west-3", "--template", *FILES, AWS / "scan-role.cloudformation.json")
    assert done.returncode == 0, done.stdout


def test_cfn_lint_is_at_work(tmp_path: Path):
    """A misspelt property, a reference to nothing and a value that does not exist are refused."""
    text = (AWS / "data.cloudformation.yaml").read_text()
    for old, new, code in (("MultiAZ: true", "MultyAZ: true", "E3002"), ("KMSMasterKeyID: !Ref Key", "KMSMasterKeyID: !Ref Kye", "E1020"),
                           ("Mode: GOVERNANCE", "Mode: GOVERNMENT", "E3030")):
        assert old in text
        file = tmp_path / f"{code}.yaml"
        file.write_text(text.replace(old, new))
    done = run("cfn-lint", "--regions", "eu-west-3", "--template", *tmp_path.glob("*.yaml"))
    assert all(code in done.stdout for code in ("E3002", "E1020", "E3030")), done.stdout


@pytest.mark.parametrize("check", checks.ALL, ids=[c.__name__ for c in checks.ALL])
def test_the_templates_have_nothing_to_complain_of(check):
    """Every check of ours passes."""
    assert check(templates()) == []


FAULTS = [
    (checks.zones, "not in both zones", lambda t: properties(t, "network", "IsolatedSubnetB").update(AvailabilityZone={"Fn::Select": [0, ""]})),
    (checks.zones, "overlaps", lambda t: properties(t, "network", "PublicSubnetB").update(CidrBlock="10.20.0.0/23")),
    (checks.zones, "public address", lambda t: properties(t, "network", "PublicSubnetA").update(MapPublicIpOnLaunch=True)),
    (checks.routes, "has a way out", lambda t: properties(t, "network", "PrivateRouteA").update(RouteTableId={"Ref": "IsolatedRouteTable"})),
    (checks.routes, "by the other zone", lambda t: properties(t, "network", "PrivateRouteB").update(NatGatewayId={"Ref": "NatA"})),
    (checks.routes, "main table", lambda t: t["network"]["Resources"].pop("IsolatedRoutesA")),
    (checks.groups, "everyone reaches", lambda t: properties(t, "network", "DataGroup")["SecurityGroupIngress"][0].update(CidrIp="0.0.0.0/0")),
    (checks.groups, "not from the application", lambda t: properties(t, "network", "DataGroup")["SecurityGroupIngress"][0].update(
        SourceSecurityGroupId={"Ref": "BalancerGroup"})),
    (checks.groups, "reaches something", lambda t: properties(t, "network", "DataGroup").update(SecurityGroupEgress=[{"CidrIp": "0.0.0.0/0"}])),
    (checks.data, "MultiAZ", lambda t: properties(t, "data", "Database").update(MultiAZ=False)),
    (checks.data, "StorageEncrypted", lambda t: properties(t, "data", "Database").pop("StorageEncrypted")),
    (checks.data, "a password", lambda t: properties(t, "data", "Database").update(MasterUserPassword="x")),
    (checks.data, "no replica", lambda t: t["data"]["Resources"].pop("Replica")),
    (checks.data, "drops keys", lambda t: properties(t, "data", "RedisParameters")["Properties"].clear()),
    (checks.data, "TransitEncryptionEnabled", lambda t: properties(t, "data", "Redis").pop("TransitEncryptionEnabled")),
    (checks.data, "not the isolated", lambda t: properties(t, "data", "DatabaseSubnets").update(
        SubnetIds={"Fn::Split": [",", {"Fn::ImportValue": {"Fn::Sub": "${Network}-public"}}]})),
    (checks.data, "goes with its stack", lambda t: t["data"]["Resources"]["Files"].pop("DeletionPolicy")),
    (checks.data, "the role flotilla_owner is there", lambda t: properties(t, "data", "Database").update(MasterUsername="flotilla_owner")),
    (checks.data, "the database flotilla is there", lambda t: properties(t, "data", "Database").update(DBName="flotilla")),
    (checks.buckets, "no versions", lambda t: properties(t, "data", "Logs").pop("VersioningConfiguration")),
    (checks.buckets, "may become public", lambda t: properties(t, "data", "Files")["PublicAccessBlockConfiguration"].popitem()),
    (checks.buckets, "deleted at once", lambda t: properties(t, "data", "Backups").pop("ObjectLockEnabled")),
    (checks.edge, "without TLS", lambda t: properties(t, "edge", "Http").update(DefaultActions=[{"Type": "forward"}])),
    (checks.edge, "no firewall", lambda t: t["edge"]["Resources"].pop("FirewallOfBalancer")),
    (checks.edge, "no limit", lambda t: properties(t, "edge", "Firewall")["Rules"].pop(0)),
    (checks.edge, "are refused by GenericRFI_BODY", lambda t: properties(t, "edge", "Firewall")["Rules"][3]["Statement"][
        "ManagedRuleGroupStatement"]["RuleActionOverrides"].pop(3)),
    (checks.edge, "no log group", lambda t: properties(t, "edge", "FirewallLogging").update(
        LogDestinationConfigs=[{"Fn::GetAtt": ["FirewallLog", "Arn"]}])),
    (checks.cluster, "another version", lambda t: properties(t, "cluster", "Cluster").update(Version="1.30")),
    (checks.cluster, "do not find the GPUs", lambda t: properties(t, "cluster", "GpuNodes")["Labels"].clear()),
    (checks.cluster, "the node's identity", lambda t: properties(t, "cluster", "NodeTemplate")["LaunchTemplateData"].pop("MetadataOptions")),
    (checks.cluster, "there is no account", lambda t: properties(t, "cluster", "ScanIdentity").update(ServiceAccount="scanner")),
    (checks.cluster, "may do anything", lambda t: properties(t, "cluster", "ScanRole")["Policies"][0]["PolicyDocument"]["Statement"][0].update(Action="sts:*")),
    (checks.cluster, "who spoke to whom", lambda t: t["cluster"]["Resources"].pop("NetworkFlows")),
    (checks.cluster, "tags its sessions", lambda t: properties(t, "cluster", "ScanIdentity").pop("DisableSessionTags")),
    (checks.cluster, "may do anything", lambda t: properties(t, "cluster", "NodesRole")["Policies"][1]["PolicyDocument"]["Statement"][0].pop("Condition")),
    (checks.cluster, "enforces NetworkPolicies", lambda t: properties(t, "cluster", "NetworkPlugin").pop("ConfigurationValues")),
    (checks.cluster, "stays as it is", lambda t: properties(t, "cluster", "NetworkPlugin").pop("ResolveConflicts")),
    (checks.cluster, "the volumes of postgres.yaml", lambda t: t["cluster"]["Resources"].pop("Volumes")),
    (checks.cluster, "what pods use", lambda t: t["cluster"]["Resources"].pop("Figures")),
    (checks.alarms, "CloudWatch may not use", lambda t: properties(t, "data", "Key")["KeyPolicy"]["Statement"].pop(2)),
    (checks.alarms, "its end is not", lambda t: properties(t, "alarms", "DatabaseDisk").pop("OKActions")),
    (checks.alarms, "silence", lambda t: properties(t, "alarms", "ReplicaLag").update(TreatMissingData="ignore")),
    (checks.stacks, "exports no", lambda t: t["network"]["Outputs"].pop("DataGroup")),
    (checks.manifests, "its data elsewhere", lambda t: properties(t, "network", "IsolatedSubnetA").update(CidrBlock="10.20.210.0/24")),
    (checks.manifests, "other connections", lambda t: t["data"]["Parameters"]["MaxConnections"].update(Default=100)),
    (checks.manifests, "other proxies", lambda t: properties(t, "network", "Vpc").update(CidrBlock="10.30.0.0/16")),
]


@pytest.mark.parametrize(("check", "word", "break_it"), FAULTS, ids=[f"{c.__name__}: {w}" for c, w, _ in FAULTS])
def test_a_fault_is_found(check, word: str, break_it):
    """With one thing broken, the check that is meant for it complains, and of that."""
    broken = templates()
    break_it(broken)
    assert any(word in complaint for complaint in check(broken)), check(broken)


def test_no_check_is_without_a_fault():
    """A check that was never seen to fail would prove nothing."""
    assert {check for check, *_ in FAULTS} == set(checks.ALL)


def policies(folder: Path, framework: str) -> dict[str, set[str]]:
    """What checkov's policies find in a folder, by id: the resources. No look-up outside."""
    done = run("checkov", "--skip-download", "--compact", "--quiet", "--output", "json", "--framework", framework, "--directory", folder)
    report = json.loads(done.stdout)
    assert report["summary"]["passed"] > 0, done.stdout
    found: dict[str, set[str]] = {}
    for check in report["results"]["failed_checks"]:
        found.setdefault(check["check_id"], set()).add(check["resource"])
    return found


def test_checkov_finds_nothing_that_is_not_accepted(tmp_path: Path):
    """Its policies of CloudFormation, and a bucket in the open that shows that they are at work."""
    for name in ORDER:
        (tmp_path / f"{name}.yaml").write_text((AWS / f"{name}.cloudformation.yaml").read_text())
    broken = load("data")
    broken["Resources"] = {"Open": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}}
    broken.pop("Outputs")
    (tmp_path / "open.json").write_text(json.dumps(broken))
    found = policies(tmp_path, "cloudformation")
    assert "AWS::S3::Bucket.Open" in found.pop("CKV_AWS_20")
    left = {(policy, resource) for policy, resources in found.items() for resource in resources}
    assert {found for found in left if not found[1].endswith(".Open")} == set(ACCEPTED)
    assert of_type(broken, "AWS::S3::Bucket")


def test_checkov_finds_nothing_in_the_manifests_that_is_not_accepted(tmp_path: Path):
    """Its policies of Kubernetes on both overlays, and a pod in the open that shows that they are at work."""
    for place in ("staging", "production"):
        done = run("kubectl", "kustomize", ROOT / "k8s/overlays" / place)
        assert done.returncode == 0, done.stderr
        (tmp_path / f"{place}.yaml").write_text(done.stdout)
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "open", "namespace": "x"}, "spec": {
        "hostNetwork": True, "containers": [{"name": "c", "image": "x:1", "securityContext": {"privileged": True}}]}}
    (tmp_path / "open.json").write_text(json.dumps(pod))
    found = policies(tmp_path, "kubernetes")
    assert {"CKV_K8S_16", "CKV_K8S_19"} <= {policy for policy, resources in found.items() if "Pod.x.open" in resources}
    left = {policy for policy, resources in found.items() if resources - {"Pod.x.open"}}
    assert left == set(ACCEPTED_IN_KUBERNETES)
