import AWSTestSupport
import FleetTestSupport

/// A fleet over an endpoint whose answers are scripted.
final class CloudEnvironment: Environment {
    @TaskLocal private static var value: CloudEnvironment?
    static var slot: TaskLocal<CloudEnvironment?> { $value }

    let fleet: Fleet
    let aws: ScriptedAWS
    let tenant: Tenant

    private init(fleet: Fleet, aws: ScriptedAWS, tenant: Tenant) {
        self.fleet = fleet
        self.aws = aws
        self.tenant = tenant
    }

    static func start() async throws -> CloudEnvironment {
        try await start { $0.url }
    }

    /// - Parameter endpoint: which of the endpoints the worker is given.
    static func start(_ endpoint: (ScriptedAWS) -> String) async throws -> CloudEnvironment {
        let aws = try await ScriptedAWS()
        let fleet = try await Fleet.start(
            .init(environment: [
                "AWS_ENDPOINT_URL": endpoint(aws), "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret",
            ]))
        try await fleet.startAPI()
        let tenant = try await fleet.signUp(role: "arn:aws:iam::111122223333:role/scan")
        _ = try await fleet.startWorker("ScanWorker")
        return CloudEnvironment(fleet: fleet, aws: aws, tenant: tenant)
    }

    func stop() async {
        await fleet.stop()
    }
}
