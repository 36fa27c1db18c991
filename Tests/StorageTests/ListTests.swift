import Foundation
import Jobs
import Postgres
import Testing

@testable import Storage

/// Lists of jobs by what few of them are.
@Suite struct ListTests {
    private func ids(
        _ fixture: StorageDatabase, _ filter: JobFilter, before cursor: JobID? = nil, limit: Int = 10,
        scope: JobScope = .tenant(Make.tenant)
    ) async throws -> [JobID] {
        try await fixture.store.jobs(filter, before: cursor, limit: limit, for: scope).map(\.id)
    }

    private func failed(_ fixture: StorageDatabase, _ job: NewJob = Make.job()) async throws -> JobID {
        let claim = try await fixture.claimed(job)
        let error = JobError(code: "gone", message: "No.")
        _ = try await fixture.settle(claim, .failed(error, end: .error))
        return job.id
    }

    @Test("jobs that failed or were cancelled are listed by what they are now, page by page, to those who may see them")
    func failures() async throws {
        try await StorageDatabase.with { fixture in
            var found: [JobID] = []
            for _ in 0..<3 { found.insert(try await failed(fixture), at: 0) }
            let foreign = try await failed(fixture, Make.job(tenant: UUID()))
            let cancelled = Make.job()
            _ = try await fixture.store.enqueue([cancelled])
            _ = try await fixture.store.cancel(cancelled.id, for: .everybody)
            #expect(try await ids(fixture, JobFilter(status: .failed)) == found)
            #expect(try await ids(fixture, JobFilter(status: .failed), before: found[0], limit: 1) == [found[1]])
            #expect(try await ids(fixture, JobFilter(status: .failed), scope: .everybody) == [foreign] + found)
            #expect(try await ids(fixture, JobFilter(status: .cancelled)) == [cancelled.id])
            var filter = JobFilter(status: .failed, kind: "test.kind")
            filter.errorCode = "gone"
            #expect(try await ids(fixture, filter) == found)
            filter.errorCode = "other"
            #expect(try await ids(fixture, filter).isEmpty)
            _ = try await fixture.store.retry(found[0], for: .everybody)
            _ = try await fixture.store.retry(found[1], for: .everybody)
            #expect(try await ids(fixture, JobFilter(status: .failed)) == [found[2]])
            _ = try await fixture.store.cancel(found[1], for: .everybody)
            #expect(try await ids(fixture, JobFilter(status: .cancelled)) == [cancelled.id, found[1]])
        }
    }

    @Test("jobs of a kind that is rare are listed, a tenant's and everybody's")
    func kinds() async throws {
        try await StorageDatabase.with { fixture in
            let rare = JobDefinition(kind: "rare.kind", queue: "test", timeout: .seconds(1))
            var all: [NewJob] = []
            for tenant in [Make.tenant, UUID(), Make.tenant, UUID()] {
                all.append(NewJob(id: Make.minter.mint(), tenant: tenant, definition: rare, payload: Array("{}".utf8)))
                all += Make.jobs(3)
            }
            _ = try await fixture.store.enqueue(all)
            let found = Array(all.filter { $0.kind == "rare.kind" }.reversed())
            let filter = JobFilter(kind: "rare.kind")
            #expect(try await ids(fixture, filter, scope: .everybody) == found.map(\.id))
            #expect(
                try await ids(fixture, filter, before: found[0].id, limit: 2, scope: .everybody) == [
                    found[1].id, found[2].id,
                ])
            #expect(try await ids(fixture, filter) == found.filter { $0.tenant == Make.tenant }.map(\.id))
            #expect(try await ids(fixture, JobFilter(kind: "no.kind"), scope: .everybody).isEmpty)
        }
    }

    @Test("open jobs are listed newest first, whatever lies between them and wherever the marks are")
    func open() async throws {
        try await AgedJobs.with { aged in
            let fixture = aged.fixture
            let old = try await aged.job("queued")
            _ = try await aged.job("succeeded")
            let young = Make.jobs(3)
            _ = try await fixture.store.enqueue(young)
            let later = Make.job(runAt: Date() + 3600)
            _ = try await fixture.store.enqueue([later])
            let beyond = Make.job(id: JobIDMinter { Date() + 20 * 86_400 }.mint())
            _ = try await fixture.store.enqueue([beyond])
            for _ in 0..<3 { try await fixture.store.raiseLowWater(to: JobIDMinter().mint(), limit: 1000) }
            let queued = [beyond.id] + young.map(\.id).reversed() + [old]
            #expect(try await ids(fixture, JobFilter(status: .queued)) == queued)
            #expect(
                try await ids(fixture, JobFilter(status: .queued), before: queued[1], limit: 2) == [
                    queued[2], queued[3],
                ])
            #expect(try await ids(fixture, JobFilter(status: .scheduled)) == [later.id])
            #expect(try await ids(fixture, JobFilter(status: .queued), scope: .tenant(UUID())).isEmpty)
            #expect(try await ids(fixture, JobFilter(status: .queued, kind: "other.kind")).isEmpty)
        }
    }
}
