import Foundation
import Jobs
import Postgres
import TestSupport
import Testing

@testable import Storage

@Suite("Figures of what happened") struct ActivityTests {
    private static let minute = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 60).rounded(.down) * 60)

    private func contents(_ minute: Date = Self.minute, _ change: (inout ActivityCount) -> Void)
        -> ActivityCounts.Contents
    {
        var count = ActivityCount()
        change(&count)
        var contents = ActivityCounts.Contents()
        contents.counts[.init(minute: minute, queue: "q", kind: "k")] = count
        return contents
    }

    private func row(_ fixture: StorageDatabase) async throws -> [Int] {
        let row = try #require(
            try await fixture.owner.query(
                """
                select enqueued, started, succeeded, retried, failed, cancelled, wait_histogram[5]::bigint,
                    run_histogram[48]::bigint
                from flotilla.activity where queue = 'q'
                """
            ).rows.first)
        return try (0..<8).map { Int(try row.decode($0, as: Int64.self)) }
    }

    @Test("what several processes add to a minute is its sum, bucket by bucket") func sums() async throws {
        try await StorageDatabase.with { fixture in
            for _ in 0..<3 {
                try await fixture.store.add(
                    contents { count in
                        count.started = 5
                        for status in [JobStatus.succeeded, .succeeded, .retrying, .failed, .cancelled, .queued] {
                            count.count(status)
                        }
                        // The fifth bucket takes what took up to 1 ms, the last one everything.
                        count.wait.observe(.microseconds(999))
                        count.run.observe(.seconds(100_000))
                    })
            }
            #expect(try await row(fixture) == [0, 15, 6, 3, 3, 3, 3, 3])
        }
    }

    @Test("a job is counted as enqueued once, whoever inserted it, and the last seconds wait") func enqueued()
        async throws
    {
        try await StorageDatabase.with { fixture in
            try await fixture.owner.query(
                """
                insert into flotilla.job_kinds (kind, queue, timeout_ms, max_attempts, backoff_base_ms, backoff_cap_ms, grace_ms)
                values ('k', 'q', 1000, 1, 0, 0, 0) on conflict do nothing
                """)
            for _ in 0..<3 { try await fixture.owner.query("select flotilla.enqueue('k')") }
            // Over the turn of two minutes at least.
            try await fixture.owner.query(
                "update flotilla.jobs set id = flotilla.mint_id(now() - interval '100 seconds')")
            try await fixture.owner.query(
                "update flotilla.activity_cursor set counted_to = now() - interval '150 seconds'")
            try await fixture.owner.query("select flotilla.enqueue('k')")
            for _ in 0..<2 {
                while try await fixture.store.countEnqueued() {}
                #expect(try await fixture.count("select sum(enqueued)::bigint from flotilla.activity") == 3)
            }
            #expect(
                try await fixture.count(
                    """
                    select count(*) from flotilla.activity where minute <> date_trunc('minute', now() - interval '100 seconds')
                        and minute <> date_trunc('minute', now() - interval '101 seconds')
                    """) == 0)
            // By two at once: the other one finds the place taken.
            try await fixture.owner.query(
                "update flotilla.activity_cursor set counted_to = now() - interval '150 seconds'")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { while try await fixture.store.countEnqueued() {} } }
                try await group.waitForAll()
            }
            while try await fixture.store.countEnqueued() {}
            #expect(try await fixture.count("select sum(enqueued)::bigint from flotilla.activity") == 6)
        }
    }

    @Test("minutes become hours, what was written late among them, and days go: minutes after two, hours after thirty")
    func days() async throws {
        try await StorageDatabase.with { fixture in
            try await fixture.owner.query("select flotilla.tidy_activity(now() - interval '3 days')")
            let day = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 86400).rounded(.down) * 86400)
            let old = day - 3 * 86400 + 7200
            func add(_ minute: Double) async throws {
                try await fixture.store.add(
                    contents(old + minute * 60) { count in
                        count.started = 2
                        count.wait.observe(.microseconds(999))
                        count.run.observe(.seconds(100_000))
                    })
            }
            func hours() async throws -> [[Int64]] {
                try await fixture.store.activity(
                    from: old - 7200, to: day + 86400, step: .seconds(3600), by: .queue, hasDurations: true, limit: 100
                ).map {
                    [
                        Int64($0.at.timeIntervalSince(old)), Int64($0.count.started), Int64($0.count.wait.buckets[4]),
                        Int64($0.count.run.buckets[47]),
                    ]
                }
            }
            try await fixture.owner.query("update flotilla.activity_cursor set merged_to = \(old)")
            let whole: [[Int64]] = [[0, 6, 3, 3], [3600, 2, 1, 1]]
            for minute in [0.0, 1, 60] { try await add(minute) }
            // Before they are merged, and after: the same.
            #expect(try await hours() == [[0, 4, 2, 2], whole[1]])
            try await fixture.owner.query("select flotilla.tidy_activity(\(old + 2 * 3600))")
            #expect(try await hours() == [[0, 4, 2, 2], whole[1]])
            try await add(59)
            for _ in 0..<2 {
                try await fixture.owner.query("select flotilla.tidy_activity(\(old + 3 * 3600))")
                #expect(try await hours() == whole)
            }
            #expect(try await fixture.count("select count(*) from flotilla.activity_hours") == 2)
            try await fixture.store.tidyActivity()
            #expect(try await fixture.count("select count(*) from flotilla.activity") == 0)
            #expect(try await hours() == whole)
            try await fixture.owner.query("select flotilla.tidy_activity(\(day + 27 * 86400))")
            #expect(try await hours() == whole)
            try await fixture.owner.query("select flotilla.tidy_activity(\(day + 29 * 86400))")
            #expect(try await hours() == [])
        }
    }

    @Test("attempts that fail for one reason are one group, and a kind has a bounded number of groups") func errors()
        async throws
    {
        try await StorageDatabase.with { fixture in
            func failing(_ messages: [String], isLast: Bool = false) async throws -> JobID {
                let counts = ActivityCounts()
                let last = Make.job().id
                for message in messages {
                    counts.failed(last, "k", JobError(code: "refused", message: message), isLast: isLast)
                }
                try await fixture.store.add(counts.take())
                return last
            }
            _ = try await failing(["no answer from 10.0.0.1", "no answer from 10.0.0.2\nand more"])
            let last = try await failing(["no answer from host-7"], isLast: true)
            let groups = try await fixture.owner.query(
                "select message, attempts, failed, sample_job from flotilla.error_groups"
            ).rows
            #expect(groups.count == 1)
            let group = try #require(groups.first)
            #expect(try group.decode(0, as: String.self) == "no answer from …")
            #expect(try group.decode(1, as: Int64.self) == 3)
            #expect(try group.decode(2, as: Int64.self) == 1)
            #expect(try group.decode(3, as: UUID.self) == last.uuid)
            let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
            for first in letters { _ = try await failing(letters.map { "about \(first)\($0)" }) }
            let count = try await fixture.count("select count(*) from flotilla.error_groups")
            #expect((500...530).contains(count), "\(count)")
            #expect(try await fixture.count("select sum(attempts)::bigint from flotilla.error_groups") == 3 + 26 * 26)
            #expect(
                try await fixture.count("select attempts from flotilla.error_groups where code = 'other'")
                    == 3 + 26 * 26 - count - 2 + 1)
        }
    }
}
