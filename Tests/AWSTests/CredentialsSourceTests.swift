import AWSTestSupport
import Foundation
import HTTPClient
import Testing

@testable import AWS

/// Where the fleet's own credentials come from.
@Suite("Sources of credentials", .timeLimit(.minutes(2)))
struct CredentialsSourceTests {
    private let http = WebClient(HTTPClientConfiguration(usesProxies: false))

    private func failure(_ source: some CredentialsSource) async -> CredentialsFailure? {
        do {
            _ = try await source.load(until: .now + .seconds(10))
            return nil
        } catch {
            return error
        }
    }

    private func file(_ text: String) throws -> String {
        let path = NSTemporaryDirectory() + "token-\(UUID().uuidString)"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test("an instance's metadata are asked with a token of their own, and never without")
    func instance() async throws {
        let server = try await CredentialsServer()
        let source = InstanceSource(endpoint: server.url, http: http)
        let credentials = try await source.load(until: .now + .seconds(10))
        #expect(credentials.accessKeyID == "ASIAGIVEN1" && credentials.sessionToken == "token1")
        #expect(credentials.expiration.map { $0.timeIntervalSinceNow > 3500 } == true)
        let calls = try await server.calls()
        #expect(calls.map(\.method) == ["PUT", "GET", "GET"])
        #expect(calls.dropFirst().allSatisfy { $0.headers["x-aws-ec2-metadata-token"] == "session-token" })
    }

    @Test(
        "what is no document of credentials is a failure that says so, and takes no more than its time",
        arguments: [
            "", "<html>", "{}", "[]", #"{"Code":"AssumeRoleUnauthorizedAccess"}"#,
            #"{"AccessKeyId":"A\nB","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"#,
            #"{"AccessKeyId":"A","SecretAccessKey":"s","Token":"t","Expiration":"soon"}"#,
            #"{"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"2099-01-01T00:00:00Z"}"#,
            String(repeating: "x", count: 1 << 17),
        ])
    func strange(_ answer: String) async throws {
        let server = try await CredentialsServer()
        // An empty answer means the plain one to the server, so that a blank stands for it.
        try await server.set(answer: answer.isEmpty ? " " : answer)
        let instance = await failure(InstanceSource(endpoint: server.url, http: http))
        #expect(instance != nil && instance?.isNone == false)
        let container = ContainerSource(url: server.url + "/container", token: "shown-1", tokenFile: nil, http: http)
        let error = try #require(await failure(container))
        #expect(!error.problem.contains("secret") && !error.advice.isEmpty)
    }

    @Test("where there is no metadata service there are no credentials, within its second")
    func absent() async throws {
        let server = try await CredentialsServer()
        try await server.set(silent: true)
        let start = ContinuousClock.now
        #expect(await failure(InstanceSource(endpoint: server.url, http: http))?.isNone == true)
        #expect(.now - start < .seconds(4))
        #expect(await failure(InstanceSource(endpoint: "http://127.0.0.1:1", http: http))?.isNone == true)
        try await server.set(silent: false)
    }

    @Test("a container shows its token, and reads the file of it each time")
    func container() async throws {
        let server = try await CredentialsServer()
        let path = try file("shown-1\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let source = ContainerSource(url: server.url + "/container", token: "other", tokenFile: path, http: http)
        #expect(try await source.load(until: .now + .seconds(10)).accessKeyID == "ASIAGIVEN1")
        try await server.set(secret: "shown-2")
        let refused = try #require(await failure(source))
        #expect(refused.problem.contains("403") && !refused.problem.contains("shown"))
        try "shown-2".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try await source.load(until: .now + .seconds(10)).accessKeyID == "ASIAGIVEN2")
        try "two\nlines".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await failure(source)?.problem.contains(path) == true)
        try FileManager.default.removeItem(atPath: path)
        #expect(await failure(source)?.problem.contains(path) == true)
    }

    @Test("a role is assumed with the token that is in the file now, without a signature; AWS's refusal is reported")
    func webIdentity() async throws {
        let aws = try await ScriptedAWS()
        let fixture = try Fixture(aws.url)
        let path = try file("identity-1\n")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let source = WebIdentitySource(
            tokenFile: path, role: try RoleARN("arn:aws:iam::111122223333:role/fleet"), sessionName: "flotilla",
            client: fixture.client, region: fixture.region)
        let answer = ScriptedAWS.Step.body(
            "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
                + "<AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                + "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                + "</AssumeRoleWithWebIdentityResponse>")
        try await aws.script(
            "AssumeRoleWithWebIdentity", answer, answer, .error("InvalidIdentityToken"), .error("ExpiredTokenException")
        )
        #expect(try await source.load(until: .now + .seconds(10)).accessKeyID == "ASIAWEB")
        try "identity-2".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try await source.load(until: .now + .seconds(10)).sessionToken == "t")
        let calls = try await aws.calls()
        #expect(calls.map { $0.parameters["WebIdentityToken"] } == ["identity-1", "identity-2"])
        #expect(calls.allSatisfy { $0.parameters["RoleSessionName"] == "flotilla" && $0.target == "/" })
        #expect(calls.allSatisfy { $0.headers["authorization"] == nil })
        #expect(await failure(source)?.problem.contains("InvalidIdentityToken") == true)
    }

    @Test("moto opens a role by web identity, and knows whose session it is")
    func motoWebIdentity() async throws {
        let moto = try await MotoServer()
        defer { moto.stop() }
        let fixture = try Fixture(moto.url)
        let path = try file("a.b.c")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let source = WebIdentitySource(
            tokenFile: path, role: try RoleARN("arn:aws:iam::111122223333:role/fleet"), sessionName: "flotilla",
            client: fixture.client, region: fixture.region)
        let own = FleetCredentials(source, region: fixture.region)
        let sts = STS(client: fixture.client, region: fixture.region, credentials: own)
        #expect(try await sts.ownIdentity(until: .now + .seconds(20)).accountID == "111122223333")
    }
}
