"""The templates, made by moto: what it knows of AWS accepts them, and what is there is what was meant. EKS's pools, WAF and SES are
beyond it: those are linted alone."""

import os

import boto3
import pytest
from moto import mock_aws
from templates import load, of_type, text

REGION = "eu-west-3"


#: Outputs of what moto does not model: the secret that RDS itself makes, and addresses.
BEYOND_MOTO = ("DatabaseMasterSecret", "RedisAddress")


def template(name: str) -> str:
    given = load(name)
    for output in BEYOND_MOTO:
        given["Outputs"].pop(output, None)
    for resource in of_type(given, "AWS::RDS::DBInstance").values():
        # It takes parameter groups by name alone, where CloudFormation takes references.
        resource.pop("DBParameterGroupName", None)
    return text(given)


@pytest.fixture(scope="module")
def made():
    """Both stacks, in an account that exists in this process alone."""
    kept = dict(os.environ)
    os.environ |= {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": REGION}
    with mock_aws():
        clouds = boto3.client("cloudformation", REGION)
        for name in ("network", "data"):
            clouds.create_stack(StackName=f"flotilla-{name}", TemplateBody=template(name),
                                Capabilities=["CAPABILITY_IAM"])
            state = clouds.describe_stacks(StackName=f"flotilla-{name}")["Stacks"][0]
            assert state["StackStatus"] == "CREATE_COMPLETE", state
        yield {o["OutputKey"]: o["OutputValue"] for s in clouds.describe_stacks()["Stacks"] for o in s.get("Outputs", [])}
    os.environ.clear()
    os.environ.update(kept)


def subnets(made: dict, tier: str) -> list[dict]:
    ec2 = boto3.client("ec2", REGION)
    return ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [made["Vpc"]]}, {"Name": "tag:tier", "Values": [tier]}])["Subnets"]


def test_each_tier_is_in_two_zones(made):
    """Two subnets each, in different zones."""
    for tier in ("public", "private", "isolated"):
        assert len({subnet["AvailabilityZone"] for subnet in subnets(made, tier)}) == 2, tier


def test_the_isolated_subnets_have_no_way_out(made):
    """Their route table holds the network's own route; the private ones a NAT each. (moto makes no associations of tables with
    subnets: the check `routes` holds those.)"""
    ec2, clouds = boto3.client("ec2", REGION), boto3.client("cloudformation", REGION)

    def target(table: str) -> str | None:
        resource = clouds.describe_stack_resource(StackName="flotilla-network", LogicalResourceId=table)["StackResourceDetail"]
        routes = ec2.describe_route_tables(RouteTableIds=[resource["PhysicalResourceId"]])["RouteTables"][0]["Routes"]
        out = [r for r in routes if r.get("DestinationCidrBlock") == "0.0.0.0/0"]
        return out[0].get("GatewayId") or out[0]["NatGatewayId"] if out else None

    assert target("IsolatedRouteTable") is None
    first, second = target("PrivateRouteTableA"), target("PrivateRouteTableB")
    assert first.startswith("nat-") and second.startswith("nat-") and first != second
    assert target("PublicRouteTable").startswith("igw-")


def test_the_data_hears_the_application_alone(made):
    """Two rules, both from the application's group."""
    ec2 = boto3.client("ec2", REGION)
    group = ec2.describe_security_groups(GroupIds=[made["DataGroup"]])["SecurityGroups"][0]
    assert sorted(rule["FromPort"] for rule in group["IpPermissions"]) == [5432, 6379]
    assert all([p["GroupId"] for p in rule["UserIdGroupPairs"]] == [made["ApplicationGroup"]] and not rule["IpRanges"]
               for rule in group["IpPermissions"])


def test_postgresql_is_in_two_zones_and_encrypted(made):
    """With a replica; not public; in the isolated subnets."""
    rds = boto3.client("rds", REGION)
    instances = {i["DBInstanceIdentifier"]: i for i in rds.describe_db_instances()["DBInstances"]}
    primary = instances[made["Database"]]
    assert primary["MultiAZ"] and primary["StorageEncrypted"] and not primary["PubliclyAccessible"]
    assert primary["ReadReplicaDBInstanceIdentifiers"] == [made["Replica"]]
    assert {s["SubnetIdentifier"] for s in primary["DBSubnetGroup"]["Subnets"]} == {s["SubnetId"] for s in subnets(made, "isolated")}


@pytest.mark.parametrize("name", ["Files", "Backups", "Logs"])
def test_buckets_are_encrypted(made, name: str):
    """Each of the three. (moto leaves out their versions and what closes them: the check `buckets` holds those.)"""
    s3 = boto3.client("s3", REGION)
    rule = s3.get_bucket_encryption(Bucket=made[name])["ServerSideEncryptionConfiguration"]["Rules"][0]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == ("AES256" if name == "Logs" else "aws:kms")
