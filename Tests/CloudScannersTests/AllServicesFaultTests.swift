import AWS
import AWSTestSupport
import CloudScanners
import Testing

@Suite("Every service when its list is wrong", .timeLimit(.minutes(3)))
struct AllServicesFaultTests {
    private static let lists = [
        "ec2": "DescribeInstances", "s3": "ListAllMyBuckets", "vpc": "DescribeVpcs", "rds": "DescribeDBInstances",
    ]
    private static let faults: [(ScriptedAWS.Step, RegionOutcome.Status)] = [
        (.error("AccessDenied", status: 403), .denied), (.error("UnauthorizedOperation", status: 403), .denied),
        (.error("Throttling", status: 400), .throttled), (.error("RequestLimitExceeded", status: 503), .throttled),
        (.error("OptInRequired", status: 403), .disabled), (.body("<html></html>"), .failed), (.truncated, .failed),
        (.reset, .failed), (.huge(mebibytes: 80), .failed), (.body("<!DOCTYPE a []><a/>"), .failed),
        (.body("<Other/>"), .failed), (.body(""), .failed), (.silent, .timedOut), (.drip, .timedOut),
    ]

    @Test(
        "a list that does not come makes an outcome that says why, and no resource and no “none”",
        arguments: ["ec2", "s3", "vpc", "rds"])
    func lists(_ service: String) async throws {
        let action = try #require(Self.lists[service])
        for (step, status) in Self.faults {
            let aws = try await ScriptedAWS()
            try await aws.set(buckets: ["one@eu-west-1"])
            try await aws.script(action, repeats: true, step)
            // Only what never ends needs a limit that is reached.
            let limit: Duration = status == .timedOut ? .seconds(3) : .seconds(30)
            let start = ContinuousClock.now
            let findings = try await scanner(aws.url, of: service) { $0.regionLimit = limit }
                .scan(tenantRole, ["eu-west-1"])
            #expect(start.duration(to: .now) < limit + .seconds(15))
            let row = try #require(findings.regions.first)
            #expect(row.status == status && row.reason != nil && !row.isWholeList, "\(row)")
            #expect(findings.resources.isEmpty && findings.error != nil)
            #expect(findings.regions.count == 1)
        }
    }

    @Test("a session that STS refuses ends every scan in words", arguments: ["ec2", "s3", "vpc", "rds"])
    func session(_ service: String) async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("AssumeRole", repeats: true, .error("AccessDenied", status: 403))
        let error = try await scanner(aws.url, of: service).failure()
        #expect(error?.code == .accountRefused && error?.sentence.contains("trust policy") == true)
        #expect(try await aws.calls().map(\.action) == ["AssumeRole"])
        let other = try await ScriptedAWS()
        try await other.set(account: "999988887777", buckets: ["one@eu-west-1"])
        #expect(try await scanner(other.url, of: service).failure(tenantRole, ["eu-west-1"])?.code == .wrongAccount)
    }

    @Test(
        "a token that expires in the middle of a scan is replaced, and nothing is lost",
        arguments: ["ec2", "s3", "vpc", "rds"])
    func expiry(_ service: String) async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(buckets: ["one@eu-west-1"])
        for action in Self.lists.values { try await aws.script(action, .error("ExpiredToken", status: 403)) }
        let findings = try await scanner(aws.url, of: service).scan(tenantRole, ["eu-west-1"])
        #expect(findings.error == nil && findings.notice == nil && !findings.resources.isEmpty)
        #expect(try await aws.calls().filter { $0.action == "AssumeRole" }.count == 2)
    }

    @Test(
        "38 regions take the calls that they need, and about the time of one", arguments: ["ec2", "s3", "vpc", "rds"])
    func width(_ service: String) async throws {
        let letters = "abcdefghijklmnopqrstuvwxyzabcdefghijkl"
        let regions = letters.enumerated().map { "eu-\($1)-\($0 + 1)" }
        func run(_ regions: [String]) async throws -> (Duration, Int) {
            let aws = try await ScriptedAWS()
            try await aws.set(buckets: regions.enumerated().map { "bucket-\($0)@\($1)" }, latency: 0.8)
            let start = ContinuousClock.now
            let findings = try await scanner(aws.url, of: service).scan(tenantRole, regions)
            let time = start.duration(to: .now)
            #expect(findings.error == nil && findings.regions.filter { $0.region != "global" }.count == regions.count)
            let calls = try await aws.calls().filter { !["AssumeRole", "GetCallerIdentity"].contains($0.action) }.count
            #expect(findings.regions.reduce(0) { $0 + $1.calls } == calls, "what a scan says that it asked")
            return (time, calls)
        }
        let (one, all) = (try await run([regions[0]]), try await run(regions))
        print(
            "figure: \(service), every answer after 0.8 s: 1 region \(one.0), \(one.1) calls; "
                + "38 regions \(all.0), \(all.1) calls")
        // Nineteen times the waits of one region would be half a minute.
        #expect(all.0 < one.0 + .seconds(8))
    }
}
