import AWS
import AWSTestSupport
import CloudScanners
import FaultProxy
import HTTPClient
import Synchronization
import Testing

/// How an account opens, or why it does not.
@Suite("The account's door", .timeLimit(.minutes(2)))
struct AccountDoorTests {
    @Test(
        "AWS's refusal of our own key is reported as the operator's fault, not the role's",
        arguments: ["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"])
    func ownKey(_ code: String) async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("AssumeRole", repeats: true, .error(code, status: 403))
        let reported = Mutex<[String]>([])
        let scanner = try CloudScannersTests.scanner(aws.url) {
            $0.onRefusedKey = { error in reported.withLock { $0.append("\(error)") } }
        }
        let error = try #require(try await scanner.failure())
        #expect(error.code == .operatorCredentials)
        #expect(error.sentence.contains("our own key") && !error.sentence.contains("session ended"))
        #expect(reported.withLock { $0 } == ["aws_operatorCredentials sts:AssumeRole \(code)"])
    }

    @Test("a role that opens for a made-up external id is refused; one that does not is asked once, and then used")
    func trust() async throws {
        let aws = try await ScriptedAWS()
        let identity =
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::999988887777:user/fleet</Arn>"
            + "<Account>999988887777</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
        let scanner = try CloudScannersTests.scanner(aws.url) { $0.trustCheck = .on }
        try await aws.script("GetCallerIdentity", .body(identity))
        let error = try #require(try await scanner.failure(tenantRole, ["eu-west-1"]))
        #expect(error.code == .openTrust && error.sentence.contains("sts:ExternalId"))
        let ids = try await aws.calls().filter { $0.action == "AssumeRole" }.map { $0.parameters["ExternalId"] ?? "" }
        #expect(ids.count == 2 && ids[0] == "external-1" && ids[1].hasPrefix("flotilla-check-"))
        // Mended: the next run is let in, and the ones after it ask no more.
        try await aws.script("AssumeRole", .ok, .error("AccessDenied", status: 403))
        #expect(try await scanner.scan(tenantRole, ["eu-west-1"]).error == nil)
        let before = try await aws.calls().count
        #expect(try await scanner.scan(tenantRole, ["eu-west-1"]).error == nil)
        let after = try await aws.calls().dropFirst(before).map(\.action)
        #expect(after.filter { $0 == "AssumeRole" }.count == 1)
        // Unless said, a stand-in for AWS is not asked.
        let open = try await ScriptedAWS()
        #expect(try await CloudScannersTests.scanner(open.url).scan(tenantRole, ["eu-west-1"]).error == nil)
        #expect(try await open.calls().filter { $0.action == "AssumeRole" }.count == 1)
    }

    @Test("a check that AWS does not answer lets the run go on, and is made again")
    func uncertain() async throws {
        let aws = try await ScriptedAWS()
        let scanner = try CloudScannersTests.scanner(aws.url) { $0.trustCheck = .on }
        try await aws.script(
            "GetCallerIdentity",
            .body(
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::999988887777:user/fleet</Arn>"
                    + "<Account>999988887777</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"))
        try await aws.script("AssumeRole", .ok, .error("InvalidAction"), .ok, .error("AccessDenied", status: 403))
        for _ in 0..<3 { #expect(try await scanner.scan(tenantRole, ["eu-west-1"]).error == nil) }
        #expect(try await aws.calls().filter { $0.action == "AssumeRole" }.count == 5)
    }

    @Test("a role of the account that the fleet runs in is refused")
    func ownAccount() async throws {
        let aws = try await ScriptedAWS()
        let error = try await CloudScannersTests.scanner(aws.url) { $0.trustCheck = .on }.failure()
        #expect(error?.code == .ownAccount)
    }

    @Test("a cloud that starts a moment later is waited for; for one that does not the error names its address")
    func starting() async throws {
        let aws = try await ScriptedAWS()
        let port = try #require(aws.url.split(separator: ":").last.flatMap { UInt16($0.prefix { $0.isNumber }) })
        let proxy = try await FaultProxy.start(to: port)
        let late = "http://127.0.0.1:\(proxy.port)"
        try await proxy.set(.refuse)
        let scanner = try patient(late, limit: .seconds(20))
        async let scan = scanner.scan(tenantRole, ["eu-west-1"])
        try await Task.sleep(for: .seconds(2))
        try await proxy.set(.pass)
        #expect(try await scan.error == nil)
        let error = try #require(try await patient("http://127.0.0.1:1", limit: .seconds(2)).failure())
        #expect(error.code == .unreachable && error.sentence.contains("http://127.0.0.1:1/"))
    }

    private func patient(_ url: String, limit: Duration) throws -> any CloudScanner {
        var configuration = AWSClient.Configuration()
        configuration.endpoints = try AWSEndpoints(override: url)
        var scanning = try AWSScanningFixture.scanning(url)
        scanning.client = AWSClient(http: WebClient(), configuration)
        scanning.regionLimit = limit
        return try #require(ScannerFactory([scanning.scanners]).scanner(provider: "aws", service: "ec2"))
    }
}
