import HTTPServer
import Jobs

/// A job as callers see it.
enum JobView {
    static func accepted(_ job: NewJob) -> JSONObject {
        reference(id: job.id, kind: job.kind, status: job.status)
    }

    static func reference(id: JobID, kind: JobKind, status: JobStatus) -> JSONObject {
        [
            "id": .string("\(id)"), "kind": .string(kind.rawValue), "status": .string(status.rawValue),
            "status_url": .string(path(of: id)),
        ]
    }

    static func path(of id: JobID) -> String { "/jobs/\(id)" }

    /// - Parameter told: what the handler said of its progress; `.unknown` when nobody could be asked.
    static func full(_ job: JobRecord, told: ProgressState = .nothing) -> JSONValue {
        .object(members(job, told: told))
    }

    /// As a list shows it: without its result, which may be large.
    static func listed(_ job: JobRecord) -> JSONValue {
        var members = members(job, told: .nothing)
        members["result"] = nil
        return .object(members)
    }

    private static func members(_ job: JobRecord, told: ProgressState) -> JSONObject {
        var members: JSONObject = [
            "id": .string("\(job.id)"), "tenant": .uuid(job.tenant), "kind": .string(job.kind.rawValue),
            "queue": .string(job.queue.rawValue), "status": .string(job.status.rawValue),
            "priority": .integer(job.priority), "progress": .object(progress(of: job, told)),
            "attempt": .integer(job.attempt), "max_attempts": .integer(job.maxAttempts),
            "errors": .integer(job.errors), "crashes": .integer(job.crashes),
            "timeout": .number(JSONNumber(job.timeout / .seconds(1)) ?? JSONNumber(0)),
            "created_at": .date(job.createdAt), "run_at": .date(job.runAt), "started_at": .date(job.startedAt),
            "finished_at": .date(job.finishedAt), "error": error(job.error), "result": .stored(job.result),
            "batch_id": job.batch.map { .uuid($0) } ?? .null,
            "attempts": .array(job.attempts.map(attempt)),
        ]
        members["after"] = job.after.map { .array($0.map { .string("\($0.id)") }) }
        return members
    }

    static func progress(_ progress: JobProgress, attempt: Int) -> JSONObject {
        ["attempt": .integer(attempt), "percent": percent(progress), "message": .text(progress.message)]
    }

    private static func percent(_ progress: JobProgress) -> JSONValue {
        .number(JSONNumber(progress.percent) ?? JSONNumber(0))
    }

    /// Without the handler's own word: nothing before the end, everything at it.
    private static func progress(of job: JobRecord, _ told: ProgressState) -> JSONObject {
        switch told {
        case .unknown: return ["percent": .null, "message": .null]
        case .word(let progress): return ["percent": percent(progress), "message": .text(progress.message)]
        case .nothing: return ["percent": .integer(job.status == .succeeded ? 100 : 0), "message": .null]
        }
    }

    private static func attempt(_ attempt: AttemptRecord) -> JSONValue {
        var milliseconds: JSONValue = .null
        if let start = attempt.startedAt, let end = attempt.finishedAt {
            milliseconds = .integer(max(0, Int(exactly: (end.timeIntervalSince(start) * 1000).rounded()) ?? 0))
        }
        return .object([
            "attempt": .integer(attempt.attempt), "started_at": .date(attempt.startedAt),
            "finished_at": .date(attempt.finishedAt), "duration_ms": milliseconds,
            "ended": .text(attempt.end?.rawValue), "error": error(attempt.error),
            "worker_session": attempt.session.map { .uuid($0) } ?? .null,
        ])
    }

    private static func error(_ error: JobError?) -> JSONValue {
        error.map { .object(["code": .string($0.code), "message": .string($0.message)]) } ?? .null
    }
}

/// What a running job's handler said of its progress.
enum ProgressState {
    case nothing
    case word(JobProgress)
    /// Redis did not answer.
    case unknown
}
