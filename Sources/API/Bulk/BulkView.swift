import Foundation
import HTTPServer
import JSON
import Jobs
import Storage

/// A bulk operation as callers see it.
struct BulkView: Encodable, Sendable {
    let id: UUID
    let action: BulkOperation.Action
    let status: BulkOperation.Status
    let filter: Filter
    let rate: Int?
    let limit: Int?
    let examined: Int
    let changed: Int
    let skipped: Int
    let error: String?
    let createdAt: Date
    let finishedAt: Date?

    init(_ record: BulkRecord) {
        id = record.operation.id
        action = record.operation.action
        status = record.status
        filter = Filter(record.operation.filter)
        rate = record.operation.rate
        limit = record.operation.limit
        examined = record.examined
        changed = record.changed
        skipped = record.skipped
        error = record.error
        createdAt = record.createdAt
        finishedAt = record.finishedAt
    }

    /// What the caller named, and no more.
    struct Filter: Encodable, Sendable {
        @OmittedWhenNil var status: JobStatus?
        @OmittedWhenNil var kind: JobKind?
        @OmittedWhenNil var queue: QueueName?
        @OmittedWhenNil var tenant: UUID?
        @OmittedWhenNil var createdBefore: Date?
        @OmittedWhenNil var createdAfter: Date?
        @OmittedWhenNil var errorCode: String?

        init(_ filter: JobFilter) {
            status = filter.status
            kind = filter.kind
            queue = filter.queue
            tenant = filter.tenant
            createdBefore = filter.createdBefore
            createdAfter = filter.createdAfter
            errorCode = filter.errorCode
        }
    }

    /// What one would find, of which none was made.
    struct Preview: Encodable, Sendable {
        let action: BulkOperation.Action
        let dryRun = true
        let filter: Filter
        /// At least so many; exactly, when complete.
        let found: Int
        /// Beyond which none would be changed; nil: no bound.
        let limit: Int?
        let examined: Int
        let complete: Bool

        init(_ operation: BulkOperation, _ count: BulkCount) {
            action = operation.action
            filter = Filter(operation.filter)
            found = count.found
            limit = operation.limit
            examined = count.examined
            complete = count.isComplete
        }
    }

    /// One that was accepted just now.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let action: BulkOperation.Action
        let status = BulkOperation.Status.running
        let statusURL: Link

        init(_ operation: BulkOperation) {
            id = operation.id
            action = operation.action
            statusURL = Link("/operations/\(operation.id.uuidString.lowercased())")
        }
    }
}
