import Foundation
import HTTPServer
import Scans

/// `GET /resources`, `GET /resources/{type}/{id}`, `GET /resources/{type}/{id}/metrics`, `GET /providers`.
struct ResourceRoutes: APIModule {
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
            "/resources", for: .readers,
            APIOperation("listResources", "Resources of a type, as the latest scans saw them").noting(
                "Any column of the type filters as well, such as `state=stopped`."
            ).parameter(.resourceType(isRequired: true)).query(
                Field.uuid("scan", "the id of a scan"), Field<ScanStore.ResourceUpserts>.choice("closed")
            ).page(as: ResourceView.List.self, isTable: true).refuses(.notFound), list)
        router.get(
            "/resources/{type}/{id}", for: .readers,
            APIOperation("getResource", "A resource and its findings").parameter(.region).answers(ResourceView.self),
            show)
        router.get(
            "/resources/{type}/{id}/metrics", for: .readers,
            APIOperation("getResourceMetrics", "A chart of a metric of a resource").parameter(
                APIParameter("name", .string, "A metric of the type.", isRequired: true)
            ).query(Field.date("from"), Field.date("to"), Field<Metric.Statistic>.choice("statistic")).parameter(.step)
                .parameter(.region).answers(ChartView.self), metrics)
        router.get(
            "/providers", for: .readers,
            APIOperation("listProviders", "Clouds, and what of them can be scanned").answers(Page<ProviderView>.self),
            providers)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        let type = try request.resourceType()
        try request.allowQuery(["type", "scan", "closed", "limit", "cursor"] + type.columns.map(\.name))
        let scope = try await scope(request, of: principal.tenant)
        let page = try await context.lists.read(by: principal) {
            try await lists.resources(
                type, scope, of: principal.tenant, filters: try request.resourceFilters(type),
                after: try request.resourceCursor(), limit: try request.limit())
        }
        return try call.answerList(ResourceView.List(page))
    }

    private func scope(_ request: HTTPRequest, of tenant: UUID) async throws -> ScanStore.ResourceScope {
        let upserts: ScanStore.ResourceUpserts? = try request.query(.choice("closed"))
        guard let text = request.queryValue("scan") else { return .latest(upserts ?? .open) }
        if upserts != nil { throw Problem.badRequest("closed says nothing of the rows of one scan.") }
        guard let id = UUID(uuidString: text) else { throw Problem.badRequest("scan should be the id of a scan.") }
        guard try await scans.scan(id, of: tenant) != nil else { throw Problem.notFound() }
        return .scan(id)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["region"])
        let (_, resource) = try await resource(request, of: principal.tenant)
        var filter = FindingFilter()
        filter.resource = resource.id
        let findings = try await scans.findings(filter, of: principal.tenant, before: nil, limit: 1000)
        return try call.answer(ResourceView(resource, findings.findings))
    }

    @Sendable private func metrics(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(["name", "from", "to", "step", "statistic", "region"])
        let (type, resource) = try await resource(request, of: principal.tenant)
        let chart = try Chart(request, type)
        let (points, reading) = try await context.lists.read(by: principal) {
            try await lists.chart(
                of: chart.metric, type, resource: resource.id, from: chart.from, to: chart.to, step: chart.step,
                statistic: chart.statistic, tenant: principal.tenant)
        }
        return try call.answer(ChartView(chart, of: resource, type, points, reading))
    }

    /// By our id or the cloud's own identifier.
    private func resource(_ request: HTTPRequest, of tenant: UUID) async throws -> (ResourceType, Resource) {
        guard let type = request.parameters["type"].flatMap(ResourceType.init(name:)),
            let name = request.parameters["id"], !name.utf8.contains(0)
        else { throw Problem.notFound() }
        let region = request.queryValue("region").flatMap { $0.utf8.contains(0) ? nil : $0 }
        let found = try await scans.resource(type, name, region: region, of: tenant)
        guard let first = found.first else { throw Problem.notFound() }
        guard found.count == 1 else {
            let places = Set(found.map(\.region)).sorted().joined(separator: ", ")
            throw Problem.badRequest(
                "Several resources are called so, in \(places): say region, or ask by the id that lists show.")
        }
        return (type, first)
    }

    @Sendable private func providers(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery([])
        return try call.answer(Page(ScanProvider.allCases.map { ProviderView($0) }))
    }
}
