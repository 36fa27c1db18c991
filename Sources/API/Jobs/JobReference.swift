import HTTPServer
import JSON
import Jobs

/// A job that was accepted, and where it can be asked for.
struct JobReference: Encodable, Sendable {
    let id: String
    let kind: JobKind
    let status: JobStatus
    let statusURL: Link

    init(id: JobID, kind: JobKind, status: JobStatus) {
        self.id = "\(id)"
        self.kind = kind
        self.status = status
        statusURL = Link(to: id)
    }

    init(_ job: NewJob) { self.init(id: job.id, kind: job.kind, status: job.status) }
}

extension Link {
    init(to job: JobID) { self.init("/jobs/\(job)") }
}
