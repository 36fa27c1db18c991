import AWS
import Accounts
import Foundation
import HTTPServer
import Jobs
import Scans
import Storage

/// `POST /scans`, `GET /scans`, `GET /scans/{id}`, `GET /scans/{id}/resources`.
struct ScanRoutes {
    let context: APIContext

    private static let writers: Set<Role> = [.admin, .school, .service]
    private static let readers: Set<Role> = [.admin, .school, .service, .support]

    func add(to router: inout Router) {
        router.post("/scans", create)
        router.get("/scans", list)
        router.get("/scans/{id}", show)
        router.get("/scans/{id}/resources", resources)
    }

    @Sendable private func create(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request, roles: Self.writers)
        let body = try ScanBody(try request.json())
        let account = try await AccountStore(database: context.connections.database).account(principal.tenant)
        guard let roleARN = body.roleARN ?? account?.roleARN?.description else {
            throw Problem.invalid([
                Problem.FieldError(
                    pointer: "/role_arn", message: "is required: the account has no role that could be assumed")
            ])
        }
        return try await context.idempotently(request, by: principal) { key in
            let scan = try NewScan(
                tenant: principal.tenant, userID: principal.userID, provider: body.provider, services: body.services,
                regions: body.regions, roleARN: roleARN, trace: request.trace, minter: context.minter)
            let answer = ScanView.accepted(scan).response(.accepted, headers: ["Location": ScanView.path(of: scan)])
            let recorded = RecordedAnswer(answer, for: key)
            _ = try await context.admitting(scan.runs.map(\.job)) {
                try await context.scans.create(scan, recording: recorded)
                return [:]
            }
            return answer
        }
    }

    @Sendable private func list(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request, roles: Self.readers)
        try request.allowQuery(["limit", "cursor"])
        let limit = try request.limit()
        let scans = try await context.scans.scans(
            of: principal.tenant, before: try request.cursorID(), limit: limit + 1)
        let page = scans.prefix(limit)
        let next = scans.count > limit ? page.last?.id.uuidString.lowercased() : nil
        return JSONValue.page(page.map(ScanView.full), next: next).response()
    }

    @Sendable private func show(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request, roles: Self.readers)
        guard let scan = try await context.scans.scan(try request.pathID(), of: principal.tenant) else {
            throw Problem.notFound()
        }
        return ScanView.full(scan).response()
    }

    @Sendable private func resources(_ request: HTTPRequest) async throws -> HTTPResponse {
        let principal = try context.principal(of: request, roles: Self.readers)
        let id = try request.pathID()
        guard let scan = try await context.scans.scan(id, of: principal.tenant) else { throw Problem.notFound() }
        let type = try Self.resourceType(request, of: scan)
        try request.allowQuery(["type", "limit", "cursor"] + type.columns)
        let filters = request.query.filter { type.columns.contains($0.name) }.map { ($0.name, $0.value) }
        let page = try await context.scans.resources(
            type, ofScan: id, tenant: principal.tenant, filters: filters,
            after: try Self.cursor(request), limit: try request.limit())
        let next = page.next.map { Data("\($0.region)\n\($0.identity)".utf8).base64EncodedString() }
        return JSONValue.page(page.items.map { .stored($0) }, next: next).response()
    }

    private static func resourceType(_ request: HTTPRequest, of scan: Scan) throws(Problem) -> ResourceType {
        guard let name = request.queryValue("type") else {
            guard let service = scan.services.first.flatMap(ScanService.init(rawValue:)) else { throw .notFound() }
            return service.resourceType
        }
        guard let type = ResourceType(rawValue: name) else {
            let known = ResourceType.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("type should be one of \(known).")
        }
        return type
    }

    private static func cursor(_ request: HTTPRequest) throws(Problem) -> ResourceCursor? {
        guard let text = request.queryValue("cursor") else { return nil }
        let parts = Data(base64Encoded: text).flatMap { String(bytes: $0, encoding: .utf8) }?.split(separator: "\n")
        // PostgreSQL has no text with U+0000.
        guard let parts, parts.count == 2, !parts.contains(where: { $0.utf8.contains(0) }) else {
            throw .badRequest("cursor should be the next_cursor of an earlier page.")
        }
        return ResourceCursor(region: String(parts[0]), identity: String(parts[1]))
    }
}
