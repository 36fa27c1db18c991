import Accounts
import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /audit`: who did what to what. Operators see everything, a school what was done to its own account's.
struct AuditRoutes: APIModule {
    private let context: APIContext

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/audit", for: .managers,
            APIOperation("listAudit", "Who did what to what").query(AuditQuery.Parameters.self).page(
                of: AuditView.self, isTable: true), list)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(AuditQuery.names + ["limit", "cursor"])
        let filter = try AuditQuery.filter(request, for: principal)
        let limit = try request.limit()
        let cursor = try request.cursorID()
        let page = try await context.lists.read(by: principal) {
            try await context.lists.jobs.actions(filter, before: cursor, limit: limit, for: principal.scope)
        }
        return try call.answerList(Page(page.events.map { AuditView($0) }, next: page.next))
    }
}
