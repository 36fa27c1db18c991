import Accounts
import Foundation
import Generations
import HTTPServer
import Jobs
import Storage

/// Which jobs a caller may follow.
struct JobAccess: Sendable {
    private let store: PostgresJobStore
    private let generations: GenerationStore

    init(_ context: APIContext) {
        store = context.store
        generations = GenerationStore(database: context.connections.domains, jobs: context.store)
    }

    /// Professors and students follow the generations that they may read, and no other job.
    /// - Throws: 404.
    func job(_ id: JobID, for principal: Principal) async throws -> JobRecord {
        if !Set<Role>.readers.contains(principal.role) {
            guard try await generations.sees(GenerationReader(principal), job: id, of: principal.tenant) else {
                throw Problem.notFound()
            }
        }
        guard let job = try await store.job(id, for: principal.scope) else { throw Problem.notFound() }
        return job
    }
}
