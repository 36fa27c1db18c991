import AWSTestSupport
import FleetTestSupport
import Foundation
import Testing

@Suite(
    "A whole account from request to findings", .serialized, FleetScope<PlantedEnvironment>(),
    .logs(of: PlantedEnvironment.self))
struct WholeScanTests {
    private static let account = "111122223333"
    private static let bucketFaults: Set<String> = [
        "s3_bucket_public policy-anybody", "s3_bucket_public public-in-clear",
        "s3_bucket_public_unencrypted public-in-clear",
    ]
    private static let databaseFaults: Set<String> = [
        "rds_instance_public public-and-open", "rds_instance_reachable public-and-open",
        "rds_instance_without_backups without-backups", "rds_instance_unencrypted database-in-clear",
    ]

    let estate: PlantedEnvironment
    private let caller: Caller

    init() throws {
        estate = try PlantedEnvironment.current
        caller = try estate.company("open").caller
    }

    /// Done by the owner of the account.
    private func aws(_ service: String, _ operation: String, _ arguments: String) async throws {
        try await estate.moto.call(service, operation, arguments, in: Self.account, region: "eu-west-1")
    }

    private func run(_ service: String, of scan: WholeScan) -> JSON {
        scan.view["runs"].array.first { $0["service"].string == service } ?? .null
    }

    @Test("four services of two regions are told complete, with every bucket, network, database and instance")
    func inventory() async throws {
        try await estate.moto.record()
        let scan = try await caller.wholeScan()
        let calls = try await estate.moto.recorded()
        #expect(scan.view["status"] == "success" && scan.view["complete"] == true, "\(scan.view)")
        let lines = scan.view["completeness"].array
        #expect(lines.allSatisfy { $0["status"] == "ok" }, "\(lines)")
        let told = Set(lines.compactMap { $0["region"].string })
        #expect(told == ["eu-west-1", "us-east-1", "global"])
        let counts = PlantedEnvironment.services.map { run($0, of: scan)["total_resources"].int }
        // Each region has its default network; the terminated instance is still shown.
        #expect(counts == [6, 12, 3, 7] && scan.view["total_resources"] == 28)
        for (type, column, count) in [
            ("s3_bucket", "is_public=true", 5), ("s3_bucket", "is_public=unknown", 0),
            ("s3_bucket", "is_encrypted=false", 2), ("s3_bucket", "versioning_enabled=false", 2),
            ("vpc", "is_default=true", 2), ("vpc", "is_default=false", 1), ("rds_instance", "is_public=true", 4),
            ("rds_instance", "is_reachable=true", 3), ("rds_instance", "backup_retention_days=0", 1),
            ("ec2_instance", "state=stopped", 2), ("ec2_instance", "public_ip=", 4),
        ] {
            let answer = try await caller.get("/scans/\(scan.id)/resources?type=\(type)&\(column)")
            #expect(answer["items"].array.count == count, "\(type) \(column): \(answer)")
        }
        #expect(calls.contains { $0.action == "ListAllMyBuckets" } && calls.contains { $0.bucket == "in-clear" })
        for action in ["DescribeInstances", "DescribeVpcs", "DescribeDBInstances", "AssumeRole"] {
            #expect(calls.contains { $0.action == action }, "\(action) was not called")
        }
        for call in calls {
            let isRead = ["Describe", "Get", "List"].contains { call.action.hasPrefix($0) }
            #expect(isRead || call.action == "AssumeRole", "\(call.action)")
            #expect(call.action != "GetObject", "what buckets hold is nobody's business")
        }
    }

    @Test("what is mended is closed by the next scan; what could not be looked at stays open; what is gone is gone")
    func mending() async throws {
        _ = try await caller.wholeScan()
        let before = try await caller.findings("open")
        #expect(before.isSuperset(of: Self.bucketFaults) && before.isSuperset(of: Self.databaseFaults), "\(before)")

        try await aws("s3", "delete_bucket_policy", #"{"Bucket":"public-in-clear"}"#)
        try await aws(
            "rds", "modify_db_instance",
            #"{"DBInstanceIdentifier":"without-backups","BackupRetentionPeriod":7,"ApplyImmediately":true}"#)
        try await denyBuckets()
        let partial = try await caller.wholeScan()
        #expect(partial.view["status"] == "error" && partial.view["complete"] == false, "\(partial.view)")
        #expect(run("s3", of: partial)["status"] == "error" && run("rds", of: partial)["status"] == "success")
        #expect(run("s3", of: partial)["error"].string?.contains("ListAllMyBuckets") == true)
        #expect(
            partial.view["completeness"].array.contains { $0["service"] == "s3" && $0["status"] == "denied" })
        // The databases were looked at, the buckets were not.
        var expected = before
        expected.remove("rds_instance_without_backups without-backups")
        #expect(try await caller.findings("open") == expected)
        let blind = try await caller.get("/findings?status=open&type=s3_bucket")
        #expect(blind["completeness"]["complete"] == false, "\(blind)")

        try await allowAll()
        try await aws(
            "rds", "delete_db_instance", #"{"DBInstanceIdentifier":"database-in-clear","SkipFinalSnapshot":true}"#)
        let last = try await caller.wholeScan()
        #expect(last.view["status"] == "success" && last.view["complete"] == true, "\(last.view)")
        for fault in ["s3_bucket_public", "s3_bucket_public_unencrypted"] {
            expected.remove("\(fault) public-in-clear")
        }
        expected.remove("rds_instance_unencrypted database-in-clear")
        #expect(try await caller.findings("open") == expected)
        #expect(try await caller.findings("closed") == before.subtracting(expected))
        let closed = try await caller.pages("/findings?status=closed", limit: 50).flatMap { $0 }
        let reasons = Dictionary(grouping: closed) { $0["resource"]["identifier"].string ?? "" }
            .mapValues { Set($0.compactMap { $0["close_reason"].string }) }
        #expect(
            reasons == [
                "without-backups": ["mended"], "public-in-clear": ["mended"], "database-in-clear": ["gone"],
            ])
        let changes = try await caller.get("/scans/\(last.id)/diff?against=\(partial.id)")["items"].array
        #expect(changes.contains { $0["change"] == "not_known" }, "the scan before did not see the buckets: \(changes)")
    }

    /// The role may list and read no bucket from here on.
    private func denyBuckets() async throws {
        try await changeRole(actions: ["ec2:Describe*", "rds:Describe*", "rds:ListTagsForResource", "cloudwatch:*"])
    }

    private func allowAll() async throws { try await changeRole(policy: try PlantedEnvironment.policy()) }

    private func changeRole(actions: [String] = [], policy: String = "") async throws {
        try await estate.moto.deleteRole(in: Self.account)
        _ = try await estate.moto.makeRole(
            in: Self.account, externalID: try estate.company("open").externalID, actions: actions, policy: policy)
    }
}
