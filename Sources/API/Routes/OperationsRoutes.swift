import HTTPServer
import Operations
import Redis

/// `/healthz`, `/readyz`, `/metrics`.
struct OperationsRoutes {
    let context: APIContext

    func add(to router: inout Router) {
        router.get("/healthz") { _ in JSONValue.object(["status": .string("ok")]).response() }
        router.get("/readyz") { _ in
            async let database = context.store.ping(within: .seconds(2))
            async let broker = brokerAnswers()
            let (isDatabaseUp, isBrokerUp) = await (database, broker)
            context.metrics.databaseUp.set(isDatabaseUp ? 1 : 0)
            context.metrics.brokerUp.set(isBrokerUp ? 1 : 0)
            let isBrokerSafe = isBrokerUp && !context.eviction.isEvicting
            let status = !isDatabaseUp ? "unavailable" : isBrokerSafe ? "ready" : "degraded"
            return JSONValue.object([
                "status": .string(status), "database": .string(isDatabaseUp ? "up" : "down"),
                "broker": .string(isBrokerUp ? (isBrokerSafe ? "up" : "evicting") : "down"),
            ]).response(
                isDatabaseUp ? .ok : .serviceUnavailable, headers: isDatabaseUp ? [:] : ["Retry-After": "2"])
        }
        let page = MetricsPage {
            async let database = context.store.ping(within: .seconds(1))
            async let broker = brokerAnswers()
            context.metrics.databaseUp.set(await database ? 1 : 0)
            context.metrics.brokerUp.set(await broker ? 1 : 0)
            return await context.metrics.registry.render()
        }
        router.get("/metrics") { _ in .bytes(await page.bytes(), contentType: MetricsRegistry.contentType) }
    }

    /// Jobs run without Redis too, so nobody waits for it here.
    private func brokerAnswers() async -> Bool {
        (try? await context.redis.command(RedisCommand("PING"), timeout: .milliseconds(20))) != nil
    }
}
