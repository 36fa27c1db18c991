import Foundation
import JSON
import Jobs
import Postgres
import Storage
import Testing

/// What people do leaves a row in the audit, in the transaction of what they do.
@Suite struct AuditTests {
    private static let admin = Operator(id: UUID(), name: "admin", request: "r-1")

    private static func events(
        _ fixture: StorageDatabase, _ filter: AuditEvent.Filter = .init(), for scope: JobScope = .everybody
    ) async throws -> [AuditEvent] {
        try await fixture.store.actions(filter, before: nil, limit: 100, for: scope).events
    }

    private static func text(_ bytes: [UInt8]?) -> JSONValue? { bytes.flatMap { try? JSONValue(parsing: $0) } }

    @Test("a queue that is paused, limited and resumed: each once, by whom, with what was before")
    func queue() async throws {
        try await StorageDatabase.with { fixture in
            let store = fixture.store
            try await Self.admin.acting {
                try await store.change([.pause(nil, true)], in: "bench")
                try await store.change([.pause(nil, false)], in: "bench")
                // What changes nothing is nothing that was done.
                try await store.change([.pause(nil, false)], in: "bench")
            }
            let events = try await Self.events(fixture)
            #expect(events.map(\.action) == ["queue.resumed", "queue.paused"])
            #expect(events.allSatisfy { $0.objectType == "queue" && $0.objectID == "bench" && $0.tenant == nil })
            #expect(events.allSatisfy { $0.actorID == Self.admin.id && $0.actor == "admin" && $0.requestID == "r-1" })
            #expect(Self.text(events.last?.after)?["paused"]?.boolValue == true)
        }
    }

    @Test("what workers and enqueuers do is in no audit")
    func nobody() async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.store.change([.pause(nil, true)], in: "bench")
            let job = Make.job()
            _ = try await fixture.store.enqueue([job])
            _ = try await fixture.store.cancel(job.id, for: .everybody)
            #expect(try await Self.events(fixture).isEmpty)
        }
    }

    @Test("a job that is cancelled and retried: with its tenant, who sees it, while no other does")
    func job() async throws {
        try await StorageDatabase.with { fixture in
            let job = Make.job()
            _ = try await fixture.store.enqueue([job])
            try await Self.admin.acting {
                let first = try await fixture.store.cancel(job.id, for: .everybody)
                let second = try await fixture.store.cancel(job.id, for: .everybody)
                #expect(first?.wasOpen == true && second?.wasOpen == false)
                #expect(try await fixture.store.retry(job.id, for: .everybody) != nil)
            }
            let events = try await Self.events(fixture, for: .tenant(Make.tenant))
            #expect(events.map(\.action) == ["job.retried", "job.cancelled"])
            #expect(events.allSatisfy { $0.objectID == "\(job.id)" && $0.tenant == Make.tenant })
            #expect(Self.text(events.last?.before)?["status"]?.stringValue == "queued")
            #expect(Self.text(events.last?.after)?["status"]?.stringValue == "cancelled")
            #expect(try await Self.events(fixture, for: .tenant(UUID())).isEmpty)
        }
    }

    @Test("what is undone was not done: the row goes with the transaction")
    func undone() async throws {
        try await StorageDatabase.with { fixture in
            struct Undone: Error {}
            await #expect(throws: Undone.self) {
                try await Self.admin.acting {
                    try await fixture.database.withConnection { connection in
                        try await connection.transaction {
                            try await connection.query(
                                "insert into flotilla.limits (queue, scope, max_running) values ('bench', 'queue', 3)")
                            let within = try await connection.query("select count(*) from flotilla.audit_events").rows
                            #expect(try within.first?.decode(0, as: Int64.self) == 1)
                            throw Undone()
                        }
                    }
                }
            }
            let left = try await Self.events(fixture)
            #expect(left.isEmpty)
        }
    }

    @Test("schedules, workers and bulk operations, and the list by each filter, page by page")
    func filters() async throws {
        try await StorageDatabase.with { fixture in
            let schedules = ScheduleStore(database: fixture.database)
            let id = UUID()
            let other = Operator(name: "flotilla ada")
            let plan = SchedulePlan(cron: "0 0 1 1 *", timeZone: "UTC", body: Array(#"{"kind": "bench.noop"}"#.utf8))
            try await Self.admin.acting {
                try await schedules.create(id, named: "yearly", plan, for: .everybody)
                _ = try await schedules.setPaused(true, .id(id), for: .everybody)
                _ = try await schedules.remove(.id(id), for: .everybody)
            }
            let session = UUID()
            try await fixture.owner.query(
                """
                insert into flotilla.worker_sessions (id, worker, queues, host, pid, concurrency, version)
                values (\(session), 'w', '{bench}', 'h', 1, 1, '0')
                """)
            try await other.acting { _ = try await fixture.store.setQuiet(true, .all) }
            try await other.acting {
                try await fixture.store.begin(
                    BulkOperation(
                        id: UUID(), action: .cancel, filter: JobFilter(kind: "bench.noop"), rate: nil, limit: nil),
                    for: .tenant(Make.tenant))
            }
            let all = [
                "bulk_operation.created", "worker.quieted", "schedule.removed", "schedule.paused", "schedule.created",
            ]
            #expect(try await Self.events(fixture).map(\.action) == all)
            var filter = AuditEvent.Filter()
            filter.objectType = "schedule"
            filter.objectID = id.uuidString.lowercased()
            #expect(try await Self.events(fixture, filter).map(\.action) == Array(all.dropFirst(2)))
            filter.action = "schedule.paused"
            let paused = try await Self.events(fixture, filter)
            #expect(paused.map(\.action) == ["schedule.paused"])
            #expect(Self.text(paused.first?.after) == .object(["name": .string("yearly"), "paused": .bool(true)]))
            filter = AuditEvent.Filter()
            filter.actor = Self.admin.id
            #expect(try await Self.events(fixture, filter).count == 3)
            filter = AuditEvent.Filter()
            filter.tenant = Make.tenant
            #expect(try await Self.events(fixture, filter).map(\.action) == ["bulk_operation.created"])
            var pages: [String] = []
            var cursor: UUID?
            repeat {
                let page = try await fixture.store.actions(.init(), before: cursor, limit: 2, for: .everybody)
                pages += page.events.map(\.action)
                cursor = page.next
            } while cursor != nil
            #expect(pages == all)
            #expect(try await fixture.store.forgetActions(olderThan: .seconds(3600)) == 0)
            #expect(try await fixture.store.forgetActions(olderThan: .seconds(-1)) == 5)
        }
    }
}
