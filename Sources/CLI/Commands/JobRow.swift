import Foundation
import Jobs

/// A job as the commands print it.
struct JobRow: Encodable {
    struct Attempt: Encodable {
        let attempt: Int
        let startedAt: Date?
        let finishedAt: Date?
        let ended: String?
        let error: JobError?
    }

    /// Why an open job is not done.
    struct Why: Encodable {
        let code: String
        let detail: String
        let facts: [String: JobDiagnosis.Fact]

        init(_ why: JobDiagnosis) {
            code = why.code
            detail = why.detail
            facts = Dictionary(why.facts.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    /// How far its handler says that it is.
    struct Progress: Encodable {
        /// 0 to 100.
        let percent: Double
        let message: String?

        init(_ progress: JobProgress) { (percent, message) = (progress.percent, progress.message) }
    }

    let id: String
    let tenant: String
    let kind: String
    let queue: String
    let status: String
    let priority: Int
    let attempt: Int
    let maxAttempts: Int
    let errors: Int
    let crashes: Int
    let createdAt: Date
    let runAt: Date?
    let startedAt: Date?
    let finishedAt: Date?
    let error: JobError?
    let result: String?
    let attempts: [Attempt]
    /// Absent for a settled job.
    var why: Why?
    /// Absent unless its present run has said so.
    var progress: Progress?

    init(_ job: JobRecord) {
        id = "\(job.id)"
        tenant = job.tenant.uuidString.lowercased()
        kind = job.kind.rawValue
        queue = job.queue.rawValue
        status = job.status.rawValue
        priority = job.priority
        attempt = job.attempt
        maxAttempts = job.maxAttempts
        errors = job.errors
        crashes = job.crashes
        createdAt = job.createdAt
        runAt = job.runAt
        startedAt = job.startedAt
        finishedAt = job.finishedAt
        error = job.error
        result = job.result.map { String(decoding: $0, as: UTF8.self) }
        attempts = job.attempts.map {
            Attempt(
                attempt: $0.attempt, startedAt: $0.startedAt, finishedAt: $0.finishedAt, ended: $0.end?.rawValue,
                error: $0.error)
        }
    }
}
