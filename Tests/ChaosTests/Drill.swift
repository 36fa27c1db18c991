import FleetTestSupport
import Foundation
import HTTPClient
import Postgres
import PostgresTestSupport
import Redis
import RedisTestSupport
import Synchronization
import TestSupport
import Testing

/// One fleet, a load, and what was promised to whom.
final class Drill: Sendable {
    private struct State {
        var accepted: Set<UUID> = []
        var answers: [Int: Int] = [:]
        var broken: [String: Int] = [:]
        var slowest = Duration.zero
        var lacksRetryAfter = 0
        var turn = 0
    }

    let fleet: Fleet
    let admin: Caller
    let name: String
    /// Five companies that share the queue.
    let tenants = (0..<5).map { _ in UUID().uuidString.lowercased() }
    private let urls: Mutex<[String]>
    private let state = Mutex(State())

    private init(_ name: String, fleet: Fleet, admin: Caller) {
        self.name = name
        self.fleet = fleet
        self.admin = admin
        urls = Mutex([admin.url])
    }

    /// Runs `body` with a fleet of its own: servers and one API; the rest is the drill's to start.
    static func run(
        _ name: String, environment: [String: String] = [:], postgres settings: [String: String] = [:],
        prepare: (@Sendable (PostgresServer, RedisTestServer) async throws -> Void)? = { _, _ in },
        surroundings: (@Sendable (PostgresServer, RedisTestServer) async throws -> [String: String])? = nil,
        _ change: (inout Fleet.Options) -> Void = { _ in },
        _ body: (Drill) async throws -> Void
    ) async throws {
        let standard = ["FLOTILLA_BENCH": "1", "LEASE": "3s", "SHUTDOWN_GRACE": "5s"]
        var options = Fleet.Options(environment: standard.merging(environment) { $1 }, postgres: settings)
        options.prepare = prepare
        options.surroundings = surroundings
        change(&options)
        let fleet = try await Fleet.start(options)
        do {
            try await fleet.startAPI()
            let drill = Drill(name, fleet: fleet, admin: try await fleet.user(role: "admin"))
            try await body(drill)
        } catch {
            Issue.record("\(name), seed \(Settings.seed): \(error)\n\(Self.tail(of: fleet))")
        }
        await fleet.stop()
    }

    func report(_ text: String) { Figures.report("\(name): \(text)") }

    /// The last lines of every process, for the message of a drill that failed.
    static func tail(of fleet: Fleet) -> String { String(fleet.logs.suffix(12_000)) }

    // MARK: The load

    var accepted: Set<UUID> { state.withLock { $0.accepted } }
    var answers: [Int: Int] { state.withLock { $0.answers } }
    /// What the client saw instead of an answer, with how often.
    var broken: [String: Int] { state.withLock { $0.broken } }
    var slowest: Duration { state.withLock { $0.slowest } }
    var lacksRetryAfter: Int { state.withLock { $0.lacksRetryAfter } }

    /// The requests go to these in turn.
    func serve(from urls: [String]) { self.urls.withLock { $0 = urls } }

    func noop(_ number: Int) -> JSON { job("bench.noop", [:], number) }
    func sleep(_ ms: Int, _ number: Int) -> JSON { job("bench.sleep", ["ms": .number(Double(ms))], number) }

    func job(_ kind: String, _ payload: JSON, _ number: Int, _ options: [String: JSON] = [:]) -> JSON {
        .object(
            options.merging([
                "kind": .string(kind), "payload": payload, "tenant": .string(tenants[number % tenants.count]),
            ]) { $1 })
    }

    /// Asks until the jobs are accepted, as a simple client does: after 503 or a broken connection it asks again,
    /// elsewhere when there is an elsewhere, with the same Idempotency-Key.
    func post(_ jobs: [JSON], for limit: Duration = .seconds(60)) async throws {
        let key = UUID().uuidString
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await ask(jobs, key: key) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Unexpected("\(jobs.count) jobs were not accepted within \(limit): \(answers), \(broken)")
    }

    /// Asks once.
    /// - Returns: whether the jobs were accepted.
    func ask(_ jobs: [JSON], key: String? = nil) async throws -> Bool {
        let turn = state.withLock { state in
            state.turn += 1
            return state.turn
        }
        let url = urls.withLock { $0[turn % $0.count] }
        let start = ContinuousClock.now
        do {
            let headers = key.map { [("Idempotency-Key", $0)] } ?? []
            let answer = try await Caller(url: url, token: admin.token).send(
                "POST", "/jobs/batch", body: JSON.object(["jobs": .array(jobs)]).bytes, headers: headers,
                within: .seconds(30))
            note(answer)
            return answer.status == 202
        } catch let error as HTTPClientError {
            state.withLock { state in
                state.broken["\(error.kind)", default: 0] += 1
                state.slowest = max(state.slowest, start.duration(to: .now))
            }
            return false
        }
    }

    private func note(_ answer: Answer) {
        let ids = answer.status == 202 ? answer["jobs"].array.compactMap { $0["id"].string.flatMap(UUID.init) } : []
        state.withLock { state in
            state.accepted.formUnion(ids)
            state.answers[answer.status, default: 0] += 1
            state.slowest = max(state.slowest, answer.time)
            if answer.status == 503, answer.headers["Retry-After"].flatMap({ Int($0) }) ?? 0 <= 0 {
                state.lacksRetryAfter += 1
            }
        }
    }

    /// Counts rows that were inserted by SQL among what was accepted: a job exists from the commit of its row.
    func accept(_ ids: [UUID]) { state.withLock { $0.accepted.formUnion(ids) } }

    /// Inserts queued jobs that were minted `age` ago and are not offered.
    func insertAged(_ count: Int, age: Duration, sleep ms: Int) async throws {
        let rows = try await fleet.database.query(
            """
            insert into jobs (id, tenant, kind, queue, status, priority, max_attempts, timeout_ms, payload)
            select (left(flotilla.uuid_floor(now() - \(age.seconds) * interval '1 second')::text, 13)
                    || '-7' || substr(gen_random_uuid()::text, 16))::uuid,
                \(UUID()), 'bench.sleep', 'bench', 'queued', 4, 8, 60000, \(JSONText(#"{"ms":\#(ms)}"#))
            from generate_series(1, \(Int64(count))) returning id
            """
        ).rows
        accept(try rows.map { try $0.decode(0, as: UUID.self) })
    }

    // MARK: The dispatcher

    func redis(_ command: RedisCommand) async throws -> RedisValue {
        let client = RedisClient(try RedisConfiguration(url: fleet.redis.url))
        defer { client.close() }
        return try await client.command(command)
    }

    func flush() async throws { _ = try await redis(RedisCommand("FLUSHALL")) }

    // MARK: The end

    /// Waits until no job is open, prints the counts, and demands that none was lost, doubled or blamed and that no
    /// attempt ended otherwise than in one of these ways.
    @discardableResult
    func expectAllOnce(
        ends allowed: Set<String> = [], within limit: Duration = .seconds(60),
        at place: SourceLocation = #_sourceLocation
    ) async throws -> Verdict {
        let time = try await drained(within: limit)
        let verdict = try await verdict()
        report("\(verdict); drained \(time.text) after the load")
        let isGood =
            verdict.lost == 0 && verdict.doubled == 0 && verdict.blamed == 0 && verdict.succeeded == verdict.rows
            && Set(verdict.ends.keys).subtracting(allowed).isSubset(of: ["succeeded"])
        #expect(
            isGood, "\(name), seed \(Settings.seed): \(verdict) \(verdict.statuses)\n\(Self.tail(of: fleet))",
            sourceLocation: place)
        return verdict
    }
}
