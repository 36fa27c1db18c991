import Foundation
import HTTPServer
import Jobs

/// A batch as callers see it.
enum BatchView {
    static func path(of id: UUID) -> String { "/batches/\(id.uuidString.lowercased())" }

    static func full(_ batch: BatchRecord) -> JSONValue {
        .object([
            "id": .uuid(batch.id), "tenant": .uuid(batch.tenant), "name": .text(batch.name),
            "status": .string(batch.status.rawValue), "total": .integer(batch.total),
            "pending": .integer(batch.pending), "succeeded": .integer(batch.succeeded),
            "failed": .integer(batch.failed), "cancelled": .integer(batch.cancelled),
            "progress": .object(["percent": .integer(batch.percent)]),
            "callback_job_id": .text(batch.callback.map { "\($0)" }),
            "jobs_url": .string("/jobs?batch=\(batch.id.uuidString.lowercased())"),
            "created_at": .date(batch.createdAt), "finished_at": .date(batch.finishedAt),
            "cancelled_at": .date(batch.cancelledAt),
        ])
    }
}
