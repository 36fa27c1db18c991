import FleetTestSupport

/// A fleet whose one worker runs the bench kinds.
final class WatchEnvironment: Environment {
    @TaskLocal private static var value: WatchEnvironment?
    static var slot: TaskLocal<WatchEnvironment?> { $value }

    let fleet: Fleet
    let admin: Caller
    let tenant: Tenant
    let stranger: Tenant
    let enqueuer: FleetProcess

    private init(fleet: Fleet, admin: Caller, tenant: Tenant, stranger: Tenant, enqueuer: FleetProcess) {
        self.fleet = fleet
        self.admin = admin
        self.tenant = tenant
        self.stranger = stranger
        self.enqueuer = enqueuer
    }

    static func start() async throws -> WatchEnvironment {
        let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1", "LEASE": "3s"]))
        try await fleet.startAPI()
        let enqueuer = try await fleet.start("enqueuer")
        _ = try await fleet.startWorker("BenchWorker", ["CONCURRENCY": "8"])
        return WatchEnvironment(
            fleet: fleet, admin: try await fleet.user(role: "admin"), tenant: try await fleet.signUp(),
            stranger: try await fleet.signUp(), enqueuer: enqueuer)
    }

    func stop() async { await fleet.stop() }
}

extension WatchEnvironment {
    /// A job of the tenant's that reports progress.
    func emit(_ chunks: Int, bytes: Int = 0, ms: Int = 0) async throws -> String {
        try await admin.job(
            "bench.emit",
            ["chunks": .number(Double(chunks)), "bytes": .number(Double(bytes)), "ms": .number(Double(ms))],
            ["tenant": .string(tenant.id)])
    }
}

extension [ServerEvent] {
    func named(_ name: String) -> [ServerEvent] { filter { $0.name == name } }

    /// The numbers that the chunks of `bench.emit` begin with.
    var chunks: [Int] {
        named("chunk").compactMap { Int($0.json["data"].string?.split(separator: " ").first ?? "") }
    }
}
