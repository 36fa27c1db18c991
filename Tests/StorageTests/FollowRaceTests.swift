import Foundation
import Jobs
import Postgres
import Storage
import Testing

/// Many who end, follow and release at the same time.
@Suite struct FollowRaceTests {
    private func status(_ job: NewJob, _ fixture: StorageDatabase) async throws -> JobStatus? {
        try await fixture.store.job(job.id, for: .everybody)?.status
    }

    /// Claims a job and settles it.
    private func end(
        _ job: NewJob, _ transition: Transition = .succeeded(result: Array("{}".utf8)), followUps: [NewJob] = [],
        in fixture: StorageDatabase
    ) async throws {
        let test = fixture
        let claim = try await test.claimed(job.id)
        let report = try await fixture.store.settle([
            test.settlement(claim, transition, followUps: followUps, isUnique: job.uniqueKey != nil)
        ])
        guard report.committed == [claim] else { throw NotSettled(description: "\(report)") }
    }

    @Test("sixteen writers end the parents of one job at once, and steps are made by four: it is released exactly once")
    func together() async throws {
        try await StorageDatabase.with { fixture in
            for _ in 0..<5 {
                let parents = Make.jobs(32)
                let child = Make.job(after: parents)
                _ = try await fixture.store.enqueue(parents + [child])
                let releases = try await withThrowingTaskGroup(of: [JobID].self) { group in
                    for part in 0..<16 {
                        group.addTask {
                            for parent in parents[(part * 2)..<(part * 2 + 2)] { try await end(parent, in: fixture) }
                            return []
                        }
                    }
                    for _ in 0..<4 {
                        group.addTask {
                            var released: [JobID] = []
                            while try await fixture.count(
                                "select count(*) from jobs where id = \(child.id.uuid) and run_at is null") > 0
                            {
                                released += try await fixture.store.makeStep(of: .dependencies).released
                            }
                            return released
                        }
                    }
                    return try await group.reduce([]) { $0 + $1 }
                }
                #expect(releases == [child.id])
                #expect(try await fixture.count("select count(*) from due where id = \(child.id.uuid)") == 1)
                try await end(child, in: fixture)
            }
            _ = try await fixture.follow()
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("a follower that is inserted while its parent ends is never forgotten")
    func race() async throws {
        try await StorageDatabase.with { fixture in
            let parents = Make.jobs(60)
            _ = try await fixture.store.enqueue(parents)
            var children: [NewJob] = []
            for parent in parents {
                let child = Make.job(after: [parent])
                children.append(child)
                async let ending: Void = end(parent, in: fixture)
                async let inserting = fixture.store.enqueue([child])
                async let step = fixture.store.makeStep(of: .dependencies)
                _ = try await (ending, inserting, step)
            }
            _ = try await fixture.follow()
            #expect(
                try await fixture.count(
                    "select count(*) from jobs where id = any(\(children.map(\.id.uuid))) and status = 'queued'") == 60)
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("a parent that is being ended holds up who wants to follow it until it is known how it ended")
    func heldParent() async throws {
        try await StorageDatabase.with { fixture in
            let parent = Make.job()
            let child = Make.job(after: [parent])
            _ = try await fixture.store.enqueue([parent])
            try await fixture.owner.withConnection { ending in
                try await ending.query("begin")
                try await ending.query("update jobs set status = 'succeeded' where id = \(parent.id.uuid)")
                async let inserting = fixture.store.enqueue([child])
                try await Task.sleep(for: .milliseconds(200))
                try await ending.query("commit")
                _ = try await inserting
            }
            #expect(try await status(child, fixture) == .queued)
        }
    }

    @Test("a result that brings a follower of a job that is being ended waits until it is known how that ended")
    func heldParentOfFollowUp() async throws {
        try await StorageDatabase.with { fixture in
            let (parent, maker) = (Make.job(), Make.job())
            let child = Make.job(after: [parent])
            _ = try await fixture.store.enqueue([parent, maker])
            try await fixture.owner.withConnection { ending in
                try await ending.query("begin")
                try await ending.query("update jobs set status = 'succeeded' where id = \(parent.id.uuid)")
                async let settling: Void = end(maker, followUps: [child], in: fixture)
                try await Task.sleep(for: .milliseconds(200))
                try await ending.query("commit")
                try await settling
            }
            #expect(try await status(child, fixture) == .queued)
        }
    }
}
