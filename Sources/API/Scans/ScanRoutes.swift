import AWS
import Accounts
import Foundation
import HTTPServer
import Jobs
import Scans
import Schemas
import Storage

/// `POST` and `GET /scans`, `GET` and `DELETE /scans/{id}`, `POST /scans/{id}/cancel`, `GET /scans/{id}/resources` and
/// `/diff`.
struct ScanRoutes: APIModule {
    private let context: APIContext
    private let scans: ScanStore
    /// For lists.
    private let lists: ScanStore
    private let accounts: AccountStore

    init(_ context: APIContext) {
        self.context = context
        scans = ScanStore(database: context.connections.domains, jobs: context.store)
        lists = ScanStore(database: context.lists.domains, jobs: context.lists.jobs)
        accounts = AccountStore(database: context.connections.domains)
    }

    static let schedulable = [
        SchedulableRequest(name: "scan", route: "POST /scans", schema: ScanBody.schema) { json throws(Problem) in
            _ = try ScanBody(json)
        }
    ]

    func add(to router: inout APIRouter) {
        router.post(
            "/scans", for: .writers, isAudited: false,
            APIOperation("createScan", "Scans an account of a cloud").body(ScanBody.schema, example: ScanBody.example)
                .answers(ScanView.Reference.self, .accepted), create)
        router.get(
            "/scans", for: .readers,
            APIOperation("listScans", "Scans, the newest first").page(of: ScanView.self, isTable: true), list)
        router.get(
            "/scans/{id}", for: .readers,
            APIOperation("getScan", "A scan and its runs").answers(ScanView.self), show)
        router.delete(
            "/scans/{id}", for: .writers,
            APIOperation("deleteScan", "Removes a scan that has ended").answersNothing().refuses(.conflict), delete)
        router.post(
            "/scans/{id}/cancel", for: .writers,
            APIOperation("cancelScan", "Cancels a scan").answers(ScanView.self, .ok, .accepted), cancel)
        router.get(
            "/scans/{id}/resources", for: .readers,
            APIOperation("listScanResources", "Resources that a scan saw").noting(
                "Any column of the type filters as well, such as `state=stopped`."
            ).parameter(.resourceType(isRequired: false)).page(as: ResourceView.List.self, isTable: true), resources)
        router.get(
            "/scans/{id}/diff", for: .readers,
            APIOperation("getScanDiff", "What changed between two scans").query(
                Field.uuid("against", "the id of a scan, the latest before unless said")
            ).parameter(.limit).parameter(.cursor).answers(DiffView.self), diff)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let body = try ScanBody(try request.document())
        let account = try await accounts.account(principal.tenant)
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
        let scan = try NewScan(
            tenant: principal.tenant, userID: principal.userID, provider: body.provider, services: body.services,
            regions: body.regions, roleARN: roleARN, metricsHours: body.metricsHours, trace: request.trace,
            minter: context.minter)
        let reference = ScanView.Reference(scan)
        return try await context.accepting(scan.runs.map(\.job), for: call) { _ in
            try call.answer(reference, .accepted, location: reference.statusURL)
        } commit: { recorded in
            try await scans.create(scan, recording: recorded)
            return [:]
        }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["limit", "cursor"])
        let limit = try request.limit()
        let page = try await context.lists.read(by: principal) {
            try await lists.scans(of: principal.tenant, before: try request.cursorID(), limit: limit)
        }
        return try call.answerList(Page(page.scans.map { ScanView($0) }, next: page.next))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        return try call.answer(ScanView(try await scan(request, of: principal)))
    }

    /// Runs that wait end at once; one that runs ends when its worker has seen it.
    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let scan = try await scan(request, of: principal)
        return try await context.recording(try call.answer(ScanView(scan), .accepted), for: call) { recorded in
            guard try await scans.cancel(scan, of: principal.tenant, recording: recorded) else {
                throw Problem(.conflict, detail: "The scan has ended already.")
            }
            let cancelled = try await self.scan(request, of: principal)
            return try call.answer(ScanView(cancelled), cancelled.status.isOpen ? .accepted : .ok)
        }
    }

    @Sendable private func delete(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let scan = try await scan(request, of: principal)
        if scan.status.isOpen { throw Self.isOpen }
        guard try await scans.delete(scan, of: principal.tenant) else { throw Self.isOpen }
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
            try await lists.resources(
                type, .scan(scan.id), of: principal.tenant, filters: try request.resourceFilters(type),
                after: try request.resourceCursor(), limit: try request.limit())
        }
        return try call.answerList(ResourceView.List(page))
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
            try await lists.diff(
                after, against: before, of: principal.tenant, beyond: cursor, limit: try request.limit())
        }
        return try call.answer(DiffView(diff))
    }

    /// For each service the scan that the request names; unless it does, the latest one before.
    private func against(
        _ scan: Scan, _ request: HTTPRequest, _ principal: Principal
    ) async throws -> [String: Scan] {
        guard let text = request.queryValue("against") else {
            let before = try await scans.scansBefore(scan, of: principal.tenant)
            if before.isEmpty { throw Self.nothingBefore }
            return before
        }
        guard let id = UUID(uuidString: text) else { throw Problem.badRequest("against should be the id of a scan.") }
        guard let before = try await scans.scan(id, of: principal.tenant) else { throw Self.nothingBefore }
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
        guard let scan = try await scans.scan(try request.pathID(), of: principal.tenant) else {
            throw Problem.notFound()
        }
        return scan
    }
}
