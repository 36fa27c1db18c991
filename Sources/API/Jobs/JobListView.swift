import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

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

extension JobListView: DescribedJSON {
    /// The members of a batch are there when the request made one.
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        var schema = definitions.object(of: Batch.self)
        schema.set(.array(of: definitions.schema(of: JobReference.self)), as: "jobs")
        schema.members["required"] = .array([.string("jobs")])
        return schema
    }
}
