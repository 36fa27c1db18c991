import Foundation
import Jobs

/// A batch as the commands print it.
struct BatchRow: Encodable {
    let id: String
    let tenant: String
    let name: String?
    let status: String
    let total: Int
    let pending: Int
    let succeeded: Int
    let failed: Int
    let cancelled: Int
    let percent: Int
    let callbackJobId: String?
    let createdAt: Date
    let finishedAt: Date?
    let cancelledAt: Date?

    init(_ batch: BatchRecord) {
        id = batch.id.uuidString.lowercased()
        tenant = batch.tenant.uuidString.lowercased()
        name = batch.name
        status = batch.status.rawValue
        total = batch.total
        pending = batch.pending
        succeeded = batch.succeeded
        failed = batch.failed
        cancelled = batch.cancelled
        percent = batch.percent
        callbackJobId = batch.callback.map { "\($0)" }
        createdAt = batch.createdAt
        finishedAt = batch.finishedAt
        cancelledAt = batch.cancelledAt
    }

    static func id(_ text: String) throws -> UUID {
        guard let id = UUID(uuidString: text) else { throw UsageMistake(message: "\(text) is not a batch's id") }
        return id
    }
}
