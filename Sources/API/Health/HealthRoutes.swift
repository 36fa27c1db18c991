import Assembly
import HTTPServer
import Operations

/// `/healthz`, `/readyz`, `/metrics`.
struct HealthRoutes: APIModule {
    let context: APIContext

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.open(
            .get, "/healthz", to: .probe,
            APIOperation("getHealth", "Whether the process runs").answers(.texts("status"))
        ) { _ in try .json(["status": "ok"]) }
        router.open(
            .get, "/readyz", to: .probe,
            APIOperation("getReadiness", "Whether work is accepted").answers(HealthReport.schema).answers(
                HealthReport.schema, .serviceUnavailable)
        ) { _ in await context.health.report().response }
        let pages = MetricsPages(context.metrics.registry)
        router.open(
            .get, "/metrics", to: .probe,
            APIOperation("getMetrics", "Figures for Prometheus").answers(
                types: "text/plain", "application/openmetrics-text")
        ) { await pages.answer($0) }
    }
}
