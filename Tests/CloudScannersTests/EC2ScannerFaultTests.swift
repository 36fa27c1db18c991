import AWS
import AWSTestSupport
import CloudScanners
import Testing

@Suite("Scanning EC2 when something is wrong", .timeLimit(.minutes(2)))
struct EC2ScannerFaultTests {
    private static let eight = (1...8).map { "eu-west-\($0)" }

    @Test("all regions are asked before the first one answers")
    func sideBySide() async throws {
        let aws = try await ScriptedAWS()
        // No request is answered before eight wait: one after another would never end.
        try await aws.script("DescribeInstances", repeats: true, .together(8))
        let findings = try await scanner(aws.url).scan(tenantRole, Self.eight)
        #expect(findings.error == nil)
        #expect(findings.resources.count == 16)
        #expect(findings.regions.map(\.region) == Self.eight)
    }

    @Test("no more regions than allowed are asked at once, and all are asked")
    func bounded() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", repeats: true, .together(3))
        let findings = try await scanner(aws.url) { $0.regionsAtOnce = 3 }.scan(tenantRole, Self.eight)
        #expect(findings.regions.allSatisfy { $0.status == .ok })
        #expect(findings.resources.count == 16)
    }

    @Test("regions that do not answer in time make the scan an error that names them; the others are kept")
    func twoSilent() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", region: "eu-west-3", repeats: true, .silent)
        try await aws.script("DescribeInstances", region: "eu-west-6", repeats: true, .drip)
        let findings = try await scanner(aws.url) { $0.regionLimit = .seconds(4) }.scan(tenantRole, Self.eight)
        let error = "2 of 8 regions could not be read. No complete answer within 4 s from eu-west-3, eu-west-6."
        #expect(findings.error == error)
        #expect(findings.regions.filter { $0.status == .timedOut }.map(\.region) == ["eu-west-3", "eu-west-6"])
        #expect(findings.resources.count == 12)
        #expect(!findings.all(EC2Instance.self).contains { ["eu-west-3", "eu-west-6"].contains($0.region.name) })
    }

    @Test("each kind of failure has its own outcome, with the calls that it took, and a reason in words")
    func outcomes() async throws {
        let aws = try await ScriptedAWS()
        let steps: [(String, ScriptedAWS.Step, RegionOutcome.Status, Int)] = [
            ("eu-west-1", .error("UnauthorizedOperation", status: 403), .denied, 1),
            ("eu-west-2", .error("RequestLimitExceeded", status: 503), .throttled, 3),
            ("eu-west-3", .error("OptInRequired", status: 401), .disabled, 1),
            ("eu-west-4", .error("AuthFailure", status: 401), .disabled, 1),
            ("eu-west-5", .body("<html></html>"), .failed, 3),
            ("eu-west-6", .page(0, next: "again"), .failed, 2),
            ("eu-west-7", .error("InternalError", status: 500), .failed, 3),
        ]
        for (region, step, _, _) in steps {
            try await aws.script("DescribeInstances", region: region, repeats: true, step)
        }
        let findings = try await scanner(aws.url).scan(tenantRole, Self.eight)
        for (region, _, status, calls) in steps {
            let outcome = findings.regions.first { $0.region == region }
            #expect(outcome?.status == status, "\(region)")
            #expect(outcome?.calls == calls, "\(region)")
            #expect(outcome?.resources == 0)
            #expect(outcome?.reason?.isEmpty == false)
            #expect(findings.error?.contains(region) == true, "\(region)")
        }
        #expect(findings.resources.count == 2)
        #expect(findings.error?.hasPrefix("7 of 8 regions could not be read.") == true)
    }

    @Test("throttling, a broken page and an expired session that pass are no failure")
    func healed() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", region: "eu-west-1", .error("Throttling"), .truncated)
        try await aws.script("DescribeInstances", region: "eu-west-2", .error("ExpiredToken", status: 403))
        try await aws.script("DescribeInstances", region: "eu-west-3", .reset, .gzip)
        let findings = try await scanner(aws.url).scan(tenantRole, Self.eight)
        #expect(findings.error == nil)
        #expect(findings.resources.count == 16)
        #expect(findings.regions.prefix(3).map(\.calls) == [3, 2, 2])
    }

    @Test("without regions in the request, those that the account has enabled are scanned")
    func enabledRegions() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(regions: ["eu-west-3", "us-east-1"])
        let findings = try await scanner(aws.url).scan()
        #expect(findings.regions.map(\.region) == ["eu-west-3", "us-east-1"])
        #expect(findings.all(EC2Instance.self).count == 4)
    }

    @Test("a session in another account than the role's is refused, and nothing is returned")
    func wrongAccount() async throws {
        let aws = try await ScriptedAWS()
        try await aws.set(account: "999988887777")
        let error = try await scanner(aws.url).failure(tenantRole, ["eu-west-1"])
        #expect(error?.code == .wrongAccount)
        #expect(error?.sentence.contains("999988887777") == false)
    }

    @Test(
        "an account that is silent before its regions are known ends within the limit, as a refusal in words",
        arguments: ["AssumeRole", "GetCallerIdentity", "DescribeRegions"])
    func silentAccount(_ action: String) async throws {
        let aws = try await ScriptedAWS()
        try await aws.script(action, repeats: true, .silent)
        let error = try await scanner(aws.url) { $0.regionLimit = .seconds(3) }.failure()
        #expect(error?.code == .accountTimedOut)
        #expect(error?.sentence.contains(action) == true)
    }

    @Test("an AWS that never accepts ends within the limit")
    func neverAccepts() async throws {
        let aws = try await ScriptedAWS()
        let error = try await scanner(aws.fullURL) { $0.regionLimit = .seconds(1) }.failure()
        #expect(error?.code == .accountTimedOut)
    }

    @Test(
        "a bad role, external id or region is refused before anything is sent",
        arguments: [
            (
                .role("arn:aws:iam::111122223333:user/bob", externalID: "external-1"), ["eu-west-1"],
                ScanError.Code.invalidRole
            ),
            (.role("arn:aws-cn:iam::111122223333:role/scan", externalID: "external-1"), ["eu-west-1"], .invalidRole),
            (.role("arn:aws:iam::111122223333:role/scan\n", externalID: "external-1"), ["eu-west-1"], .invalidRole),
            (.role("", externalID: "external-1"), ["eu-west-1"], .invalidRole),
            (.role("arn:aws:iam::111122223333:role/scan", externalID: ""), ["eu-west-1"], .invalidExternalID),
            (.role("arn:aws:iam::111122223333:role/scan", externalID: "a b"), ["eu-west-1"], .invalidExternalID),
            (tenantRole, ["eu-west-1", "evil.example/?"], .invalidRegion),
            (tenantRole, ["cn-north-1"], .invalidRegion),
            (.own, ["eu-west-1"], .ownAccountNotAllowed),
        ] as [(ScanRequest.Access, [String], ScanError.Code)])
    func refused(_ access: ScanRequest.Access, _ regions: [String], _ code: ScanError.Code) async throws {
        let aws = try await ScriptedAWS()
        #expect(try await scanner(aws.url).failure(access, regions)?.code == code)
        #expect(try await aws.calls().isEmpty)
    }

    @Test("the worker's own account is scanned only where that is allowed, and then no role is assumed")
    func own() async throws {
        let aws = try await ScriptedAWS()
        let findings = try await scanner(aws.url) { $0.allowsOwnAccount = true }.scan(.own, ["eu-west-1"])
        #expect(findings.accountID == tenant)
        #expect(findings.resources.count == 2)
        #expect(try await !aws.calls().contains { $0.action == "AssumeRole" })
    }

    @Test("a cancelled scan ends at once and returns nothing")
    func cancelled() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", repeats: true, .silent)
        let scanner = try scanner(aws.url)
        let task = Task { try await scanner.failure(tenantRole, Self.eight) }
        try await aws.await("DescribeInstances", count: 8)
        task.cancel()
        #expect(try await task.value?.code == .cancelled)
    }
}
