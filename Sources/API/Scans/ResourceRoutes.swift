import Foundation
import HTTPServer
import Scans

/// `GET /resources`, `GET /resources/{type}/{id}`, `GET /resources/{type}/{id}/metrics`, `GET /providers`.
struct ResourceRoutes {
    let context: APIContext

    func add(to router: inout APIRouter) {
        router.get("/resources", for: .readers, list)
        router.get("/resources/{type}/{id}", for: .readers, show)
        router.get("/resources/{type}/{id}/metrics", for: .readers, metrics)
        router.get("/providers", for: .readers, providers)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let type = try request.resourceType()
        try request.allowQuery(["type", "scan", "closed", "limit", "cursor"] + type.columns.map(\.name))
        let scope = try await scope(request, of: principal.tenant)
        let page = try await context.lists.read(by: principal) {
            try await $0.scans.resources(
                type, scope, of: principal.tenant, filters: try request.resourceFilters(type),
                after: try request.resourceCursor(), limit: try request.limit())
        }
        return JSONValue.page(page).response()
    }

    private func scope(_ request: HTTPRequest, of tenant: UUID) async throws -> ScanStore.ResourceScope {
        let upserts: ScanStore.ResourceUpserts? = try request.choice("closed")
        guard let text = request.queryValue("scan") else { return .latest(upserts ?? .open) }
        if upserts != nil { throw Problem.badRequest("closed says nothing of the rows of one scan.") }
        guard let id = UUID(uuidString: text) else { throw Problem.badRequest("scan should be the id of a scan.") }
        guard try await context.scans.scan(id, of: tenant) != nil else { throw Problem.notFound() }
        return .scan(id)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["region"])
        let (_, resource) = try await resource(request, of: principal.tenant)
        var filter = FindingFilter()
        filter.resource = resource.id
        let findings = try await context.scans.findings(filter, of: principal.tenant, before: nil, limit: 1000)
        guard var members = JSONValue.stored(resource.item).objectValue else { throw Problem.notFound() }
        members["findings"] = .array(findings.findings.map(FindingView.full))
        return JSONValue.object(members).response()
    }

    @Sendable private func metrics(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["name", "from", "to", "step", "statistic", "region"])
        let (type, resource) = try await resource(request, of: principal.tenant)
        let chart = try Chart(request, type)
        let (points, reading) = try await context.lists.read(by: principal) {
            try await $0.scans.chart(
                of: chart.metric, type, resource: resource.id, from: chart.from, to: chart.to, step: chart.step,
                statistic: chart.statistic, tenant: principal.tenant)
        }
        return chart.view(of: resource, type, points, reading).response()
    }

    /// By our id or the cloud's own identifier.
    private func resource(_ request: HTTPRequest, of tenant: UUID) async throws -> (ResourceType, Resource) {
        guard let type = request.parameters["type"].flatMap(ResourceType.init(name:)),
            let name = request.parameters["id"], !name.utf8.contains(0)
        else { throw Problem.notFound() }
        let region = request.queryValue("region").flatMap { $0.utf8.contains(0) ? nil : $0 }
        let found = try await context.scans.resource(type, name, region: region, of: tenant)
        guard let first = found.first else { throw Problem.notFound() }
        guard found.count == 1 else {
            let places = Set(found.map(\.region)).sorted().joined(separator: ", ")
            throw Problem.badRequest(
                "Several resources are called so, in \(places): say region, or ask by the id that lists show.")
        }
        return (type, first)
    }

    @Sendable private func providers(_ call: Call) async throws -> HTTPResponse {
        let request = call.request
        try request.allowQuery([])
        return JSONValue.page(ScanProvider.allCases.map(ProviderView.full), next: nil).response()
    }
}
