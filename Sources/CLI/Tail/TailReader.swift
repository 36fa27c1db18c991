import Foundation
import Jobs
import Storage

/// What a tail reads. There is no list of changes, which each job would have to write to: newer jobs are found by their ids, and how
/// known ones stand is read again.
struct TailReader {
    let store: PostgresJobStore
    /// Of jobs: what is asked of a step is not in it.
    let filter: JobFilter
    /// Jobs that one reading of new ones takes at most.
    static let mostNew = 50_000
    private static let page = 1000
    private static let walk = 5000
    /// Jobs that wait for a time lie within.
    private static let horizon = Duration.seconds(20 * 365 * 86_400)

    /// A place in the walk over open jobs.
    struct Place {
        var waiting: JobID?
        var running: JobID?
        /// Both walks are at their ends.
        var isEnd: Bool { waiting == nil && running == nil }
    }

    init(_ store: PostgresJobStore, _ filter: JobFilter) {
        self.store = store
        var filter = filter
        (filter.status, filter.errorCode) = (nil, nil)
        self.filter = filter
    }

    /// Jobs by the times in their ids, the newest first, without earlier attempts.
    /// - Returns: also whether these are all.
    func jobs(since time: Date) async throws -> (jobs: [JobRecord], areAll: Bool) {
        var recent = filter
        recent.createdAfter = max(time, filter.createdAfter ?? time)
        return try await pages(recent, most: Self.mostNew)
    }

    /// The latest of one status.
    func jobs(_ status: JobStatus, most: Int) async throws -> [JobRecord] {
        var some = filter
        some.status = status
        return try await pages(some, most: most).jobs
    }

    private func pages(_ filter: JobFilter, most: Int) async throws -> (jobs: [JobRecord], areAll: Bool) {
        var jobs: [JobRecord] = []
        var next: JobID?
        repeat {
            let page = try await store.page(filter, before: next, limit: Self.page, for: .everybody)
            jobs += page.jobs
            next = page.next
        } while next != nil && jobs.count < most
        return (jobs, next == nil)
    }

    /// Ids of open jobs that wait for their turn or for a time, or that a worker has, the oldest first: a piece of the walk, which
    /// goes around. Those that the filter leaves out may be among them.
    func open(_ place: Place) async throws -> (ids: [JobID], next: Place) {
        var next = Place()
        let waiting = try await store.openJobs(after: place.waiting, limit: Self.walk, horizon: Self.horizon)
        next.waiting = waiting.next
        var ids = waiting.items.filter(isMeant).map(\.id)
        let sessions = try await store.sessions(limit: 1000).map(\.session.id)
        let running = try await store.held(by: sessions, after: place.running, limit: Self.walk)
        next.running = running.next
        ids += running.items
        return (ids, next)
    }

    /// Jobs with all their attempts; those that are gone and those that the filter leaves out are missing.
    func whole(_ ids: [JobID]) async throws -> [JobRecord] {
        var jobs: [JobRecord] = []
        for start in stride(from: 0, to: ids.count, by: 32) {
            let part = ids[start..<min(start + 32, ids.count)]
            jobs += try await withThrowingTaskGroup(of: JobRecord?.self) { group in
                for id in part { group.addTask { try await store.job(id, for: .everybody) } }
                return try await group.reduce(into: []) { found, job in
                    if let job, isMeant(job) { found.append(job) }
                }
            }
        }
        return jobs
    }

    private func isMeant(_ offer: Offer) -> Bool {
        (filter.queue.map { $0 == offer.queue } ?? true) && (filter.tenant.map { $0 == offer.tenant } ?? true)
            && (filter.kind.map { $0 == offer.lane.kind } ?? true)
    }

    private func isMeant(_ job: JobRecord) -> Bool {
        (filter.queue.map { $0 == job.queue } ?? true) && (filter.tenant.map { $0 == job.tenant } ?? true)
            && (filter.kind.map { $0 == job.kind } ?? true) && (filter.batch.map { $0 == job.batch } ?? true)
            && (filter.createdAfter.map { job.createdAt >= $0 } ?? true)
            && (filter.createdBefore.map { job.createdAt < $0 } ?? true)
    }
}
