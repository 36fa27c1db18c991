import Accounts
import Foundation
import HTTPServer
import Jobs

/// `GET /jobs/{id}/events`.
struct EventRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.get("/jobs/{id}/events", for: .readers, events)
    }

    /// A `Last-Event-ID` of another form is ignored: the listener gets all that is there, as without one.
    @Sendable private func events(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let expiresAt = try context.principalAndExpiry(of: request).expiresAt
        // The token was good a moment ago, so what is revoked from then on ends it. Revocations are known within seconds.
        let revocations = context.revocations
        let issuedAt = Date(timeIntervalSinceNow: -10)
        let id = JobID(try request.pathID())
        guard let job = try await context.store.job(id, for: principal.scope) else { throw Problem.notFound() }
        let place = request.headers["Last-Event-ID"].flatMap { JobStreamPosition($0) }
        let hub = context.streams
        return .events { writer in
            let listener = Listener(request.caller, hub.unread, expiresAt: expiresAt) {
                revocations.refuses(principal, issuedAt: issuedAt)
            }
            await hub.add(listener, to: job, after: place)
            do {
                while let piece = try await listener.next() { try await writer.write(piece) }
            } catch {
                await hub.remove(listener, from: id)
                throw error
            }
            await hub.remove(listener, from: id)
        }
    }
}
