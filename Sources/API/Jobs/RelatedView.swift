import Foundation
import HTTPServer
import Jobs
import Storage

/// What a job follows and what follows it, as callers see it.
struct RelatedView: Encodable, Sendable {
    let follows: [Related]
    let followedBy: [Related]
    let batchID: UUID?
    /// False when there are more on one side than are shown.
    let complete: Bool

    init(_ follows: [RelatedJob], _ followedBy: [RelatedJob], batch: UUID?) {
        let most = PostgresJobStore.mostRelated
        self.follows = follows.prefix(most).map { Related($0) }
        self.followedBy = followedBy.prefix(most).map { Related($0) }
        batchID = batch
        complete = follows.count <= most && followedBy.count <= most
    }

    struct Related: Encodable, Sendable {
        let id: String
        /// These two are nil when the job is gone.
        let kind: JobKind?
        let status: JobStatus?
        let outcome: JobStatus?

        init(_ job: RelatedJob) {
            id = "\(job.id)"
            kind = job.kind
            status = job.status
            outcome = job.outcome
        }
    }
}
