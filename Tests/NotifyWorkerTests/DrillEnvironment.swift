import FleetTestSupport
import Foundation

/// An API and an enqueuer; workers are the tests' own. Silent sessions are found out soon.
final class DrillEnvironment: Environment {
    @TaskLocal private static var value: DrillEnvironment?
    static var slot: TaskLocal<DrillEnvironment?> { $value }

    let fleet: Fleet
    let servers: Servers
    let admin: Caller

    private init(fleet: Fleet, servers: Servers, admin: Caller) {
        self.fleet = fleet
        self.servers = servers
        self.admin = admin
    }

    static func start() async throws -> DrillEnvironment {
        async let servers = Servers.start()
        let fleet = try await Fleet.start(
            .init(environment: [
                "FLOTILLA_BENCH": "1", "FLOTILLA_WEBHOOK_ALLOW": "127.0.0.1", "LEASE": "3s",
                "FLOTILLA_OUTSIDE_MAILS": "1000000",
            ]))
        try await fleet.startAPI()
        _ = try await fleet.start("enqueuer")
        return DrillEnvironment(
            fleet: fleet, servers: try await servers, admin: try await fleet.user(role: "admin"))
    }

    func startWorker(_ more: [String: String] = [:]) async throws -> FleetProcess {
        try await fleet.startWorker("NotifyWorker", servers.settings.merging(more) { $1 })
    }

    func stop() async { await fleet.stop() }

    /// Jobs that wait for their time run at once.
    func hasten(_ jobs: [UUID]) async throws {
        _ = try await fleet.database.query(
            """
            with ready as (
                update jobs set status = 'queued', run_at = now() where id = any(\(jobs)) and status = 'scheduled' returning id
            ), listed as (insert into enqueued select id from ready on conflict do nothing)
            insert into due select now(), id from ready on conflict do nothing
            """)
    }
}
