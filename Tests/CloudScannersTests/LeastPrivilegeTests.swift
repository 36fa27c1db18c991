import AWS
import AWSTestSupport
import CloudScanners
import Foundation
import Testing

// One after another: they share a server, which takes seconds to start.
@Suite("Scanning under the policy that tenants give", .serialized)
struct LeastPrivilegeTests {
    private static let server = Task { try await MotoServer() }
    private static let services = ["ec2", "s3", "vpc", "rds"]
    private static let role = "arn:aws:iam::\(tenant):role/scan"
    private static let open = ["acl-public", "policy-public"]

    /// An account with something of everything, whose role has the tenant's policy.
    private func estate(without action: String = "") async throws -> (MotoServer, MotoServer.Key) {
        let moto = try await Self.server.value
        try await moto.reset()
        let key = try await moto.makeWorker()
        _ = try await moto.makeRole(
            in: tenant, externalID: "external-1", policy: try TenantPolicy().json(without: action))
        _ = try await moto.makeInstances(1, in: tenant, region: "eu-west-1")
        _ = try await moto.makeInstances(1, in: tenant, region: "eu-west-1", state: "stopped")
        func s3(_ operation: String, _ bucket: String, _ more: String = "") async throws {
            try await moto.call(
                "s3", operation, "{\"Bucket\":\"\(bucket)\"\(more)}", in: tenant, region: "eu-west-1")
        }
        let place = #","CreateBucketConfiguration":{"LocationConstraint":"eu-west-1"}"#
        for name in Self.open + ["closed", "plain"] { try await s3("create_bucket", name, place) }
        for name in ["acl-public", "closed"] { try await s3("put_bucket_acl", name, #","ACL":"public-read""#) }
        for name in ["policy-public", "closed"] {
            let policy =
                #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::\#(name)/*\"}]}"#
            try await s3("put_bucket_policy", name, ",\"Policy\":\"\(policy)\"")
        }
        try await s3(
            "put_public_access_block", "closed",
            #","PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}"#
        )
        try await s3(
            "put_bucket_encryption", "plain",
            #","ServerSideEncryptionConfiguration":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms"}}]}"#
        )
        try await s3("put_bucket_versioning", "plain", #","VersioningConfiguration":{"Status":"Enabled"}"#)
        try await moto.call(
            "rds", "create_db_instance",
            #"{"DBInstanceIdentifier":"db","Engine":"postgres","DBInstanceClass":"db.t3.micro","AllocatedStorage":20,"MasterUsername":"root1","MasterUserPassword":"hidden12345","PubliclyAccessible":true,"BackupRetentionPeriod":0}"#,
            in: tenant, region: "eu-west-1")
        return (moto, key)
    }

    private func scan(_ moto: MotoServer, _ key: MotoServer.Key, _ service: String) async throws -> ScanInventory {
        try await scanner(moto.url, key: key, of: service).scan(
            .role(Self.role, externalID: "external-1"), ["eu-west-1"])
    }

    @Test("the policy and the template grant the same, and nothing but reading")
    func files() throws {
        let actions = try TenantPolicy().actions
        #expect(try actions == TenantPolicy.templateActions())
        #expect(actions == actions.sorted() && Set(actions).count == actions.count)
        for action in actions {
            let verb = action.drop { $0 != ":" }.dropFirst()
            #expect(["Describe", "Get", "List"].contains { verb.hasPrefix($0) } && !verb.contains("*"), "\(action)")
            // The data stored in the account must not be readable.
            #expect(!["s3:GetObject", "s3:ListBucket"].contains(action))
        }
    }

    @Test("everything is found under it, with the external id, by reading calls alone, and nothing secret in a URL")
    func complete() async throws {
        let (moto, key) = try await estate()
        try await moto.record()
        var found: [String: ScanInventory] = [:]
        for service in Self.services { found[service] = try await scan(moto, key, service) }
        for (service, findings) in found {
            #expect(findings.error == nil && findings.notice == nil, "\(service)")
            #expect(findings.regions.allSatisfy { $0.status == .ok && $0.service == service }, "\(service)")
        }
        let buckets = try #require(found["s3"]).all(S3Bucket.self)
        #expect(Set(buckets.filter { $0.isPublic == .value(true) }.map(\.name)) == Set(Self.open))
        #expect(buckets.filter { $0.isPublic == .value(false) }.count == 2)
        #expect(buckets.first { $0.name == "acl-public" }?.publicBy == ["acl"])
        #expect(buckets.first { $0.name == "policy-public" }?.publicBy == ["policy"])
        let plain = try #require(buckets.first { $0.name == "plain" })
        #expect(
            plain.encryption == .value(.kms) && plain.isVersioned == .value(true) && plain.region?.name == "eu-west-1")
        #expect(buckets.first { $0.name == "closed" }?.encryption == .value(.none))
        let database = try #require(found["rds"]?.all(RDSInstance.self).first)
        #expect(database.isPublic == .value(true) && database.backupRetentionDays == .value(0))
        #expect(database.isReachable.value != nil)
        let vpc = try #require(found["vpc"]?.all(VPC.self).first)
        #expect(vpc.isDefault && vpc.subnetCount == .value(3))
        let stopped = try #require(found["ec2"]?.all(EC2Instance.self).first { $0.state == "stopped" })
        #expect(abs(stopped.stateChangedAt?.timeIntervalSinceNow ?? .infinity) < 600)
        try await expectDiscretion(moto, key)
    }

    private func expectDiscretion(_ moto: MotoServer, _ key: MotoServer.Key) async throws {
        let calls = try await moto.recorded()
        #expect(calls.count > 30)
        let assumed = calls.filter { $0.action == "AssumeRole" }
        #expect(assumed.count == 4 && assumed.allSatisfy { $0.parameters["ExternalId"] == "external-1" })
        let granted = try TenantPolicy().actions.map { $0.drop { $0 != ":" }.dropFirst() }.map(String.init)
        let used = Set(calls.map(\.action)).subtracting(["AssumeRole", "GetCallerIdentity"])
        #expect(used.isSubset(of: granted), "\(used.subtracting(granted))")
        for call in calls {
            #expect(call.method == "POST" || call.method == "GET")
            for secret in ["external-1", key.accessKeyID, "Signature", "Token", "token="] {
                #expect(!call.url.contains(secret), "\(call.url)")
            }
            #expect(!"\(call)".contains(key.secretAccessKey))
        }
    }

    @Test(
        "without one of its actions the part that needs it is denied or unknown, never “no”",
        arguments: try! TenantPolicy().actions)
    func without(_ action: String) async throws {
        let (moto, key) = try await estate(without: action)
        switch action {
        case "cloudwatch:GetMetricData", "cloudwatch:ListMetrics":
            let service = action.hasSuffix("ListMetrics") ? "s3" : "ec2"
            let reader = try #require(try scanner(moto.url, key: key, of: service) as? any MetricsReader)
            let reading = try await reader.readMetrics(
                MetricsRequest(
                    access: .role(Self.role, externalID: "external-1"),
                    targets: [MetricTarget(identifier: "plain", regionName: "eu-west-1")],
                    from: Date().addingTimeInterval(-3600), to: Date()), until: .now + .seconds(30))
            let denied = reading.series.filter { $0.status == .denied }
            #expect(!denied.isEmpty && denied.allSatisfy { $0.reason?.contains(action) == true && $0.points.isEmpty })
        case "ec2:DescribeRegions":
            let everywhere = try await scanner(moto.url, key: key).failure(.role(Self.role, externalID: "external-1"))
            #expect(everywhere?.code == .accountRefused && everywhere?.sentence.contains(action) == true)
        default:
            let service =
                ["ec2:DescribeSubnets": "vpc", "ec2:DescribeVpcs": "vpc", "ec2:DescribeSecurityGroups": "rds"][action]
                ?? String(action.prefix { $0 != ":" })
            let findings = try await scan(moto, key, service)
            let rows = findings.regions.filter { $0.status != .ok }
            #expect(!rows.isEmpty && rows.allSatisfy { ($0.cause ?? $0.status) == .denied }, "\(findings.regions)")
            #expect((findings.error ?? findings.notice)?.contains(action) == true)
            expectNoGuess(findings, without: action)
        }
    }

    @Test("what CloudWatch keeps of an instance comes back, and a bucket without requests has none")
    func metrics() async throws {
        let (moto, key) = try await estate()
        let now = Date()
        let points = [(-900.0, 10.0), (-600, 20), (-300, 30)]
        let data = points.map { offset, value in
            #"{"MetricName":"CPUUtilization","Dimensions":[{"Name":"InstanceId","Value":"i-1"}],"Timestamp":\#(now.timeIntervalSince1970 + offset),"Value":\#(value)}"#
        }
        try await moto.call(
            "cloudwatch", "put_metric_data",
            "{\"Namespace\":\"AWS/EC2\",\"MetricData\":[\(data.joined(separator: ","))]}",
            in: tenant, region: "eu-west-1")
        func read(_ service: String, _ id: String) async throws -> [MetricSeries] {
            let reader = try #require(try scanner(moto.url, key: key, of: service) as? any MetricsReader)
            let request = MetricsRequest(
                access: .role(Self.role, externalID: "external-1"),
                targets: [MetricTarget(identifier: id, regionName: "eu-west-1")],
                from: now.addingTimeInterval(-1800), to: now)
            return try await reader.readMetrics(request, until: .now + .seconds(30)).series
        }
        let cpu = try await read("ec2", "i-1")
        #expect(cpu[0].points.map(\.value) == [10, 20, 30] && cpu[0].status == .complete)
        #expect(cpu[1].points.isEmpty && cpu[1].status == .complete)
        #expect(try await read("s3", "plain").last?.status == .absent)
    }

    /// What each action is for must be unknown, unless something else settles the question.
    private func expectNoGuess(_ findings: ScanInventory, without action: String) {
        let buckets = findings.all(S3Bucket.self)
        let names = Set(buckets.map(\.name))
        func isPublic(_ name: String) -> Bool?? { buckets.first { $0.name == name }.map(\.isPublic.value) }
        switch action {
        case "ec2:DescribeInstances", "ec2:DescribeVpcs", "rds:DescribeDBInstances", "s3:ListAllMyBuckets":
            #expect(findings.resources.isEmpty && findings.regions.allSatisfy { !$0.isWholeList })
        case "ec2:DescribeSubnets": #expect(findings.all(VPC.self).map(\.subnetCount.value) == [nil])
        case "ec2:DescribeSecurityGroups": #expect(findings.all(RDSInstance.self).map(\.isReachable.value) == [nil])
        case "s3:GetEncryptionConfiguration": #expect(buckets.allSatisfy { $0.isEncrypted.value == nil })
        case "s3:GetBucketVersioning": #expect(buckets.allSatisfy { $0.isVersioned.value == nil })
        case "s3:GetBucketAcl":
            #expect(isPublic("acl-public") == .some(nil) && isPublic("policy-public") == true)
            #expect(isPublic("closed") == false)
        case "s3:GetBucketPolicyStatus":
            #expect(isPublic("policy-public") == .some(nil) && isPublic("acl-public") == true)
        case "s3:GetAccountPublicAccessBlock":
            #expect(isPublic("acl-public") == .some(nil) && isPublic("closed") == false)
        case "s3:GetBucketPublicAccessBlock":
            #expect(isPublic("closed") == .some(nil) && isPublic("plain") == false)
        case "s3:GetBucketOwnershipControls": #expect(isPublic("acl-public") == .some(nil))
        case "s3:GetBucketLocation": #expect(names.count == 4 && findings.regions.contains { $0.region == "unknown" })
        default: Issue.record("no expectation for \(action)")
        }
    }
}
