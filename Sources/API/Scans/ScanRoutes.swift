import AWS
import Accounts
import Foundation
import HTTPServer
import Jobs
import Scans
import Storage

/// `POST` and `GET /scans`, `GET` and `DELETE /scans/{id}`, `POST /scans/{id}/cancel`, `GET /scans/{id}/resources` and
/// `/diff`.
struct ScanRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.post("/scans", for: .writers, isAudited: false, create)
        router.get("/scans", for: .readers, list)
        router.get("/scans/{id}", for: .readers, show)
        router.delete("/scans/{id}", for: .writers, delete)
        router.post("/scans/{id}/cancel", for: .writers, cancel)
        router.get("/scans/{id}/resources", for: .readers, resources)
        router.get("/scans/{id}/diff", for: .readers, diff)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let body = try ScanBody(try request.document())
        let account = try await AccountStore(database: context.connections.domains).account(principal.tenant)
        guard let account else {
            throw Problem(
                .unprocessableContent, detail: "The token's account does not exist: there is nothing to scan for it.")
        }
        guard let roleARN = body.roleARN ?? account.roleARN?.description else {
            throw Problem.invalid([
                Problem.FieldError(
                    pointer: "/role_arn", message: "is required: the account has no role that could be assumed")
            ])
        }
        let key = call.key
        let scan = try NewScan(
            tenant: principal.tenant, userID: principal.userID, provider: body.provider, services: body.services,
            regions: body.regions, roleARN: roleARN, metricsHours: body.metricsHours, trace: request.trace,
            minter: context.minter)
        let answer = ScanView.accepted(scan).response(.accepted, headers: ["Location": ScanView.path(of: scan)])
        let recorded = IdempotencyRecord(answer, for: key)
        _ = try await context.admitting(scan.runs.map(\.job)) {
            try await context.scans.create(scan, recording: recorded)
            return [:]
        }
        return answer
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor"])
        let limit = try request.limit()
        let page = try await context.lists.read(by: principal) {
            try await $0.scans.scans(of: principal.tenant, before: try request.cursorID(), limit: limit)
        }
        return JSONValue.page(page.scans.map(ScanView.full), next: page.next?.uuidString.lowercased()).response()
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        return ScanView.full(try await scan(request, of: principal)).response()
    }

    /// Runs that wait end at once; one that runs is told, and has ended when it heard of it.
    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let scan = try await scan(request, of: principal)
        let recorded = IdempotencyRecord(ScanView.full(scan).response(.accepted), for: call.key)
        guard try await context.scans.cancel(scan, of: principal.tenant, recording: recorded) else {
            throw Problem(.conflict, detail: "The scan has ended already.")
        }
        let cancelled = try await self.scan(request, of: principal)
        return try await context.corrected(
            ScanView.full(cancelled).response(cancelled.status.isOpen ? .accepted : .ok), for: call.key)
    }

    @Sendable private func delete(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let scan = try await scan(request, of: principal)
        if scan.status.isOpen { throw Self.isOpen }
        guard try await context.scans.delete(scan, of: principal.tenant) else { throw Self.isOpen }
        return HTTPResponse(status: .noContent)
    }

    private static var isOpen: Problem {
        Problem(.conflict, detail: "The scan has not ended. Cancel it first: POST /scans/{id}/cancel.")
    }

    @Sendable private func resources(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let scan = try await scan(request, of: principal)
        let first = scan.services.lazy.compactMap(ScanService.init(rawValue:)).first?.resourceTypes.first
        let type = try request.resourceType(unlessSaid: first)
        try request.allowQuery(["type", "limit", "cursor"] + type.columns.map(\.name))
        let page = try await context.lists.read(by: principal) {
            try await $0.scans.resources(
                type, .scan(scan.id), of: principal.tenant, filters: try request.resourceFilters(type),
                after: try request.resourceCursor(), limit: try request.limit())
        }
        return JSONValue.page(page).response()
    }

    @Sendable private func diff(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let after = try await scan(request, of: principal)
        try request.allowQuery(["against", "limit", "cursor"])
        let cursor = try Cursor.decode(request, parts: 3).map {
            DiffCursor(type: $0[0], region: $0[1], identifier: $0[2])
        }
        let before = try await against(after, request, principal)
        let diff = try await context.lists.read(by: principal) {
            try await $0.scans.diff(
                after, against: before, of: principal.tenant, beyond: cursor, limit: try request.limit())
        }
        return DiffView.full(diff).response()
    }

    /// For each service the scan that the request names; unless it does, the latest one before.
    private func against(
        _ scan: Scan, _ request: HTTPRequest, _ principal: Principal
    ) async throws -> [String: Scan] {
        guard let text = request.queryValue("against") else {
            let before = try await context.scans.scansBefore(scan, of: principal.tenant)
            if before.isEmpty { throw Self.nothingBefore }
            return before
        }
        guard let id = UUID(uuidString: text) else { throw Problem.badRequest("against should be the id of a scan.") }
        guard let before = try await context.scans.scan(id, of: principal.tenant) else { throw Self.nothingBefore }
        let accounts = [before, scan].map { Set($0.runs.compactMap(\.cloudAccount)) }
        if accounts.allSatisfy({ !$0.isEmpty }), accounts[0].isDisjoint(with: accounts[1]) {
            throw Problem.badRequest("against should be a scan of the same account of the cloud.")
        }
        return Dictionary(scan.runs.map { ($0.service, before) }) { first, _ in first }
    }

    private static var nothingBefore: Problem {
        Problem(.notFound, detail: "There is no such scan to compare with.")
    }

    private func scan(_ request: HTTPRequest, of principal: Principal) async throws -> Scan {
        guard let scan = try await context.scans.scan(try request.pathID(), of: principal.tenant) else {
            throw Problem.notFound()
        }
        return scan
    }
}
