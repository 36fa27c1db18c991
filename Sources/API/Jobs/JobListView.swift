import Foundation
import HTTPServer
import JSON
import Jobs

/// Jobs that were accepted together, in the order given.
struct JobListView: Encodable, Sendable {
    let jobs: [JobReference]
    private let batch: Batch?

    init(_ jobs: [JobReference], _ batch: NewBatch?) {
        self.jobs = jobs
        self.batch = batch.map { Batch($0) }
    }

    /// The members of the batch stand beside the jobs.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Name.self)
        try members.encode(jobs, forKey: Name("jobs"))
        try batch?.encode(to: encoder)
    }

    struct Batch: Encodable, Sendable {
        let batchID: UUID
        let batchURL: Link
        let callbackJobID: String?

        init(_ batch: NewBatch) {
            batchID = batch.id
            batchURL = Link(toBatch: batch.id)
            callbackJobID = batch.callback.map { "\($0.id)" }
        }
    }
}
