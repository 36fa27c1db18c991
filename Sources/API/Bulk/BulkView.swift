import Foundation
import HTTPServer
import Jobs

/// A bulk operation as callers see it.
enum BulkView {
    static func path(of id: UUID) -> String { "/operations/\(id.uuidString.lowercased())" }

    static func accepted(_ operation: BulkOperation) -> JSONValue {
        .object([
            "id": .uuid(operation.id), "action": .string(operation.action.rawValue),
            "status": .string(BulkOperation.Status.running.rawValue), "status_url": .string(path(of: operation.id)),
        ])
    }

    static func full(_ record: BulkRecord) -> JSONValue {
        let operation = record.operation
        return .object([
            "id": .uuid(operation.id), "action": .string(operation.action.rawValue),
            "status": .string(record.status.rawValue), "filter": filter(operation.filter),
            "rate": operation.rate.map { .integer($0) } ?? .null,
            "limit": operation.limit.map { .integer($0) } ?? .null, "examined": .integer(record.examined),
            "changed": .integer(record.changed), "skipped": .integer(record.skipped), "error": .text(record.error),
            "created_at": .date(record.createdAt), "finished_at": .date(record.finishedAt),
        ])
    }

    private static func filter(_ filter: JobFilter) -> JSONValue {
        var members = JSONObject()
        members["status"] = filter.status.map { .string($0.rawValue) }
        members["kind"] = filter.kind.map { .string($0.rawValue) }
        members["queue"] = filter.queue.map { .string($0.rawValue) }
        members["tenant"] = filter.tenant.map { .uuid($0) }
        members["created_before"] = filter.createdBefore.map { .date($0) }
        members["created_after"] = filter.createdAfter.map { .date($0) }
        members["error_code"] = filter.errorCode.map { .string($0) }
        return .object(members)
    }
}
