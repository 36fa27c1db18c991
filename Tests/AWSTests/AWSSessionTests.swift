import AWSTestSupport
import Testing

@testable import AWS

@Suite("Sessions and pages")
struct AWSSessionTests {
    private func role(_ fixture: Fixture) throws -> AssumedRoleCredentials {
        let arn = try RoleARN("arn:aws:iam::111122223333:role/scan")
        return AssumedRoleCredentials(
            sts: fixture.sts(), role: AssumeRoleRequest(role: arn, externalID: "external", sessionName: "test"))
    }

    @Test("a role is assumed once for many calls, with its external id, and its token is sent and signed")
    func assume() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        let context = AWSCallContext(credentials: try role(fixture), deadline: .now + .seconds(20))
        try await withThrowingTaskGroup(of: AWSError?.self) { group in
            for _ in 0..<8 { group.addTask { try await fixture.failure(context) } }
            for try await error in group { #expect(error == nil) }
        }
        let calls = try await aws.calls()
        let assumed = calls.filter { $0.action == "AssumeRole" }
        #expect(assumed.count == 1)
        #expect(assumed.first?.parameters["ExternalId"] == "external")
        #expect(assumed.first?.parameters["RoleSessionName"] == "test")
        #expect(assumed.first?.parameters["DurationSeconds"] == "900")
        for call in calls where call.action != "AssumeRole" {
            #expect(call.headers["x-amz-security-token"] == "token1")
            #expect(call.headers["authorization"]?.contains("x-amz-security-token") == true)
            #expect(call.target == "/")
        }
    }

    @Test("a session that AWS calls expired is opened again once")
    func expired() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        let context = AWSCallContext(credentials: try role(fixture), deadline: .now + .seconds(20))
        let step = ScriptedAWS.Step.error("ExpiredToken", status: 403)
        try await aws.script("DescribeInstances", step)
        #expect(try await fixture.failure(context) == nil)
        #expect(try await aws.calls().filter { $0.action == "AssumeRole" }.count == 2)
        #expect(try await aws.calls().last?.headers["x-amz-security-token"] == "token2")
        try await aws.script("DescribeInstances", repeats: true, step)
        #expect(try await fixture.failure(context)?.kind == .expiredSession)
        #expect(try await aws.calls().filter { $0.action == "AssumeRole" }.count == 3)
    }

    @Test("a fixed key that has expired is an error")
    func expiredKey() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("DescribeInstances", repeats: true, .error("ExpiredToken", status: 403))
        #expect(try await fixture.failure(fixture.context())?.kind == .expiredSession)
    }

    @Test("pages are followed to the end, empty ones too, and an instance on two pages counts once")
    func pages() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script(
            "DescribeInstances", .page(3, next: "a"), .page(0, next: "b"), .page(3, first: 2, next: "c"), .page(0))
        let found = try await EC2(client: fixture.client).describeInstances(in: fixture.region, fixture.context()).get()
        #expect(found.map(\.instanceID) == (0..<5).map { "i-eu-west-1-00000\($0)" })
        let calls = try await aws.calls()
        #expect(calls.map { $0.parameters["NextToken"] } == [nil, "a", "b", "c"])
        #expect(calls.allSatisfy { $0.parameters["MaxResults"] == "1000" })
    }

    @Test("a token that repeats for ever ends as an error, and so do empty pages without end")
    func endless() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script("DescribeInstances", repeats: true, .page(1, next: "same"))
        #expect(try await fixture.failure(fixture.context())?.kind == .malformedAnswer)
        #expect(try await aws.calls().count == 2)
    }

    @Test("a role that vanishes between two pages is an error, not a short list")
    func vanished() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        try await aws.script(
            "DescribeInstances", .page(3, next: "a"), .error("InvalidClientTokenId", status: 403))
        #expect(try await fixture.failure(fixture.context())?.kind == .badCredentials)
    }
}
