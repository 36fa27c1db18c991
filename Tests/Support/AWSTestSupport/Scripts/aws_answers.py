"""The plain answers of a small account: two instances, a network and a database in each region, and some buckets."""

S3 = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'

SECURITY_GROUP = (
    "<item><groupId>{id}</groupId><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>5432</fromPort>"
    "<toPort>5432</toPort><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/>"
    "</item></ipPermissions></item>"
)


def instance_xml(number, region, account):
    tags = "".join(f"<item><key>k{n}</key><value>value {n} &amp; more</value></item>" for n in range(10))
    return (
        f"<item><reservationId>r-{number}</reservationId><ownerId>{account}</ownerId><groupSet/><instancesSet><item>"
        f"<instanceId>i-{region}-{number:06d}</instanceId><imageId>ami-1</imageId><instanceState><code>16</code>"
        f"<name>running</name></instanceState><instanceType>t3.micro</instanceType>"
        f"<launchTime>2026-11-20T10:00:00.000Z</launchTime><vpcId>vpc-1</vpcId>"
        f"<privateIpAddress>10.0.0.1</privateIpAddress><ipAddress>203.0.113.7</ipAddress>"
        f"<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><status>in-use</status>"
        f"</item></networkInterfaceSet><tagSet>{tags}</tagSet></item></instancesSet></item>"
    )


def instances(count, region, account, token=None, first=0):
    items = "".join(instance_xml(first + n, region, account) for n in range(count))
    next_token = f"<nextToken>{token}</nextToken>" if token else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>id-1</requestId>'
        f"<reservationSet>{items}</reservationSet>{next_token}</DescribeInstancesResponse>"
    )


def buckets(state):
    items = "".join(
        f"<Bucket><Name>{name}</Name><CreationDate>2026-11-20T10:00:00.000Z</CreationDate>"
        + (f"<BucketRegion>{region}</BucketRegion>" if region else "") + "</Bucket>"
        for name, _, region in (entry.partition("@") for entry in state["buckets"]))
    return f"<ListAllMyBucketsResult {S3}><Owner><ID>1</ID></Owner><Buckets>{items}</Buckets></ListAllMyBucketsResult>"


def database(call):
    region = call["region"]
    return (
        "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>"
        f"<DBInstanceIdentifier>db-{region}</DBInstanceIdentifier><Engine>postgres</Engine>"
        "<EngineVersion>16.3</EngineVersion><DBInstanceStatus>available</DBInstanceStatus>"
        "<AllocatedStorage>20</AllocatedStorage><PubliclyAccessible>true</PubliclyAccessible>"
        "<StorageEncrypted>false</StorageEncrypted><BackupRetentionPeriod>7</BackupRetentionPeriod>"
        "<Endpoint><Port>5432</Port></Endpoint><VpcSecurityGroups><VpcSecurityGroupMembership>"
        "<VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status></VpcSecurityGroupMembership>"
        "</VpcSecurityGroups></DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>"
    )


def metric_data(call):
    """One point for each series, the number of its place in the call."""
    ids = [value for name, value in call["parameters"].items() if name.endswith(".Id")]
    members = "".join(
        f"<member><Id>{id}</Id><Label>x</Label><StatusCode>Complete</StatusCode><Timestamps>"
        f"<member>2026-11-20T10:00:00Z</member></Timestamps><Values><member>{id[1:]}.5</member></Values></member>"
        for id in ids)
    return (
        f"<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>{members}</MetricDataResults>"
        "</GetMetricDataResult></GetMetricDataResponse>")


def plain(call, state):
    action = call["action"]
    account = state["account"]
    if action == "AssumeRole":
        state["sessions"] += 1
        number = state["sessions"]
        account = call["parameters"]["RoleArn"].split(":")[4]
        return (
            "<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser>"
            f"<Arn>arn:aws:sts::{account}:assumed-role/scan/flotilla-scan</Arn></AssumedRoleUser><Credentials>"
            f"<AccessKeyId>ASIASESSION{number}</AccessKeyId><SecretAccessKey>secret{number}</SecretAccessKey>"
            f"<SessionToken>token{number}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
            "</AssumeRoleResult></AssumeRoleResponse>"
        )
    if action == "GetCallerIdentity":
        return (
            f"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::{account}:assumed-role/scan/x</Arn>"
            f"<UserId>AROA:x</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        )
    if action == "DescribeRegions":
        items = "".join(f"<item><regionName>{name}</regionName></item>" for name in state["regions"])
        return f"<DescribeRegionsResponse><regionInfo>{items}</regionInfo></DescribeRegionsResponse>"
    if action == "DescribeInstances":
        return instances(2, call["region"], account)
    if action == "DescribeVpcs":
        return (
            "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock>"
            "<isDefault>true</isDefault><state>available</state></item></vpcSet></DescribeVpcsResponse>")
    if action == "DescribeSubnets":
        items = "".join(f"<item><subnetId>subnet-{n}</subnetId><vpcId>vpc-1</vpcId></item>" for n in range(3))
        return f"<DescribeSubnetsResponse><subnetSet>{items}</subnetSet></DescribeSubnetsResponse>"
    if action == "DescribeDBInstances":
        return database(call)
    if action == "DescribeSecurityGroups":
        ids = [value for name, value in call["parameters"].items() if name.startswith("Filter.1.Value.")]
        items = "".join(SECURITY_GROUP.format(id=id) for id in ids)
        return (
            f"<DescribeSecurityGroupsResponse><securityGroupInfo>{items}</securityGroupInfo>"
            "</DescribeSecurityGroupsResponse>")
    if action == "GetMetricData":
        return metric_data(call)
    if action == "ListMetrics":
        return "<ListMetricsResponse><ListMetricsResult><Metrics/></ListMetricsResult></ListMetricsResponse>"
    if action == "ListAllMyBuckets":
        return buckets(state)
    if action == "GetBucketLocation":
        places = dict(entry.partition("@")[::2] for entry in state["places"])
        return f"<LocationConstraint {S3}>{places.get(call['bucket'], '')}</LocationConstraint>"
    if action in ("GetAccountPublicAccessBlock", "GetBucketPublicAccessBlock"):
        return f"<PublicAccessBlockConfiguration {S3}/>"
    if action == "GetBucketPolicyStatus":
        return f"<PolicyStatus {S3}><IsPublic>false</IsPublic></PolicyStatus>"
    if action == "GetBucketAcl":
        return f"<AccessControlPolicy {S3}><Owner/><AccessControlList/></AccessControlPolicy>"
    if action == "GetBucketOwnershipControls":
        return (
            f"<OwnershipControls {S3}><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule>"
            "</OwnershipControls>")
    if action == "GetEncryptionConfiguration":
        return (
            f"<ServerSideEncryptionConfiguration {S3}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256"
            "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>")
    if action == "GetBucketVersioning":
        return f"<VersioningConfiguration {S3}/>"
    return f"<{action}Response/>"
