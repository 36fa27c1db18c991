import FleetTestSupport
import Foundation
import HTTPServer
import JSON
import Jobs
import Testing

@testable import API

@Suite("Views")
struct ViewTests {
    private func json(_ view: some Encodable) throws -> JSON { try JSON(parsing: JSONCoding.encode(view)) }

    private var job: JobRecord {
        JobRecord(
            id: JobID(UUID()), tenant: UUID(), kind: "bench.noop", queue: "bench", status: .running, priority: 4,
            attempt: 1, errors: 0, crashes: 0, maxAttempts: 3, timeout: .seconds(30), createdAt: Date(), runAt: nil,
            startedAt: Date(), finishedAt: nil, error: nil, result: Array(#"{"a": [1, 2]}"#.utf8), attempts: [])
    }

    @Test("what is not there is null, and a list carries no results") func jobs() throws {
        let whole = try json(JobView(job))
        #expect(
            whole.names.isSuperset(of: [
                "id", "kind", "queue", "status", "progress", "attempt", "max_attempts", "created_at", "run_at",
                "started_at", "finished_at", "error", "result", "attempts", "batch_id",
            ]))
        #expect(whole["run_at"] == nil && whole["result"] == ["a": [1, 2]] && whole["timeout"] == 30)
        #expect(whole["progress"] == ["percent": 0, "message": nil])
        #expect(!whole.names.contains("why") && !whole.names.contains("after"))
        #expect(!(try json(JobView.listed(job))).names.contains("result"))
        let unknown = try json(JobView(job, reported: .unknown, why: .taken))
        #expect(unknown["progress"]["percent"] == nil && unknown["why"]["code"] == "taken")
    }

    @Test("limits are shown in the shape in which a patch takes them") func limits() throws {
        let tenant = UUID().uuidString.lowercased()
        let rules = [
            LimitRule(.init(.queue), running: LimitRule.unlimited, isPaused: true),
            LimitRule(.init(.tenant, subject: tenant), weight: 2),
            LimitRule(.init(.key, kind: "a.kind"), rate: 2.5, burst: 4),
            LimitRule(.init(.key, kind: "a.kind", subject: "k"), running: 1),
        ]
        let view = try json(LimitsView(rules))
        #expect(
            view == [
                "running": "unlimited", "paused": true, "tenants": .object([tenant: ["weight": 2]]),
                "kinds": [
                    "a.kind": [
                        "each_key": ["starts": ["per_second": 2.5, "burst": 4]], "keys": ["k": ["running": 1]],
                    ]
                ],
            ])
        #expect(try json(LimitsView([])) == [:])
        let read = QueueLimitsRead(declared: [rules[0]], usage: nil)
        let queue = try json(QueueView("q", stats: nil, oldest: nil, rules: rules, limits: read))
        #expect(queue["paused"] == true && queue["declared"]["running"] == "unlimited")
        #expect(queue.names.contains("at_limit") && queue["at_limit"] == nil && queue["ready"] == nil)
        let listed = try json(QueueView("q", stats: nil, oldest: nil, rules: [])).names
        #expect(listed.isDisjoint(with: ["limits", "declared", "at_limit"]))
    }
}
