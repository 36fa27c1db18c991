import Foundation
public import Jobs
import Postgres

/// Jobs that were to be followed are not there, or are another tenant's.
public struct UnknownParents: Error {
    public let ids: [JobID]
}

/// A batch that jobs were to join is not there, is another tenant's, is finished or was cancelled.
public struct BatchClosed: Error {}

extension PostgresJobStore {
    static let unknownParent = "FL003"
    static let closedBatch = "FL004"
    /// Followers in one step: some 50 ms.
    private static let mostFollowers: Int32 = 500
    /// Changes that are counted in one step.
    private static let mostChanges: Int32 = 5000

    /// Throws `UnknownParents` or `BatchClosed` for refused statements of `JobInsertion`.
    func withDependencyErrors<Value>(of jobs: [NewJob], _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as PostgresError where error.sqlState == Self.unknownParent {
            throw UnknownParents(ids: try await unknownParents(of: jobs))
        } catch let error as PostgresError where error.sqlState == Self.closedBatch {
            throw BatchClosed()
        }
    }

    private func unknownParents(of jobs: [NewJob]) async throws -> [JobID] {
        let own = Set(jobs.map(\.id))
        let edges = jobs.flatMap { job in job.after.filter { !own.contains($0) }.map { (job.tenant, $0.uuid) } }
        let rows = try await database.query(
            """
            select distinct input.id from unnest(\(edges.map(\.0)), \(edges.map(\.1))) as input(tenant, id)
            where (select true from flotilla.jobs where jobs.id = input.id and jobs.tenant = input.tenant) is null
            order by input.id
            """
        ).rows
        return try rows.map { JobID(try $0.decode(0, as: UUID.self)) }
    }

    /// Which kinds of steps there are to make. Followers are released or cancelled, batches counted, the open members of
    /// cancelled batches ended in bounded steps, which any number of processes may make at once.
    public func dependencyWork() async throws -> DependencyWork {
        let rows = try await database.query(
            """
            select case when exists (select from flotilla.dependencies_ended) then 1 else 0 end
                + case when exists (select from flotilla.batch_changes) then 2 else 0 end
                + case when exists (select from flotilla.job_batches where cancel_after is not null) then 4 else 0 end
            """
        ).rows
        return DependencyWork(rawValue: Int(try rows.first?.decode(0, as: Int32.self) ?? 0))
    }

    /// Makes one step of a kind.
    public func makeStep(of work: DependencyWork) async throws -> DependencyStep {
        switch work {
        case .dependencies:
            let rows = try await database.query(
                "select released, changed from flotilla.dependency_step(\(Self.mostFollowers))"
            ).rows
            return try DependencyStep(rows.first) { try $0.decode("changed", as: Int32.self) > 0 }
        case .batches:
            let rows = try await database.query(
                "select released, batch from flotilla.batch_step(\(Self.mostChanges))"
            ).rows
            return try DependencyStep(rows.first) { try $0.decode("batch", as: UUID?.self) != nil }
        default: return DependencyStep(didWork: try await cancelMembers())
        }
    }
}

extension DependencyStep {
    fileprivate init(_ row: Row?, _ didWork: (Row) throws -> Bool) throws {
        guard let row else {
            self.init(didWork: false)
            return
        }
        self.init(
            didWork: try didWork(row), released: try row.decode("released", as: [UUID].self).map { JobID($0) })
    }
}
