import AWS
import AWSTestSupport
import CloudScanners
import Foundation
import TestSupport
import Testing

/// Whatever a cloud answers, a scan ends within its time, in words of its own, and keeps what it had.
@Suite("A hostile cloud", .timeLimit(.minutes(3)))
struct HostileCloudTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var step: ScriptedAWS.Step
        var status: RegionOutcome.Status
        var words: String
    }

    private static let limit = Duration.seconds(4)

    static let answers: [Case] = [
        Case(testDescription: "100 MB", step: .huge(mebibytes: 100), status: .failed, words: "more than is read"),
        Case(testDescription: "chunks for ever", step: .endless, status: .timedOut, words: "in time"),
        Case(testDescription: "a byte a second", step: .drip, status: .timedOut, words: "in time"),
        Case(testDescription: "silence", step: .silent, status: .timedOut, words: "in time"),
        Case(
            testDescription: "a redirect to itself",
            step: .error("Moved", status: 302, headers: ["Location": "/"]), status: .failed, words: "not"),
        Case(
            testDescription: "a redirect to another region, and on",
            step: .error("PermanentRedirect", status: 301, headers: ["x-amz-bucket-region": "eu-west-3"]),
            status: .failed, words: "region"),
        Case(
            testDescription: "a redirect to a region that is none",
            step: .error("PermanentRedirect", status: 301, headers: ["x-amz-bucket-region": "../../evil.example#"]),
            status: .failed, words: "region"),
        Case(testDescription: "nothing", step: .body(""), status: .failed, words: "not a complete answer"),
        Case(
            testDescription: "elements within elements",
            step: .body(String(repeating: "<a>", count: 100_000)), status: .failed, words: "not a complete answer"),
    ]

    private static let lists = [
        ("ec2", "DescribeInstances"), ("vpc", "DescribeVpcs"), ("rds", "DescribeDBInstances"),
    ]

    @Test("an answer that harms ends its region alone, in time and in words", arguments: answers)
    func answer(_ hostile: Case) async throws {
        for (service, action) in Self.lists {
            let aws = try await ScriptedAWS()
            try await aws.script(action, region: "eu-west-1", repeats: true, hostile.step)
            if hostile.step.isRedirect {
                try await aws.script(action, region: "eu-west-3", repeats: true, hostile.step)
            }
            // What is refused for what it is needs no limit; it may take its time on a busy machine.
            let limit = hostile.status == .timedOut ? Self.limit : .seconds(30)
            let start = ContinuousClock.now
            let findings = try await scanner(aws.url, of: service) { $0.regionLimit = limit }
                .scan(tenantRole, ["eu-west-1", "us-east-1"])
            #expect(.now - start < limit + .seconds(10), "\(service)")
            let outcome = try #require(findings.regions.first { $0.region == "eu-west-1" })
            #expect(outcome.status == hostile.status, "\(service): \(outcome)")
            #expect(outcome.reason?.contains(hostile.words) == true, "\(service): \(outcome.reason ?? "")")
            #expect(!outcome.isWholeList)
            #expect(findings.regions.first { $0.region == "us-east-1" }?.status == .ok, "\(service)")
            #expect(findings.error?.contains("evil") == false)
        }
    }

    @Test("a list that never ends is cut off at its limit of time, and what came is kept")
    func list() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", repeats: true, .more(Settings.size(200, full: 1000)))
        let start = ContinuousClock.now
        let findings = try await scanner(aws.url) { $0.regionLimit = Self.limit }.scan(tenantRole, ["eu-west-1"])
        #expect(.now - start < Self.limit + .seconds(10))
        let outcome = try #require(findings.regions.first)
        #expect(outcome.status == .partial && outcome.cause == .timedOut && outcome.resources > 100, "\(outcome)")
    }

    @Test("a bucket that is said to be where no region is, is listed without one, and the others are read")
    func bucketNowhere() async throws {
        let aws = try await ScriptedAWS()
        let place = "mars-north-../1"
        try await aws.set(buckets: ["good-bucket@eu-west-1", "strange-bucket"])
        try await aws.script(
            "GetBucketLocation", repeats: true, .body("<LocationConstraint>\(place)</LocationConstraint>"))
        try await aws.script(
            "", bucket: "strange-bucket", repeats: true,
            .error("PermanentRedirect", status: 301, headers: ["x-amz-bucket-region": place]))
        let findings = try await scanner(aws.url, of: "s3") { $0.regionLimit = Self.limit }.scan()
        let buckets = findings.all(S3Bucket.self)
        #expect(Set(buckets.map(\.name)) == ["good-bucket", "strange-bucket"])
        #expect(buckets.first { $0.name == "strange-bucket" }?.regionName == "unknown")
        #expect(findings.regions.first { $0.region == "eu-west-1" }?.status == .ok)
        #expect(try await aws.calls().allSatisfy { !$0.region.contains("mars") })
    }

    @Test(
        "what answers the account's door in a hostile way ends the scan as the cloud's fault, in time",
        arguments: ["AssumeRole", "GetCallerIdentity"])
    func door(_ action: String) async throws {
        for step in [ScriptedAWS.Step.huge(mebibytes: 100), .endless, .drip] {
            let aws = try await ScriptedAWS()
            try await aws.script(action, repeats: true, step)
            let start = ContinuousClock.now
            let error = try await scanner(aws.url) { $0.regionLimit = Self.limit }.failure(tenantRole, ["eu-west-1"])
            #expect(.now - start < Self.limit + .seconds(10))
            #expect(error?.code == .accountTimedOut || error?.code == .accountRefused, "\(String(describing: error))")
        }
    }
}

extension ScriptedAWS.Step {
    fileprivate var isRedirect: Bool { "\(self)".contains("PermanentRedirect") }
}
