import AWS
import AWSTestSupport
import CloudScanners
import Testing

@Suite("Scanning S3 when something is wrong", .timeLimit(.minutes(2)))
struct S3ScannerFaultTests {
    private static let estate = ["one@eu-west-1", "two@eu-west-1", "far@us-west-2"]

    private func scan(
        _ aws: ScriptedAWS, _ regions: [String] = [], _ change: (inout AWSScanning) -> Void = { _ in }
    ) async throws -> ScanInventory {
        try await scanner(aws.url, of: "s3", change).scan(tenantRole, regions)
    }

    @Test("each bucket is read in its own region, with a row for the list and one for each region")
    func regions() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: Self.estate)
        let findings = try await scan(aws)
        #expect(findings.error == nil && findings.notice == nil)
        #expect(findings.regions.map(\.region) == ["global", "eu-west-1", "us-west-2"])
        #expect(findings.regions.map(\.resources) == [3, 2, 1])
        #expect(findings.regions.map(\.calls) == [2, 12, 6])
        #expect(findings.regions.allSatisfy { $0.service == "s3" && $0.status == .ok && $0.isWholeList })
        for call in try await aws.calls() where !call.bucket.isEmpty {
            #expect(call.region == (call.bucket == "far" ? "us-west-2" : "eu-west-1"))
        }
        let bucket = try #require(findings.all(S3Bucket.self).first { $0.name == "far" })
        #expect(bucket.isPublic == .value(false) && bucket.mayHavePublicObjects == .value(true))
        #expect(bucket.encryption == .value(.aes256) && bucket.isEncrypted == .value(true))
        #expect(bucket.versioning == .value(.off) && bucket.isVersioned == .value(false))
    }

    @Test("only the buckets of the regions asked for are read, and a region without any is complete")
    func wanted() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: Self.estate)
        let findings = try await scan(aws, ["us-west-2", "eu-west-3"])
        #expect(findings.regions.map(\.region) == ["global", "eu-west-3", "us-west-2"])
        #expect(findings.regions.map(\.resources) == [3, 0, 1])
        #expect(try await aws.calls().filter { !$0.bucket.isEmpty }.count == 6)
    }

    @Test("the list is followed over its pages, and one that breaks off leaves what came before it, marked")
    func pages() async throws {
        func page(_ names: [String], _ next: String) -> ScriptedAWS.Step {
            let buckets = names.map { "<Bucket><Name>\($0)</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>" }
            return .body(
                "<ListAllMyBucketsResult><Buckets>\(buckets.joined())</Buckets>"
                    + (next.isEmpty ? "" : "<ContinuationToken>\(next)</ContinuationToken>")
                    + "</ListAllMyBucketsResult>")
        }
        let aws = try await ScriptedAWS()
        try await aws.script("ListAllMyBuckets", page(["one"], "a/b+c="), page([], "d"), page(["two"], ""))
        #expect(try await scan(aws).all(S3Bucket.self).map(\.name) == ["one", "two"])
        let lists = try await aws.calls().filter { $0.action == "ListAllMyBuckets" }
        #expect(lists.map { $0.parameters["continuation-token"] } == [nil, "a/b+c=", "d"])
        #expect(lists.allSatisfy { $0.parameters["max-buckets"] == "10000" })

        try await aws.script("ListAllMyBuckets", repeats: true, page(["one"], "same"))
        let findings = try await scan(aws, ["eu-west-1", "eu-west-3"])
        #expect(findings.all(S3Bucket.self).map(\.name) == ["one"])
        #expect(findings.regions.map(\.region) == ["global", "eu-west-1"])
        #expect(findings.regions.allSatisfy { $0.status == .partial && $0.cause == .failed && !$0.isWholeList })
        #expect(findings.error?.hasPrefix("2 of 2 regions could not be read in full.") == true)
    }

    @Test("a bucket that refuses one of its settings is there, says what is unknown, and hides no other")
    func oneDenied() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: Self.estate)
        for action in ["GetBucketPolicyStatus", "GetEncryptionConfiguration", "GetBucketVersioning"] {
            try await aws.script(action, bucket: "two", repeats: true, .error("AccessDenied", status: 403))
        }
        let findings = try await scan(aws)
        #expect(findings.resources.count == 3)
        let denied = try #require(findings.all(S3Bucket.self).first { $0.name == "two" })
        #expect(denied.isPublic.reason?.contains("s3:GetBucketPolicyStatus") == true && denied.isPublic.value == nil)
        #expect(denied.isEncrypted.reason?.contains("s3:GetEncryptionConfiguration") == true)
        #expect(denied.encryptionAlgorithm == "unknown" && denied.versioning.value == nil)
        let row = try #require(findings.regions.first { $0.region == "eu-west-1" })
        #expect(row.status == .partial && row.cause == .denied && row.isWholeList && row.resources == 2)
        // The owner has not allowed it: asking again would change nothing, so the scan is done.
        #expect(findings.error == nil && findings.notice?.contains("s3:GetBucketPolicyStatus") == true)
        #expect(findings.regions.first { $0.region == "us-west-2" }?.status == .ok)
    }

    @Test("a setting that did not come because of a fault makes the scan an error, and the bucket stays")
    func oneBroken() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: Self.estate)
        try await aws.script("GetBucketAcl", bucket: "far", repeats: true, .error("SlowDown", status: 503))
        let findings = try await scan(aws)
        #expect(findings.resources.count == 3)
        #expect(findings.regions.map(\.status) == [.ok, .ok, .partial])
        #expect(findings.regions.last?.cause == .throttled && findings.error?.contains("s3:GetBucketAcl") == true)
    }

    @Test("one silent region costs its limit and no more, and its buckets are listed with unknowns")
    func silent() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: Self.estate)
        try await aws.script("", region: "us-west-2", repeats: true, .silent)
        let start = ContinuousClock.now
        let findings = try await scan(aws) { $0.regionLimit = .seconds(4) }
        #expect(start.duration(to: .now) < .seconds(15))
        let far = try #require(findings.all(S3Bucket.self).first { $0.name == "far" })
        #expect(far.isPublic.value == nil && far.isEncrypted.value == nil && far.versioning.value == nil)
        #expect(
            findings.regions.last?.cause == .timedOut && findings.error?.contains("within 4 s from us-west-2") == true)
        #expect(findings.all(S3Bucket.self).filter { $0.isPublic == .value(false) }.count == 2)
    }

    @Test("a bucket that was deleted after it was listed is gone, and no fault")
    func gone() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: Self.estate + ["where"])
        let gone = ScriptedAWS.Step.error("NoSuchBucket", status: 404)
        try await aws.script("GetBucketVersioning", bucket: "two", gone)
        try await aws.script("GetBucketLocation", bucket: "where", gone)
        let findings = try await scan(aws)
        #expect(findings.all(S3Bucket.self).map(\.name) == ["one", "far"])
        #expect(findings.error == nil && findings.notice == nil)
    }

    @Test("a bucket whose region the list does not give is asked for it; empty and EU are the old names")
    func locations() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: ["old", "older", "new"], places: ["older@EU", "new@eu-west-3"])
        let findings = try await scan(aws)
        #expect(findings.regions.map(\.region) == ["global", "eu-west-1", "eu-west-3", "us-east-1"])
        #expect(findings.all(S3Bucket.self).map(\.name) == ["older", "new", "old"])
    }

    @Test("a bucket whose region may not be read is found where AWS says that it is")
    func redirected() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: ["lost"])
        try await aws.script("GetBucketLocation", repeats: true, .error("AccessDenied", status: 403))
        try await aws.script(
            "", region: "us-east-1", bucket: "lost", repeats: true,
            .error("PermanentRedirect", status: 301, headers: ["x-amz-bucket-region": "eu-west-3"]))
        let findings = try await scan(aws)
        let bucket = try #require(findings.all(S3Bucket.self).first)
        #expect(bucket.region?.name == "eu-west-3" && bucket.isPublic == .value(false))
        #expect(findings.regions.map(\.region) == ["global", "unknown"])
        #expect(findings.regions.map(\.status) == [.partial, .ok])
        #expect(findings.notice?.contains("s3:GetBucketLocation") == true)
    }

    @Test("the account's block counts for every bucket, and one that cannot be read leaves open what it could change")
    func accountBlock() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: ["one@eu-west-1", "two@eu-west-1"])
        let all = ScriptedAWS.Step.body(
            "<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls>"
                + "<RestrictPublicBuckets>TRUE</RestrictPublicBuckets></PublicAccessBlockConfiguration>")
        let isPublic = ScriptedAWS.Step.body("<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>")
        try await aws.script("GetBucketPolicyStatus", bucket: "one", repeats: true, isPublic)
        #expect(try await scan(aws).all(S3Bucket.self).map(\.isPublic) == [.value(true), .value(false)])
        try await aws.script("GetAccountPublicAccessBlock", all, .error("AccessDenied", status: 403))
        #expect(try await scan(aws).all(S3Bucket.self).map(\.isPublic) == [.value(false), .value(false)])
        let open = try await scan(aws)
        #expect(open.all(S3Bucket.self).map(\.isPublic.value) == [nil, false])
        #expect(open.regions.map(\.status) == [.partial, .ok] && open.error == nil)
        let call = try await aws.calls().last { $0.action == "GetAccountPublicAccessBlock" }
        #expect(call?.headers["x-amz-account-id"] == tenant)
        #expect(call?.headers["host"] == "\(tenant).s3-control.us-east-1.amazonaws.com")
    }

    @Test("5,000 buckets are read within the limits")
    func many() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: (0..<5000).map { "bucket-\($0)@eu-west-\($0 % 3 + 1)" })
        let findings = try await scan(aws) { $0.regionLimit = .seconds(2) }
        // The stand-in is too slow for all: what was not reached in time is there, and unknown.
        #expect(findings.resources.count == 5000)
        for bucket in findings.all(S3Bucket.self) where bucket.isPublic.value == nil {
            #expect(bucket.isPublic.reason?.contains("in time") == true)
        }
    }
}
