import FleetTestSupport
import Foundation

/// An API, an enqueuer that serves its figures, and a worker that logs every run.
final class ObservedEnvironment: Environment {
    @TaskLocal private static var value: ObservedEnvironment?
    static var slot: TaskLocal<ObservedEnvironment?> { $value }

    let fleet: Fleet
    let admin: Caller
    let enqueuer: FleetProcess
    let worker: FleetProcess

    private init(fleet: Fleet, admin: Caller, enqueuer: FleetProcess, worker: FleetProcess) {
        self.fleet = fleet
        self.admin = admin
        self.enqueuer = enqueuer
        self.worker = worker
    }

    static func start() async throws -> ObservedEnvironment {
        let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1", "LOG_FORMAT": "json"]))
        try await fleet.startAPI()
        let enqueuer = try await fleet.start("enqueuer", ["METRICS_PORT": "0"])
        let worker = try await fleet.startWorker("BenchWorker", ["LOG_LEVEL": "debug"])
        return ObservedEnvironment(
            fleet: fleet, admin: try await fleet.user(role: "admin"), enqueuer: enqueuer, worker: worker)
    }

    func stop() async { await fleet.stop() }
}
