import Foundation
import HTTPServer
import Jobs
import Storage

/// A worker as operators see it.
struct WorkerView: Encodable, Sendable {
    let session: UUID
    let worker: String
    let host: String
    let pid: Int
    let queues: [QueueName]
    let concurrency: Int
    let version: String
    let quiet: Bool
    let startedAt: Date
    let lastSeenAt: Date
    let running: Int

    init(_ record: SessionRecord) {
        session = record.session.id
        worker = record.session.worker
        host = record.session.host
        pid = Int(record.session.processID)
        queues = record.session.queues
        concurrency = record.session.concurrency
        version = record.session.version
        quiet = record.isQuiet
        startedAt = record.startedAt
        lastSeenAt = record.lastSeenAt
        running = record.session.running
    }
}
