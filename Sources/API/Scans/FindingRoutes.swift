import Foundation
import HTTPServer
import Scans
import Storage

/// `GET /findings`, `GET /findings/{id}`, `POST /findings/{id}/mute` and `/unmute`.
struct FindingRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.get("/findings", for: .readers, list)
        router.get("/findings/{id}", for: .readers, show)
        router.post("/findings/{id}/mute", for: .writers, mute)
        router.post("/findings/{id}/unmute", for: .writers, unmute)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["rule", "severity", "status", "type", "limit", "cursor"])
        var filter = FindingFilter()
        filter.status = try request.choice("status")
        filter.severity = try request.choice("severity")
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
            try await $0.scans.findings(chosen, of: principal.tenant, before: cursor, limit: limit)
        }
        let services = (filter.rule?.type ?? filter.type).map { [$0.service] } ?? ScanService.offered
        let completeness = try await context.scans.completeness(of: services, tenant: principal.tenant)
        return JSONValue.object([
            "items": .array(page.findings.map(FindingView.full)),
            "next_cursor": .text(page.next?.uuidString.lowercased()),
            "completeness": CompletenessView.several(completeness),
        ]).response()
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        guard let finding = try await context.scans.finding(try request.pathID(), of: principal.tenant) else {
            throw Problem.notFound()
        }
        return FindingView.full(finding).response()
    }

    @Sendable private func mute(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let id = try request.pathID()
        let reason = try Self.reason(try request.document())
        let key = call.key
        return try Self.answer(
            try await context.scans.mute(id, reason: reason, by: principal.userID, of: principal.tenant) {
                finding in
                Self.recorded(finding, key)
            })
    }

    @Sendable private func unmute(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let id = try request.pathID()
        let key = call.key
        return try Self.answer(
            try await context.scans.unmute(id, of: principal.tenant) { finding in Self.recorded(finding, key) })
    }

    /// Only what was done is kept.
    private static func recorded(_ finding: Finding?, _ key: IdempotencyRecord.Key?) -> IdempotencyRecord? {
        (try? answer(finding)).flatMap { IdempotencyRecord($0, for: key) }
    }

    private static func answer(_ finding: Finding?) throws(Problem) -> HTTPResponse {
        guard let finding else { throw .notFound() }
        guard finding.closedAt == nil else { throw Problem(.conflict, detail: "The finding is closed already.") }
        return FindingView.full(finding).response()
    }

    private static func reason(_ json: JSONValue) throws(Problem) -> String {
        guard let object = json.objectValue else {
            throw .invalid([Problem.FieldError(pointer: "", message: "should be an object")])
        }
        var reader = FieldReader(object)
        reader.refuseOthers(than: ["reason"])
        let reason = reader.text("reason") ?? ""
        if reader.errors.isEmpty, !(1...1000).contains(reason.count) || reason.utf8.contains(0) {
            reader.reject("reason", "should be a text of 1 to 1000 characters: why this is accepted")
        }
        guard reader.errors.isEmpty else { throw .invalid(reader.errors) }
        return reason
    }
}
