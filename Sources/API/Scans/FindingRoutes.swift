import Foundation
import HTTPServer
import Scans
import Storage

/// `GET /findings`, `GET /findings/summary`, `GET /findings/{id}`, `POST /findings/{id}/mute` and `/unmute`.
struct FindingRoutes: APIModule {
    private let context: APIContext
    private let scans: ScanStore
    /// For lists.
    private let lists: ScanStore

    init(_ context: APIContext) {
        self.context = context
        scans = ScanStore(database: context.connections.domains, jobs: context.store)
        lists = ScanStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/findings", for: .readers,
            APIOperation("listFindings", "What was found about resources").parameter(
                APIParameter("rule", .choice(FindingRule.all.map(\.name)), "The name of a rule.")
            ).query(Field<FindingSeverity>.choice("severity"), Field<FindingFilter.Status>.choice("status")).parameter(
                .resourceType(isRequired: false)
            ).page(as: FindingView.List.self, isTable: true), list)
        router.get(
            "/findings/summary", for: .readers,
            APIOperation("getFindingSummary", "Findings that are not closed, counted").answers(FindingSummaryView.self),
            summary)
        router.get(
            "/findings/{id}", for: .readers,
            APIOperation("getFinding", "A finding").answers(FindingView.self), show)
        router.post(
            "/findings/{id}/mute", for: .writers,
            APIOperation("muteFinding", "Accepts a finding").body(MuteBody.schema, example: MuteBody.example).answers(
                FindingView.self), mute)
        router.post(
            "/findings/{id}/unmute", for: .writers,
            APIOperation("unmuteFinding", "Accepts a finding no longer").answers(FindingView.self), unmute)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["rule", "severity", "status", "type", "limit", "cursor"])
        var filter = FindingFilter()
        filter.status = try request.query(.choice("status"))
        filter.severity = try request.query(.choice("severity"))
        if let name = request.queryValue("rule") {
            guard let rule = FindingRule(name: name) else {
                let known = FindingRule.all.map(\.name).joined(separator: ", ")
                throw Problem.badRequest("rule should be one of \(known).")
            }
            filter.rule = rule
        }
        if request.queryValue("type") != nil { filter.type = try request.resourceType() }
        let limit = try request.limit()
        let (cursor, chosen) = (try request.cursorID(), filter)
        let page = try await context.lists.read(by: principal) {
            try await lists.findings(chosen, of: principal.tenant, before: cursor, limit: limit)
        }
        let services = (filter.rule?.type ?? filter.type).map { [$0.service] } ?? ScanService.offered
        let completeness = try await scans.completeness(of: services, tenant: principal.tenant)
        return try call.answerList(
            FindingView.List(
                page: Page(page.findings.map { FindingView($0) }, next: page.next),
                completeness: CompletenessView.OfServices(completeness)))
    }

    @Sendable private func summary(_ call: Call) async throws -> HTTPResponse {
        let principal = call.principal
        try call.request.allowQuery([])
        let summary = try await context.lists.read(by: principal) {
            try await lists.findingSummary(of: principal.tenant)
        }
        return try call.answer(FindingSummaryView(summary))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        guard let finding = try await scans.finding(try request.pathID(), of: principal.tenant) else {
            throw Problem.notFound()
        }
        return try call.answer(FindingView(finding))
    }

    @Sendable private func mute(_ call: Call) async throws -> HTTPResponse {
        let (id, principal) = (try call.request.pathID(), call.principal)
        let body = try MuteBody(try call.request.document())
        return try answer(
            try await scans.mute(id, reason: body.reason, by: principal.userID, of: principal.tenant) { finding in
                recorded(finding, call)
            }, call)
    }

    @Sendable private func unmute(_ call: Call) async throws -> HTTPResponse {
        let id = try call.request.pathID()
        return try answer(
            try await scans.unmute(id, of: call.principal.tenant) { finding in recorded(finding, call) }, call)
    }

    /// Only what was done is kept.
    private func recorded(_ finding: Finding?, _ call: Call) -> IdempotencyRecord? {
        (try? answer(finding, call)).flatMap(call.record)
    }

    private func answer(_ finding: Finding?, _ call: Call) throws -> HTTPResponse {
        guard let finding else { throw Problem.notFound() }
        guard finding.closedAt == nil else { throw Problem(.conflict, detail: "The finding is closed already.") }
        return try call.answer(FindingView(finding))
    }
}
