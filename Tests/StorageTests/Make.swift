import Foundation
import Jobs

/// Jobs for tests.
enum Make {
    static let minter = JobIDMinter()
    static let tenant = UUID()
    static let definition = JobDefinition(kind: "test.kind", queue: "test", timeout: .seconds(30), maxAttempts: 3)

    static func job(
        tenant: UUID = tenant, runAt: Date? = nil, unique: String? = nil, id: JobID = minter.mint(),
        after: [NewJob] = [], batch: UUID? = nil
    ) -> NewJob {
        var job = NewJob(
            id: id, tenant: tenant, definition: definition, payload: Array(#"{"n": 1}"#.utf8), runAt: runAt)
        job.uniqueKey = unique
        job.after = after.map(\.id)
        job.batch = batch
        return job
    }

    static func jobs(_ count: Int) -> [NewJob] { (0..<count).map { _ in job() } }

    static func session() -> WorkerSession {
        WorkerSession(
            id: UUID(), worker: "test", queues: ["test"], host: "here", processID: 1, concurrency: 8, version: "1")
    }
}

extension NewJob {
    func claim(_ token: ClaimToken = .random()) -> Claim { Claim(id: id, token: token) }
}
