import HTTPServer
import Jobs
import Storage

/// A worker as operators see it.
enum WorkerView {
    static func full(_ record: SessionRecord) -> JSONValue {
        let session = record.session
        return .object([
            "session": .uuid(session.id), "worker": .string(session.worker), "host": .string(session.host),
            "pid": .integer(Int(session.processID)),
            "queues": .array(session.queues.map { .string($0.rawValue) }),
            "concurrency": .integer(session.concurrency), "version": .string(session.version),
            "quiet": .bool(record.isQuiet), "started_at": .date(record.startedAt),
            "last_seen_at": .date(record.lastSeenAt), "running": .integer(session.running),
        ])
    }
}
