"""The estate of the demonstration: what a middle-sized company could have in AWS.

Built through boto3, so by the calls that anybody would make (but for the past). Every list here is fixed: two starts give the same
estate, only the ids differ.
"""

import datetime
import functools
import json
import math

import boto3
from moto.ec2.models import ec2_backends

ACCOUNT = "123456789012"
ROLE = "flotilla-demo"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/{ROLE}"
FLEET_USER = "flotilla-scanner"
OWNER_USER = "estate-owner"
IMAGE = "ami-12c6146b"

# (region, VPC blocks, instances of each team in each of them)
REGIONS = [
    ("eu-west-1", ["10.10.0.0/16", "10.11.0.0/16"], 14),
    ("eu-west-3", ["10.20.0.0/16"], 12),
    ("us-east-1", ["10.30.0.0/16", "10.31.0.0/16"], 12),
    ("ap-southeast-2", ["10.40.0.0/16"], 4),
]
TYPES = ["t3.micro", "t3.large", "m5.xlarge", "c6i.2xlarge", "r6g.large", "g4dn.xlarge"]
TEAMS = ["web", "data", "platform", "billing", "recherche & développement"]
# Of every seven: running, running, running, stopped, running, terminated, running.
STOPPED, TERMINATED = 3, 5
# The first of each VPC has a public address; where instances run in the network that every account is given; where
# what is stopped was not touched for so many days.
ADDRESSED = 0
DEFAULT_NETWORK = ("us-east-1", 2)
FORGOTTEN = ("eu-west-3", 70)

# (name, region, public by policy, blocked, encryption, versioning)
BUCKETS = [
    ("demo-website", "eu-west-1", True, False, None, True),
    ("demo-shared-downloads", "eu-west-1", True, False, "AES256", False),
    ("demo-was-public-once", "eu-west-3", True, True, None, False),
    ("demo-backups", "eu-west-1", False, True, "aws:kms", True),
    ("demo-invoices", "eu-west-3", False, True, "aws:kms", True),
    ("demo-logs", "us-east-1", False, False, "AES256", False),
    ("demo-scratch", "us-east-1", False, False, None, False),
]

# (identifier, region, engine, version, GiB, public, days of backups, encrypted, who may come in)
DATABASES = [
    ("demo-orders", "eu-west-1", "postgres", "15.4", 200, False, 14, True, "10.0.0.0/8"),
    ("demo-reporting", "eu-west-1", "mysql", "8.0.35", 100, True, 0, False, "0.0.0.0/0"),
    ("demo-sessions", "eu-west-3", "mariadb", "10.11.6", 20, False, 1, False, "10.0.0.0/8"),
    ("demo-archive", "us-east-1", "postgres", "14.10", 500, True, 7, True, "10.0.0.0/8"),
]

SCAN_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "ec2:Describe*",
                "rds:Describe*",
                "rds:ListTagsForResource",
                "s3:List*",
                "s3:Get*",
                "cloudwatch:Get*",
                "cloudwatch:List*",
                # What moto calls CloudWatch.
                "monitoring:Get*",
                "monitoring:List*",
            ],
            "Resource": "*",
        }
    ],
}


@functools.cache
def client(service, region):
    """A client costs a tenth of a second to make."""
    return boto3.client(service, region_name=region)


def trust(condition):
    """The role's trust: the fleet's user, under a condition on the external id."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/{FLEET_USER}"},
                    "Action": "sts:AssumeRole",
                    "Condition": condition,
                }
            ],
        }
    )


def policy(*statements):
    entries = [{"Effect": "Allow", "Action": action, "Resource": resource} for action, resource in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": entries})


def build():
    """Makes everything, and says what there is."""
    identities()
    counts = {"instances": 0, "vpcs": 0}
    for region, blocks, per_block in REGIONS:
        for block in blocks:
            counts["vpcs"] += 1
            counts["instances"] += network(region, block, per_block)
    region, count = DEFAULT_NETWORK
    for index in range(count):
        instance(client("ec2", region), None, "default", index)
    counts["instances"] += count
    forget(*FORGOTTEN)
    for bucket in BUCKETS:
        make_bucket(*bucket)
    for database in DATABASES:
        make_database(*database)
    return counts | {"buckets": len(BUCKETS), "databases": len(DATABASES), "regions": len(REGIONS)}


def identities():
    iam = client("iam", "us-east-1")
    # Until the owner names one external id, a caller has to bring one, whichever it is.
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=trust({"StringLike": {"sts:ExternalId": "*"}}))
    iam.put_role_policy(RoleName=ROLE, PolicyName="scan", PolicyDocument=json.dumps(SCAN_POLICY))
    for user, document in [
        (FLEET_USER, policy(("sts:AssumeRole", "arn:aws:iam::*:role/*"))),
        (OWNER_USER, policy(("iam:UpdateAssumeRolePolicy", "*"))),
    ]:
        iam.create_user(UserName=user)
        iam.put_user_policy(UserName=user, PolicyName=user, PolicyDocument=document)


def network(region, block, count):
    ec2 = client("ec2", region)
    vpc = ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"]
    prefix = block.removesuffix(".0.0/16")
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"{prefix}.{number}.0/24")["Subnet"]["SubnetId"] for number in (1, 2)
    ]
    instances = [instance(ec2, subnets[index % 2], block, index) for index in range(count)]
    for state, change in [(STOPPED, ec2.stop_instances), (TERMINATED, ec2.terminate_instances)]:
        chosen = [name for index, name in enumerate(instances) if index % 7 == state]
        if chosen:
            change(InstanceIds=chosen)
    measure(region, instances[:2])
    return count


def forget(region, days):
    """What is stopped was stopped long ago. No call can do that: it is written into moto itself."""
    then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    for instance in ec2_backends[ACCOUNT][region].all_instances():
        if instance.state == "stopped":
            instance._reason = f"User initiated ({then:%Y-%m-%d %H:%M:%S} GMT)"


def instance(ec2, subnet, block, index):
    tags = {"Name": f"{TEAMS[index % len(TEAMS)].split()[0]}-{index:02}", "team": TEAMS[index % len(TEAMS)], "net": block}
    if index % 3 == 0:
        tags["environment"] = "production"
    if index % 11 == 0:
        tags["note"] = "keep <until> \"2027\" 🚢"
    place = {"SubnetId": subnet} if subnet else {}
    if subnet and index == ADDRESSED:
        place = {"NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": subnet, "AssociatePublicIpAddress": True}]}
    made = ec2.run_instances(
        ImageId=IMAGE,
        InstanceType=TYPES[index % len(TYPES)],
        MinCount=1,
        MaxCount=1,
        **place,
        TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
        ],
    )
    return made["Instances"][0]["InstanceId"]


def measure(region, instances):
    """Two hours of a wavy load, a point each five minutes."""
    cloudwatch = client("cloudwatch", region)
    now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
    for number, name in enumerate(instances):
        data = []
        for step in range(24):
            wave = 1 + math.sin(step / 4 + number)
            for metric, unit, scale in [
                ("CPUUtilization", "Percent", 40),
                ("NetworkIn", "Bytes", 5_000_000),
                ("NetworkOut", "Bytes", 2_000_000),
            ]:
                data.append(
                    {
                        "MetricName": metric,
                        "Dimensions": [{"Name": "InstanceId", "Value": name}],
                        "Timestamp": now - datetime.timedelta(minutes=5 * step),
                        "Value": scale * wave,
                        "Unit": unit,
                    }
                )
        cloudwatch.put_metric_data(Namespace="AWS/EC2", MetricData=data)


def make_bucket(name, region, public, blocked, encryption, versioning):
    s3 = client("s3", region)
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **place)
    if public:
        statement = {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{name}/*",
        }
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    if blocked:
        flags = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={flag: True for flag in flags})
    if encryption:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": encryption}}
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    if versioning:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=name, Key="read/me first.txt", Body=b"demonstration " * 64)


def make_database(identifier, region, engine, version, storage, public, backups, encrypted, guests):
    ec2 = client("ec2", region)
    group = ec2.create_security_group(GroupName=identifier, Description=identifier)["GroupId"]
    port = 5432 if engine == "postgres" else 3306
    permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": guests}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    client("rds", region).create_db_instance(
        DBInstanceIdentifier=identifier,
        DBInstanceClass="db.t3.medium",
        Engine=engine,
        EngineVersion=version,
        AllocatedStorage=storage,
        MasterUsername="demo",
        MasterUserPassword="demo-demo-demo",
        Port=port,
        VpcSecurityGroupIds=[group],
        PubliclyAccessible=public,
        BackupRetentionPeriod=backups,
        StorageEncrypted=encrypted,
    )
