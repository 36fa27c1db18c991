"""What the two zones must be like. Every function takes the templates by name and returns complaints."""

import ipaddress
import re

import yaml
from templates import ORDER, ROOT, exports, imported, imports, of_type, ref

Templates = dict[str, dict]

#: Rules of AWSManagedRulesCommonRuleSet that read bodies: documents, messages of people, addresses of webhooks.
BODIES = {"SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY", "GenericRFI_BODY", "EC2MetaDataSSRF_BODY"}


def _cidr(value, prefix: str = "10.20") -> ipaddress.IPv4Network:
    return ipaddress.ip_network(value["Fn::Sub"].replace("${Prefix}", prefix) if isinstance(value, dict) else value)


def zones(templates: Templates) -> list[str]:
    """Each tier in both zones; addresses that do not overlap."""
    found, subnets = [], of_type(templates["network"], "AWS::EC2::Subnet")
    for tier in ("public", "private", "isolated"):
        own = [s for s in subnets.values() if {"Key": "tier", "Value": tier} in s["Tags"]]
        if {s["AvailabilityZone"]["Fn::Select"][0] for s in own} != {0, 1}:
            found.append(f"{tier}: not in both zones")
        if any(s.get("MapPublicIpOnLaunch") for s in own):
            found.append(f"{tier}: what starts there has a public address")
    networks = [_cidr(s["CidrBlock"]) for s in subnets.values()]
    found += [f"{a} overlaps {b}" for i, a in enumerate(networks) for b in networks[i + 1:] if a.overlaps(b)]
    return found


def routes(templates: Templates) -> list[str]:
    """Public by the internet gateway, private by the NAT of its own zone, isolated by nothing."""
    found, network = [], templates["network"]
    subnets, tables = of_type(network, "AWS::EC2::Subnet"), {}
    for association in of_type(network, "AWS::EC2::SubnetRouteTableAssociation").values():
        tables[ref(association["SubnetId"])] = ref(association["RouteTableId"])
    gateways = of_type(network, "AWS::EC2::NatGateway")
    for name, subnet in subnets.items():
        tier = next(t["Value"] for t in subnet["Tags"] if t["Key"] == "tier")
        out = [r for r in of_type(network, "AWS::EC2::Route").values() if ref(r["RouteTableId"]) == tables.get(name)]
        if name not in tables:
            found.append(f"{name}: has the network's main table")
        if tier == "isolated" and out:
            found.append(f"{name}: has a way out")
        if tier == "public" and not any("GatewayId" in r for r in out):
            found.append(f"{name}: no internet gateway")
        if tier == "private":
            nats = [ref(r.get("NatGatewayId")) for r in out]
            if len(nats) != 1 or nats[0] is None:
                found.append(f"{name}: no NAT")
            elif name[-1] != ref(gateways[nats[0]]["SubnetId"])[-1]:
                found.append(f"{name}: goes out by the other zone")
    return found


def groups(templates: Templates) -> list[str]:
    """Balancer to application to data, and nothing beside it."""
    found, given = [], of_type(templates["network"], "AWS::EC2::SecurityGroup")
    for name, group in given.items():
        for rule in group["SecurityGroupIngress"]:
            open_to_all = rule.get("CidrIp") == "0.0.0.0/0"
            if open_to_all and (name != "BalancerGroup" or rule["FromPort"] not in (80, 443)):
                found.append(f"{name}: everyone reaches port {rule['FromPort']}")
    if {ref(r.get("SourceSecurityGroupId")) for r in given["ApplicationGroup"]["SecurityGroupIngress"]} != {"BalancerGroup"}:
        found.append("ApplicationGroup: not from the balancer alone")
    data = given["DataGroup"]
    if {ref(r.get("SourceSecurityGroupId")) for r in data["SecurityGroupIngress"]} != {"ApplicationGroup"}:
        found.append("DataGroup: not from the application alone")
    if {r["FromPort"] for r in data["SecurityGroupIngress"]} != {5432, 6379}:
        found.append("DataGroup: other ports than those of PostgreSQL and Redis")
    if [r.get("CidrIp") for r in data["SecurityGroupEgress"]] != ["127.0.0.1/32"]:
        found.append("DataGroup: reaches something")
    return found


def data(templates: Templates) -> list[str]:
    """PostgreSQL and Redis over both zones, in the isolated subnets, encrypted, kept, with passwords that stand nowhere."""
    found, given = [], templates["data"]
    instances = of_type(given, "AWS::RDS::DBInstance")
    primary = instances["Database"]
    wanted = {"MultiAZ": True, "StorageEncrypted": True, "PubliclyAccessible": False, "DeletionProtection": True,
              "ManageMasterUserPassword": True}
    found += [f"Database: {key} is {primary.get(key)}" for key, value in wanted.items() if primary.get(key) is not value]
    if primary.get("BackupRetentionPeriod", 0) < 7:
        found.append("Database: backups of less than a week")
    if "MasterUserPassword" in primary:
        found.append("Database: a password in the template")
    if ref(instances.get("Replica", {}).get("SourceDBInstanceIdentifier")) != "Database":
        found.append("Database: no replica")
    parameters = of_type(given, "AWS::RDS::DBParameterGroup")["DatabaseParameters"]["Parameters"]
    if parameters.get("rds.force_ssl") != "1" or parameters.get("synchronous_commit") != "on":
        found.append("Database: takes connections without TLS, or commits before both zones have them")
    # What the page has its reader make must not be there already: the statement would fail, or the owner be the master.
    page = (ROOT / "docs/kubernetes.md").read_text()
    for kind, name in (("role", primary["MasterUsername"]), ("database", primary.get("DBName"))):
        if re.search(rf"^create {kind} {name}\b", page, re.MULTILINE):
            found.append(f"Database: the {kind} {name} is there before docs/kubernetes.md makes it")
    redis = of_type(given, "AWS::ElastiCache::ReplicationGroup")["Redis"]
    for key in ("AutomaticFailoverEnabled", "MultiAZEnabled", "AtRestEncryptionEnabled", "TransitEncryptionEnabled"):
        if redis.get(key) is not True:
            found.append(f"Redis: {key} is {redis.get(key)}")
    if redis.get("NumCacheClusters", 1) < 2 or "resolve:secretsmanager" not in str(redis.get("AuthToken")):
        found.append("Redis: one node, or no password of the manager's")
    policy = of_type(given, "AWS::ElastiCache::ParameterGroup")["RedisParameters"]["Properties"].get("maxmemory-policy")
    if policy != "noeviction":
        found.append(f"Redis: drops keys ({policy})")
    for kind in ("AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup"):
        for name, group in of_type(given, kind).items():
            if imported(group["SubnetIds"]["Fn::Split"][1]) != "isolated":
                found.append(f"{name}: not the isolated subnets")
    for name, of in (("Database", primary["VPCSecurityGroups"]), ("Redis", redis["SecurityGroupIds"])):
        if [imported(group) for group in of] != ["data"]:
            found.append(f"{name}: other security groups than that of data")
    for name, resource in given["Resources"].items():
        if resource["Type"] in ("AWS::RDS::DBInstance", "AWS::S3::Bucket", "AWS::KMS::Key") and name != "Replica":
            if resource.get("DeletionPolicy") not in ("Retain", "Snapshot"):
                found.append(f"{name}: goes with its stack")
    return found


def buckets(templates: Templates) -> list[str]:
    """Files, backups and logs: versions, encryption, nothing public; backups cannot be deleted at once."""
    found, given = [], of_type(templates["data"], "AWS::S3::Bucket")
    if set(given) != {"Files", "Backups", "Logs"}:
        found.append(f"buckets are {sorted(given)}")
    for name, bucket in given.items():
        if bucket.get("VersioningConfiguration", {}).get("Status") != "Enabled":
            found.append(f"{name}: no versions")
        if not bucket.get("BucketEncryption"):
            found.append(f"{name}: not encrypted")
        block = bucket.get("PublicAccessBlockConfiguration", {})
        if sorted(block.values()) != [True] * 4:
            found.append(f"{name}: may become public")
    if "Backups" in given and not given["Backups"].get("ObjectLockEnabled"):
        found.append("Backups: can be deleted at once")
    return found


def edge(templates: Templates) -> list[str]:
    """TLS alone, a firewall with a limit by address, mail signed."""
    found, given = [], templates["edge"]
    listeners = of_type(given, "AWS::ElasticLoadBalancingV2::Listener").values()
    for listener in listeners:
        action = listener["DefaultActions"][0]["Type"]
        if listener["Protocol"] == "HTTP" and action != "redirect":
            found.append("answers without TLS")
        if listener["Protocol"] == "HTTPS" and "TLS13" not in listener.get("SslPolicy", ""):
            found.append("takes old TLS")
    association = of_type(given, "AWS::WAFv2::WebACLAssociation")
    if not any(ref(a["ResourceArn"]) == "Balancer" for a in association.values()):
        found.append("no firewall before the balancer")
    rules = [r for a in of_type(given, "AWS::WAFv2::WebACL").values() for r in a["Rules"]]
    if not any("RateBasedStatement" in r["Statement"] for r in rules):
        found.append("no limit by address")
    if len({r["Priority"] for r in rules}) != len(rules):
        found.append("two rules of one priority")
    counted = {o["Name"] for r in rules for o in r["Statement"].get("ManagedRuleGroupStatement", {}).get("RuleActionOverrides", [])
               if "Count" in o["ActionToUse"]}
    if missing := BODIES - counted:
        found.append(f"documents and addresses of webhooks are refused by {', '.join(sorted(missing))}")
    for logging in of_type(given, "AWS::WAFv2::LoggingConfiguration").values():
        if any("Fn::GetAtt" in destination for destination in logging["LogDestinationConfigs"]):
            found.append("the firewall's log ends with :*, which is no log group")
    identities = of_type(given, "AWS::SES::EmailIdentity")
    if not identities or not all("DkimSigningAttributes" in i for i in identities.values()):
        found.append("mail without a signature")
    return found


def cluster(templates: Templates) -> list[str]:
    """A pool in both zones, GPUs apart, nodes' identities out of the pods' reach, roles that do no more than they must."""
    found, given = [], templates["cluster"]
    cluster = of_type(given, "AWS::EKS::Cluster")["Cluster"]
    schemas = (ROOT / "Tests/Deployment/manifests/schemas.py").read_text()
    if re.search(r'^VERSION = "([\d.]+)"', schemas, re.MULTILINE)[1] != cluster["Version"]:
        found.append("the manifests are validated for another version")
    if cluster["ResourcesVpcConfig"].get("EndpointPublicAccess") is not False or not cluster.get("EncryptionConfig"):
        found.append("a public API server, or secrets in the clear")
    pools = of_type(given, "AWS::EKS::Nodegroup")
    if pools["Nodes"]["ScalingConfig"]["MinSize"] < 2:
        found.append("a zone may have no node")
    gpu = pools["GpuNodes"]
    model = (ROOT / "k8s/base/model-server.yaml").read_text()
    label, taint = gpu["Labels"].get("flotilla.example/pool"), gpu["Taints"][0]["Key"]
    if not gpu["InstanceTypes"][0].startswith("g4dn.") or f"flotilla.example/pool: {label}" not in model or f"key: {taint}" not in model:
        found.append("the model servers do not find the GPUs")
    for name, template in of_type(given, "AWS::EC2::LaunchTemplate").items():
        options = template["LaunchTemplateData"].get("MetadataOptions", {})
        if (options.get("HttpTokens"), options.get("HttpPutResponseHopLimit")) != ("required", 1):
            found.append(f"{name}: pods reach the node's identity")
    accounts = set(re.findall(r"^  name: ([a-z-]+)$", "\n".join(
        f.read_text() for f in (ROOT / "k8s/base").glob("*-worker.yaml")), re.MULTILINE))
    roles = of_type(given, "AWS::IAM::Role")
    for name, association in of_type(given, "AWS::EKS::PodIdentityAssociation").items():
        if association["ServiceAccount"] not in accounts and "flotilla" in str(association["Namespace"]):
            found.append(f"{name}: there is no account {association['ServiceAccount']}")
        if "iam::*:role" in str(roles[ref(association["RoleArn"])]) and association.get("DisableSessionTags") is not True:
            found.append(f"{name}: tags its sessions in accounts of others, which lets nobody in")
    for name, role in roles.items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                looks = all(re.match(r"[a-z0-9]+:(Describe|Get)[A-Z]", action) for action in actions)
                anything = statement["Resource"] == "*" and not looks and not statement.get("Condition")
                if anything or any("*" in action for action in actions):
                    found.append(f"{name}: may do anything")
    if not any(imported(f["ResourceId"]) == "vpc" for f in of_type(given, "AWS::EC2::FlowLog").values()):
        found.append("nothing writes down who spoke to whom")
    return found + _addons({a["AddonName"]: a for a in of_type(given, "AWS::EKS::Addon").values()})


def _addons(given: dict[str, dict]) -> list[str]:
    """What EKS itself does not bring."""
    found, network = [], given.get("vpc-cni", {})
    if "enableNetworkPolicy" not in network.get("ConfigurationValues", ""):
        found.append("nothing enforces NetworkPolicies")
    if network.get("ResolveConflicts") != "OVERWRITE":
        found.append("the network plugin that a new cluster has stays as it is")
    volumes = given.get("aws-ebs-csi-driver", {})
    claims = [f.name for f in sorted((ROOT / "k8s").glob("*/*/*.yaml")) if "volumeClaimTemplates" in f.read_text()]
    if claims and ("defaultStorageClass" not in volumes.get("ConfigurationValues", "") or not volumes.get("PodIdentityAssociations")):
        found.append(f"nothing makes the volumes of {', '.join(claims)}")
    if "metrics-server" not in given:
        found.append("nothing tells the autoscalers what pods use")
    return found


def alarms(templates: Templates) -> list[str]:
    """Each is sent, and its end too; silence of a server is an alarm; the topic is encrypted."""
    found, given = [], templates["alarms"]
    for name, alarm in of_type(given, "AWS::CloudWatch::Alarm").items():
        if [ref(a) for a in alarm.get("AlarmActions", [])] != ["Operators"] or alarm.get("OKActions") != alarm["AlarmActions"]:
            found.append(f"{name}: is not sent, or its end is not")
        if alarm.get("TreatMissingData") != ("notBreaching" if name == "BalancerErrors" else "breaching"):
            found.append(f"{name}: takes silence for the wrong thing")
    if not of_type(given, "AWS::SNS::Topic")["Operators"].get("KmsMasterKeyId"):
        found.append("alarms are not encrypted")
    statements = of_type(templates["data"], "AWS::KMS::Key")["Key"]["KeyPolicy"]["Statement"]
    if not any(s["Principal"].get("Service") == "cloudwatch.amazonaws.com" and {"kms:Decrypt", "kms:GenerateDataKey*"} <= set(s["Action"])
               for s in statements):
        found.append("the topic is encrypted with a key that CloudWatch may not use: no alarm is sent")
    return found


def stacks(templates: Templates) -> list[str]:
    """What a stack imports, one that is made before it exports."""
    found, there = [], {}
    for name in ORDER:
        for stack, what in imports(templates[name]):
            if what not in there.get(stack, set()):
                found.append(f"{name}: {stack} exports no {what}")
        there[name] = exports(templates[name])
    return found


def manifests(templates: Templates) -> list[str]:
    """The cluster's files name the same addresses, the same number of connections, the same region's secrets."""
    overlay = (ROOT / "k8s/overlays/production/kustomization.yaml").read_text()
    base = yaml.safe_load((ROOT / "k8s/base/kustomization.yaml").read_text())
    found, network = [], templates["network"]
    isolated = {str(_cidr(s["CidrBlock"])) for s in of_type(network, "AWS::EC2::Subnet").values()
                if {"Key": "tier", "Value": "isolated"} in s["Tags"]}
    if set(re.findall(r"cidr: ([\d./]+)", overlay)) != isolated:
        found.append("production looks for its data elsewhere")
    connections = re.search(r'max-connections\n\s+value: "(\d+)"', overlay)
    if connections is None or int(connections[1]) != templates["data"]["Parameters"]["MaxConnections"]["Default"]:
        found.append("production counts on other connections than the database takes")
    literals = dict(line.split("=", 1) for line in base["configMapGenerator"][0]["literals"])
    vpc = _cidr(of_type(network, "AWS::EC2::VPC")["Vpc"]["CidrBlock"])
    if ipaddress.ip_network(literals["FLOTILLA_TRUSTED_PROXIES"]) != vpc:
        found.append("the API believes other proxies than those of the network")
    if "Value: flotilla/" in overlay or "flotilla/${Place}/*" not in str(of_type(templates["cluster"], "AWS::IAM::Role")["SecretsRole"]):
        found.append("secrets of other places can be read")
    return found


ALL = [zones, routes, groups, data, buckets, edge, cluster, alarms, stacks, manifests]
