public import Foundation
public import Jobs
public import Postgres

/// Makes the jobs of an occurrence, and the rows of its domain that go with them. Storage knows nothing of what the
/// rows are; `Domains` says which templates there are.
public protocol ScheduleTemplate: Sendable {
    /// The name by which schedules refer to it.
    var name: String { get }

    /// - Throws: `ScheduleRefusal` when it cannot be; the schedule is tried again later, and the others go on.
    func work(for firing: Firing) async throws -> ScheduledWork
}

/// One occurrence, to be fired.
public struct Firing: Sendable {
    public let schedule: UUID
    public let tenant: UUID?
    public let createdBy: UUID?
    /// JSON, as in `SchedulePlan`.
    public let body: [UInt8]
    public let payload: [UInt8]
    public let occurrence: Date
    public let minter: JobIDMinter

    public init(of schedule: Schedule, at occurrence: Date, minter: JobIDMinter) {
        self.schedule = schedule.id
        tenant = schedule.tenant
        createdBy = schedule.createdBy
        body = schedule.plan.body
        payload = schedule.plan.payload
        self.occurrence = occurrence
        self.minter = minter
    }
}

/// What an occurrence makes.
public struct ScheduledWork: Sendable {
    public let jobs: [NewJob]
    /// Statements of the tenant's own tables, which commit with the jobs.
    public let rows: [Query]
    /// Whose rights `rows` have.
    public let tenant: UUID?

    public init(jobs: [NewJob], rows: [Query] = [], tenant: UUID? = nil) {
        self.jobs = jobs
        self.rows = rows
        self.tenant = tenant
    }

    var rowStatements: [Query] {
        guard let tenant, !rows.isEmpty else { return [] }
        return [.enter(tenant: tenant)] + rows + [.enterDispatcher]
    }
}
