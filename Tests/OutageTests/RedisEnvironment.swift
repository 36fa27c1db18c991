import FleetTestSupport
import Foundation
import Redis
import TestSupport

/// A fleet whose Redis is put into one wrong state after another.
final class RedisEnvironment: Environment {
    @TaskLocal private static var value: RedisEnvironment?
    static var slot: TaskLocal<RedisEnvironment?> { $value }

    let fleet: Fleet
    let admin: Caller
    let worker: FleetProcess

    private init(fleet: Fleet, admin: Caller, worker: FleetProcess) {
        self.fleet = fleet
        self.admin = admin
        self.worker = worker
    }

    static func start() async throws -> RedisEnvironment {
        let fleet = try await Fleet.start(.init(environment: ["FLOTILLA_BENCH": "1"]))
        try await fleet.startAPI()
        _ = try await fleet.start("enqueuer")
        let worker = try await fleet.startWorker("BenchWorker")
        return RedisEnvironment(fleet: fleet, admin: try await fleet.user(role: "admin"), worker: worker)
    }

    func stop() async { await fleet.stop() }

    /// Runs `body` with a client that keeps its rights whatever is done to the user of the fleet.
    func withOperator(_ body: (RedisClient) async throws -> Void) async throws {
        let client = RedisClient(try RedisConfiguration(url: fleet.redis.url))
        let rights = RedisCommand("ACL", "SETUSER", "operator", "on", ">operator", "~*", "&*", "+@all")
        try await client.command(rights)
        client.close()
        let url = "redis://operator:operator@127.0.0.1:\(fleet.redis.port)"
        let own = RedisClient(try RedisConfiguration(url: url))
        defer { own.close() }
        try await own.command(RedisCommand("PING"))
        try await body(own)
    }

    /// Waits until `/readyz` names this, or with nil until nothing is wrong.
    func isTold(_ code: String?) async throws -> JSON {
        var answer = JSON.null
        _ = try await eventually(within: .seconds(15)) {
            answer = try await self.fleet.anybody.get("/readyz").json
            let codes = answer["reasons"].array.compactMap { $0["code"].string }
            return code.map { codes.contains($0) } ?? (answer["status"] == "ready")
        }
        return answer
    }

    /// A job that stays queued for a moment.
    func whyOfQueuedJob() async throws -> (why: JSON, id: String) {
        guard try await admin.post("/queues/bench/pause", [:]).status < 300 else { throw Unexpected("not paused") }
        let id = try await admin.job("bench.noop")
        let why = try await admin.get("/jobs/\(id)")["why"]
        guard try await admin.post("/queues/bench/resume", [:]).status < 300 else { throw Unexpected("not resumed") }
        return (why, id)
    }
}
