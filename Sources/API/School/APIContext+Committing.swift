import HTTPServer
import Postgres
import Storage

extension APIContext {
    /// Commits statements of the caller's tenant, with the answer for a repetition.
    func committing(_ statements: [Query], _ answer: HTTPResponse, for call: Call) async throws -> HTTPResponse {
        let (jobs, tenant) = (store, call.principal.tenant)
        return try await recording(answer, for: call) { recorded in
            try await retryUntilKnown {
                try await jobs.recording(statements, of: tenant) { _ in ((), recorded) }
            }
            return nil
        }
    }
}
