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
        router.open(.get, "/healthz", to: .probe) { _ in try .json(["status": "ok"]) }
        router.open(.get, "/readyz", to: .probe) { _ in await context.health.report().response }
        let pages = MetricsPages(context.metrics.registry)
        router.open(.get, "/metrics", to: .probe) { await pages.answer($0) }
    }
}
