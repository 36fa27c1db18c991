import Accounts
import Foundation
import HTTPServer
import Jobs

/// `GET /jobs/{id}/events`.
struct EventRoutes: APIModule {
    private let context: APIContext
    private let access: JobAccess

    init(_ context: APIContext) {
        self.context = context
        access = JobAccess(context)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/jobs/{id}/events", for: .everybody,
            APIOperation("streamJob", "What happens to a job").parameter(.lastEventID).streams(
                APIEvent("status", "The job, as lists show it."), APIEvent("progress", "{attempt, percent, message}"),
                APIEvent("chunk", "{attempt, text}, or what the handler sent."),
                APIEvent("done", "The job, at its end."), APIEvent("reset", "{attempt}: another attempt began.")),
            events)
    }

    /// A `Last-Event-ID` of another form is ignored: the listener gets all that is there, as without one.
    @Sendable private func events(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let token = try context.verified(request)
        let revocations = context.revocations
        let id = JobID(try request.pathID())
        let job = try await access.job(id, for: principal)
        let place = request.headers["Last-Event-ID"].flatMap { JobStreamPosition($0) }
        let hub = context.streams
        return .events { writer in
            let listener = Listener(request.caller, hub.unread, expiresAt: token.expiresAt) {
                revocations.refuses(token)
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
