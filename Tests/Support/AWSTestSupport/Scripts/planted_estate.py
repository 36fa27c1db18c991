"""An estate with faults of every kind that Flotilla, Prowler or Cloud Custodian speak of, for comparing what they say.

Planted through boto3 by the tests (MotoServer.plant) and by second_opinion.py, so all look at the same. What has a
random id (instances, networks) has a name instead: `names` tells which is which.
"""

import datetime
import json

from moto.ec2.models import ec2_backends

ACCOUNTS = {"open": "111122223333", "blocked": "222233334444", "split": "333344445555"}
# What the account itself blocks for all of its buckets.
ACCOUNT_BLOCKS = {
    "open": [],
    "blocked": ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"],
    "split": ["BlockPublicAcls", "IgnorePublicAcls"],
}
REGIONS = ["eu-west-1", "us-east-1"]
ALL = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
ANYBODY = "http://acs.amazonaws.com/groups/global/AllUsers"
ANY_CUSTOMER = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
ENDPOINT = "vpce-0a1b2c3d4e5f60718"
STOPPED_DAYS = 45

# (name, region, what is set: acl, policy, narrowed, block, sse, versioning)
BUCKETS = {
    "open": [
        ("acl-anybody", "eu-west-1", {"acl": ANYBODY, "sse": "AES256", "versioning": "Enabled"}),
        ("acl-any-customer", "us-east-1", {"acl": ANY_CUSTOMER, "sse": "AES256", "versioning": "Enabled"}),
        ("acl-ignored", "eu-west-1", {"acl": ANYBODY, "block": ALL, "sse": "AES256", "versioning": "Enabled"}),
        ("policy-anybody", "eu-west-1", {"policy": True, "sse": "AES256", "versioning": "Enabled"}),
        ("policy-narrowed", "eu-west-1", {"policy": True, "narrowed": True, "sse": "AES256", "versioning": "Enabled"}),
        ("policy-restricted", "us-east-1", {"policy": True, "block": ALL, "sse": "AES256", "versioning": "Enabled"}),
        # These flags refuse new policies and grants; the ones that are there go on.
        (
            "policy-blocked-too-late",
            "eu-west-1",
            {"policy": True, "block": ["BlockPublicAcls", "BlockPublicPolicy"], "sse": "AES256", "versioning": "Enabled"},
        ),
        ("public-in-clear", "eu-west-1", {"policy": True, "versioning": "Enabled"}),
        ("in-clear", "us-east-1", {"block": ALL, "versioning": "Enabled"}),
        ("with-a-key", "eu-west-1", {"block": ALL, "sse": "aws:kms", "versioning": "Enabled"}),
        ("never-versioned", "eu-west-1", {"block": ALL, "sse": "AES256"}),
        ("no-longer-versioned", "us-east-1", {"block": ALL, "sse": "AES256", "versioning": "Suspended"}),
    ],
    "blocked": [
        ("acl-under-the-account", "eu-west-1", {"acl": ANYBODY, "sse": "AES256", "versioning": "Enabled"}),
        ("policy-under-the-account", "us-east-1", {"policy": True, "sse": "AES256", "versioning": "Enabled"}),
    ],
    # Neither block is whole: the account ignores grants, the bucket restricts policies.
    "split": [
        (
            "blocked-by-both",
            "eu-west-1",
            {"acl": ANYBODY, "policy": True, "block": ["RestrictPublicBuckets"], "sse": "AES256", "versioning": "Enabled"},
        ),
        ("policy-beside-the-account", "eu-west-1", {"policy": True, "sse": "AES256", "versioning": "Enabled"}),
    ],
}

# (name, public address, security group, encrypted, days of backups)
DATABASES = [
    ("public-and-open", True, "open", True, 7),
    ("public-and-open-by-ipv6", True, "open6", True, 7),
    ("public-and-closed", True, "closed", True, 7),
    ("public-and-open-elsewhere", True, "elsewhere", True, 7),
    ("private-and-open", False, "open", True, 7),
    ("without-backups", False, "closed", True, 0),
    ("database-in-clear", False, "closed", False, 7),
]
POSTGRES = 5432
# Who may come in: (port, IPv4 or IPv6 block)
GROUPS = {
    "open": (POSTGRES, "0.0.0.0/0"),
    "open6": (POSTGRES, "::/0"),
    "closed": (POSTGRES, "10.0.0.0/8"),
    "elsewhere": (443, "0.0.0.0/0"),
}

# (name, whether in the default network, public address, state)
INSTANCES = [
    ("at-an-address", False, True, "running"),
    ("without-address", False, False, "running"),
    ("in-the-default-network", True, True, "running"),
    ("stopped-long-ago", False, False, "stopped long"),
    ("stopped-today", False, False, "stopped"),
    ("terminated", False, True, "terminated"),
]


def plant(kind, client):
    """Makes the estate of one of ACCOUNTS. `client(service, region)` acts in that account, in this process's moto."""
    for bucket in BUCKETS[kind]:
        plant_bucket(client, kind, *bucket)
    flags = ACCOUNT_BLOCKS[kind]
    if flags:
        client("s3control", "us-east-1").put_public_access_block(
            AccountId=ACCOUNTS[kind], PublicAccessBlockConfiguration={flag: flag in flags for flag in ALL}
        )
    if kind == "open":
        vpc, groups = plant_network(client)
        plant_instances(client, vpc)
        for database in DATABASES:
            plant_database(client, groups, *database)


def plant_bucket(client, kind, name, region, settings):
    s3 = client("s3", region)
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **place)
    if "acl" in settings:
        owner = s3.get_bucket_acl(Bucket=name)["Owner"]
        everybody = {"Grantee": {"Type": "Group", "URI": settings["acl"]}, "Permission": "READ"}
        s3.put_bucket_acl(Bucket=name, AccessControlPolicy={"Owner": owner, "Grants": [everybody]})
    if settings.get("policy"):
        statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
        if settings.get("narrowed"):
            statement["Condition"] = {"StringEquals": {"aws:SourceVpce": ENDPOINT}}
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    if "block" in settings:
        flags = {flag: flag in settings["block"] for flag in ALL}
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=flags)
    if "sse" in settings:
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": settings["sse"]}}
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    if "versioning" in settings:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": settings["versioning"]})


def plant_network(client):
    ec2 = client("ec2", "eu-west-1")
    vpc = ec2.create_vpc(CidrBlock="10.10.0.0/16")["Vpc"]["VpcId"]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Name", "Value": "own-network"}])
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"][0]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.10.{number}.0/24", AvailabilityZone=f"eu-west-1{zone}")["Subnet"]
        for number, zone in enumerate("ab")
    ]
    client("rds", "eu-west-1").create_db_subnet_group(
        DBSubnetGroupName="databases",
        DBSubnetGroupDescription="databases",
        SubnetIds=[subnet["SubnetId"] for subnet in subnets],
    )
    groups = {}
    for name, (port, block) in GROUPS.items():
        groups[name] = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
        ranges = {"Ipv6Ranges": [{"CidrIpv6": block}]} if ":" in block else {"IpRanges": [{"CidrIp": block}]}
        permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **ranges}
        ec2.authorize_security_group_ingress(GroupId=groups[name], IpPermissions=[permission])
    return subnets[0]["SubnetId"], groups


def plant_instances(client, subnet):
    ec2 = client("ec2", "eu-west-1")
    for name, is_default, has_address, state in INSTANCES:
        tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}]
        card = {"DeviceIndex": 0, "SubnetId": subnet, "AssociatePublicIpAddress": has_address}
        place = {} if is_default else {"NetworkInterfaces": [card]}
        made = ec2.run_instances(
            ImageId="ami-12345678", InstanceType="t3.micro", MinCount=1, MaxCount=1, TagSpecifications=tags, **place
        )
        ids = [made["Instances"][0]["InstanceId"]]
        if state.startswith("stopped"):
            ec2.stop_instances(InstanceIds=ids)
        if state == "stopped long":
            backdate(ids[0])
        if state == "terminated":
            ec2.terminate_instances(InstanceIds=ids)


def backdate(identifier):
    """No call can stop an instance in the past."""
    then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=STOPPED_DAYS)
    for regions in ec2_backends.values():
        for backend in regions.values():
            for instance in backend.all_instances():
                if instance.id == identifier:
                    instance._reason = f"User initiated ({then:%Y-%m-%d %H:%M:%S} GMT)"


def plant_database(client, groups, name, is_public, group, is_encrypted, backups):
    client("rds", "eu-west-1").create_db_instance(
        DBInstanceIdentifier=name,
        DBInstanceClass="db.t3.medium",
        Engine="postgres",
        EngineVersion="15.4",
        AllocatedStorage=20,
        MasterUsername="planted",
        MasterUserPassword="planted-planted",
        Port=POSTGRES,
        DBSubnetGroupName="databases",
        VpcSecurityGroupIds=[groups[group]],
        PubliclyAccessible=is_public,
        StorageEncrypted=is_encrypted,
        BackupRetentionPeriod=backups,
    )


def names(client):
    """The name of everything that has a random id: instances by their tag, networks by it or their region."""
    found = {}
    for region in REGIONS:
        ec2 = client("ec2", region)
        for reservation in ec2.describe_instances()["Reservations"]:
            for instance in reservation["Instances"]:
                found[instance["InstanceId"]] = tag(instance) or instance["InstanceId"]
        for vpc in ec2.describe_vpcs()["Vpcs"]:
            found[vpc["VpcId"]] = tag(vpc) or f"default-{region}"
    return found


def tag(thing):
    return next((tag["Value"] for tag in thing.get("Tags", []) if tag["Key"] == "Name"), None)
