import AWSTestSupport
import Testing

@testable import AWS

// One after another: they share a server, which takes seconds to start.
@Suite("An AWS that checks signatures", .serialized)
struct MotoTests {
    private static let server = Task { try await MotoServer() }

    private static func freshMoto() async throws -> MotoServer {
        let moto = try await server.value
        try await moto.reset()
        return moto
    }

    @Test("signed calls are accepted, with and without a session; a wrong secret and an unknown key differ")
    func signatures() async throws {
        let moto = try await Self.freshMoto()
        let made = try await moto.makeWorker(actions: ["ec2:Describe*"])
        let key = AWSCredentials(accessKeyID: made.accessKeyID, secretAccessKey: made.secretAccessKey)
        let arn = try await moto.makeRole(in: "111122223333", externalID: "external-1")
        let ids = try await moto.makeInstances(3, in: "111122223333", region: "eu-west-1")
        let fixture = try Fixture(moto.url)

        #expect(try await fixture.sts().failure(fixture.context()) == .badCredentials)
        let wrong = AWSCredentials(accessKeyID: made.accessKeyID, secretAccessKey: "wrong")
        #expect(try await fixture.sts().failure(fixture.context(key: wrong)) == .invalidSignature)
        let own = try await fixture.sts().getCallerIdentity(fixture.context(key: key))
        #expect(own.accountID == MotoServer.ownAccount)

        let request = AssumeRoleRequest(role: try RoleARN(arn), externalID: "external-1", sessionName: "test")
        let session = try await fixture.sts(key).assumeRole(request, until: .now + .seconds(20))
        #expect(session.accountID == "111122223333")
        let context = fixture.context(key: session.credentials)
        #expect(try await fixture.sts().getCallerIdentity(context).accountID == "111122223333")
        let ec2 = EC2(client: fixture.client)
        #expect(try await ec2.describeRegions(from: fixture.region, context).elements.count > 20)
        #expect(try await Set(ec2.describeInstances(in: fixture.region, context).get().map(\.instanceID)) == Set(ids))
        #expect(try await ec2.describeInstances(in: fixture.region, fixture.context(key: key)).get().isEmpty)
    }

    @Test("a role without the permission is denied")
    func denied() async throws {
        let moto = try await Self.freshMoto()
        let made = try await moto.makeWorker()
        let key = AWSCredentials(accessKeyID: made.accessKeyID, secretAccessKey: made.secretAccessKey)
        let fixture = try Fixture(moto.url)
        let error = try await fixture.failure(fixture.context(key: key))
        #expect(error?.kind == .accessDenied)
        #expect(error?.sentence.contains("ec2:DescribeInstances in eu-west-1") == true)
    }
}

extension STS {
    fileprivate func failure(_ context: AWSCallContext) async throws -> AWSError.Kind? {
        do throws(AWSError) {
            _ = try await getCallerIdentity(context)
            return nil
        } catch {
            return error.kind
        }
    }
}
