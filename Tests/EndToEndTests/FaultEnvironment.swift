import AWSTestSupport
import FleetTestSupport
import Foundation
import Synchronization
import TestSupport

/// A fleet whose leases are short, so that what is lost is found soon. Each test starts and ends its own workers.
final class FaultEnvironment: Environment {
    @TaskLocal private static var value: FaultEnvironment?
    static var slot: TaskLocal<FaultEnvironment?> { $value }

    static let lease = Duration.seconds(2)

    let fleet: Fleet
    let aws: ScriptedAWS
    let tenant: Tenant
    let admin: Caller
    private let enqueuer: Mutex<FleetProcess>

    private init(fleet: Fleet, aws: ScriptedAWS, tenant: Tenant, admin: Caller, enqueuer: FleetProcess) {
        self.fleet = fleet
        self.aws = aws
        self.tenant = tenant
        self.admin = admin
        self.enqueuer = Mutex(enqueuer)
    }

    static func start() async throws -> FaultEnvironment {
        let aws = try await ScriptedAWS()
        let fleet = try await Fleet.start(
            .init(environment: [
                "AWS_ENDPOINT_URL": aws.url, "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret",
                "FLOTILLA_BENCH": "1", "LEASE": "2s", "SHUTDOWN_GRACE": "4s",
            ]))
        try await fleet.startAPI()
        return FaultEnvironment(
            fleet: fleet, aws: aws, tenant: try await fleet.signUp(role: "arn:aws:iam::111122223333:role/scan"),
            admin: try await fleet.user(role: "admin"), enqueuer: try await fleet.start("enqueuer"))
    }

    func stop() async {
        await fleet.stop()
    }

    // MARK: What tests do to it

    func killEnqueuer() async {
        await enqueuer.withLock { $0 }.kill()
    }

    func restartEnqueuer() async throws {
        await killEnqueuer()
        let process = try await fleet.start("enqueuer")
        enqueuer.withLock { $0 = process }
    }

    /// Runs `body` with workers of its own, none of which is left behind.
    func withWorkers(
        _ count: Int = 1, of program: String, _ environment: [String: String] = [:],
        _ body: ([FleetProcess]) async throws -> Void
    ) async throws {
        var workers: [FleetProcess] = []
        var failure: (any Error)?
        do {
            for _ in 0..<count { workers.append(try await fleet.startWorker(program, environment)) }
            try await body(workers)
        } catch {
            failure = error
        }
        for worker in workers { await killWhole(worker) }
        if let failure { throw failure }
    }

    /// SIGKILL for a supervisor and its executors, frozen or not.
    func killWhole(_ worker: FleetProcess) async {
        let executors = worker.children
        await worker.kill()
        for executor in executors { kill(executor, SIGKILL) }
    }

    /// Waits until a job runs, and returns the worker that has it. A row says so a moment before a slot has it.
    func holder(of job: String, among workers: [FleetProcess]) async throws -> FleetProcess {
        let id = UUID(uuidString: job) ?? UUID()
        var holder: FleetProcess?
        let found = try await eventually {
            let rows = try await self.fleet.database.query(
                """
                select session.pid from jobs join worker_sessions session on session.id = jobs.session
                where jobs.id = \(id) and jobs.status = 'running' and jobs.started_at < now() - interval '0.2 seconds'
                """
            ).rows
            let pid = try rows.first?.decode(0, as: Int32.self)
            holder = workers.first { $0.pid == pid }
            return holder != nil
        }
        guard found, let holder else { throw Unexpected("nobody runs \(job)") }
        return holder
    }

    /// Waits until a region's instances were asked for.
    func asked(_ region: String) async throws -> Bool {
        try await eventually {
            try await self.aws.calls().contains { $0.action == "DescribeInstances" && $0.region == region }
        }
    }

    func effects(of jobs: [String]) async throws -> Int {
        let ids = jobs.compactMap(UUID.init(uuidString:))
        return try await fleet.count("select count(*) from bench_effects where job_id = any(\(ids))")
    }

    /// Puts away what a test leaves queued, so that the next one has the workers for itself.
    func putAway(_ job: String) async throws {
        let id = UUID(uuidString: job) ?? UUID()
        _ = try await fleet.database.query(
            "update jobs set status = 'cancelled', token = null, finished_at = now() where id = \(id)")
    }
}
