import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

/// A job with what only its own page shows.
struct WholeJobView: Encodable, Sendable {
    private let job: JobView
    private let details: Details

    init(_ job: JobView, _ details: JobDetails, for principal: Principal) {
        self.job = job
        self.details = Details(details, for: principal)
    }

    /// The members stand beside each other.
    func encode(to encoder: any Encoder) throws {
        try job.encode(to: encoder)
        try details.encode(to: encoder)
    }

    private struct Details: Encodable {
        let traceParent: String?
        let requestID: String?
        let uniqueKey: String?
        let limitKey: String?
        let expiresAt: Date?
        /// Of operators and machines alone, with secrets masked.
        @OmittedWhenNil var payload: RawJSON?
        @OmittedWhenNil var checkpoint: RawJSON?
        @OmittedWhenNil var worker: Worker?

        init(_ details: JobDetails, for principal: Principal) {
            traceParent = details.traceParent
            requestID = details.requestID
            uniqueKey = details.uniqueKey
            limitKey = details.limitKey
            expiresAt = details.expiresAt
            let seesWorkers = principal.seesEverybody || principal.role == .support
            payload = principal.seesPayloads ? SecretMask.masked(details.payload) : nil
            checkpoint = principal.seesPayloads ? details.checkpoint.map { SecretMask.masked($0) } : nil
            worker = seesWorkers ? details.worker.map { Worker($0) } : nil
        }
    }

    private struct Worker: Encodable {
        let session: UUID
        let name: String
        let host: String

        init(_ worker: JobDetails.Worker) {
            session = worker.session
            name = worker.name
            host = worker.host
        }
    }
}

extension Principal {
    /// Payloads may hold what a school's pupils wrote: operators and machines see them, which enqueue such jobs anyway.
    var seesPayloads: Bool { seesEverybody }
}

extension WholeJobView: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [definitions.schema(of: JobView.self), definitions.schema(of: Details.self)])
    }
}
