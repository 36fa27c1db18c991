import HTTPServer
import Operations

/// `/healthz`, `/readyz`, `/metrics`.
struct OperationsRoutes {
    let context: APIContext

    func add(to router: inout Router) {
        router.get("/healthz") { _ in JSONValue.object(["status": .string("ok")]).response() }
        router.get("/readyz") { _ in await context.health.report().response }
        let page = MetricsPage { await context.metrics.registry.render() }
        router.get("/metrics") { _ in .bytes(await page.bytes(), contentType: MetricsRegistry.contentType) }
    }
}
