import Foundation
import HTTPServer
import JSON
import Jobs

/// A batch as callers see it.
struct BatchView: Encodable, Sendable {
    let id: UUID
    let tenant: UUID
    let name: String?
    let status: BatchRecord.Status
    let total: Int
    let pending: Int
    let succeeded: Int
    let failed: Int
    let cancelled: Int
    let progress: Progress
    let callbackJobID: String?
    let jobsURL: Link
    let createdAt: Date
    let finishedAt: Date?
    let cancelledAt: Date?

    struct Progress: Encodable, Sendable {
        let percent: Int
    }

    init(_ batch: BatchRecord) {
        id = batch.id
        tenant = batch.tenant
        name = batch.name
        status = batch.status
        total = batch.total
        pending = batch.pending
        succeeded = batch.succeeded
        failed = batch.failed
        cancelled = batch.cancelled
        progress = Progress(percent: batch.percent)
        callbackJobID = batch.callback.map { "\($0)" }
        jobsURL = Link("/jobs?batch=\(batch.id.uuidString.lowercased())")
        createdAt = batch.createdAt
        finishedAt = batch.finishedAt
        cancelledAt = batch.cancelledAt
    }
}

extension Link {
    init(toBatch id: UUID) { self.init("/batches/\(id.uuidString.lowercased())") }
}
