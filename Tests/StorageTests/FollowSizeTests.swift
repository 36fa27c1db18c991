import Foundation
import Jobs
import Postgres
import Storage
import Testing

/// What follows from one end may be much: it is done in steps of a bounded size.
@Suite struct FollowSizeTests {
    private static let failure = Transition.failed(JobError(code: "no", message: "No."), end: .error)
    private static let many = 10_000

    private func enqueue(_ jobs: [NewJob], _ fixture: StorageDatabase) async throws {
        var rest = jobs[...]
        while !rest.isEmpty {
            _ = try await fixture.store.enqueue(Array(rest.prefix(1000)))
            rest = rest.dropFirst(1000)
        }
    }

    private func fail(_ job: NewJob, _ fixture: StorageDatabase) async throws {
        let claim = try await fixture.claimed(job.id)
        _ = try await fixture.settle(claim, Self.failure)
    }

    @Test("a chain of ten thousand is cancelled from its head in steps that end some hundreds each")
    func deep() async throws {
        try await StorageDatabase.with { fixture in
            var jobs = [Make.job()]
            while jobs.count < Self.many { jobs.append(Make.job(after: [jobs[jobs.count - 1]])) }
            try await enqueue(jobs, fixture)
            try await fail(jobs[0], fixture)
            _ = try await fixture.store.makeStep(of: .dependencies)
            let once = try await fixture.count("select count(*) from jobs where status = 'cancelled'")
            #expect((100...500).contains(once))
            let start = ContinuousClock.now
            let steps = try await fixture.follow().steps
            print("FIGURE a chain of 10,000 cancelled in \(steps) steps, \(ContinuousClock.now - start)")
            #expect(steps < 100)
            #expect(try await fixture.count("select count(*) from jobs where status = 'cancelled'") == Self.many - 1)
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("ten thousand followers of one job are released in bounded steps")
    func wide() async throws {
        try await StorageDatabase.with { fixture in
            let parent = Make.job()
            try await enqueue([parent], fixture)
            let children = (0..<Self.many).map { _ in Make.job(after: [parent]) }
            try await enqueue(children, fixture)
            let claim = try await fixture.claimed(parent.id)
            _ = try await fixture.settle(claim, .succeeded(result: Array("{}".utf8)))
            #expect(try await fixture.store.makeStep(of: .dependencies).released.count == 500)
            let start = ContinuousClock.now
            let rest = try await fixture.follow()
            print("FIGURE 9,500 followers released in \(rest.steps) steps, \(ContinuousClock.now - start)")
            #expect(rest.released.count == Self.many - 500)
            #expect(try await fixture.count("select count(*) from enqueued") == Self.many)
            #expect(try await fixture.leftovers() == 0)
        }
    }

    @Test("a job may follow ten thousand others")
    func narrow() async throws {
        try await StorageDatabase.with { fixture in
            let parents = Make.jobs(Self.many)
            try await enqueue(parents, fixture)
            let child = Make.job(after: parents)
            let start = ContinuousClock.now
            _ = try await fixture.store.enqueue([child])
            print("FIGURE a job that follows 10,000 enqueued in \(ContinuousClock.now - start)")
            // As one statement each, as batches of results end them.
            try await fixture.owner.query("update jobs set status = 'succeeded' where id <> \(child.id.uuid)")
            let begin = ContinuousClock.now
            let done = try await fixture.follow()
            print("FIGURE 10,000 parents counted in \(done.steps) steps, \(ContinuousClock.now - begin)")
            #expect(done.released == [child.id])
            #expect(try await fixture.leftovers() == 0)
        }
    }
}
