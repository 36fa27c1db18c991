import Foundation
import HTTPServer
public import Operations

/// Where a worker or the Enqueuer can be asked how it is: `/metrics`, `/healthz`, `/readyz`, on `METRICS_PORT`.
public final class MetricsService: Service {
    public let name = "metrics"
    private let server: WebServer
    private let host: String
    private let logger: Logger
    private let stopped = StopLatch()

    /// - Parameter host: an address or a name, `METRICS_HOST`.
    public init(
        port: Int, host: String, registry: MetricsRegistry, health: HealthMonitor, logger: Logger
    ) {
        self.host = host
        self.logger = logger
        registry.setBuildInfo(version: Version.current)
        var router = Router(prefix: "")
        let pages = MetricsPages(registry)
        router.get("/metrics") { await pages.answer($0) }
        router.get("/healthz") { _ in .json(text: #"{"status":"ok"}"#) }
        router.get("/readyz") { _ in await health.report().response }
        var configuration = WebServerConfiguration(host: host, port: port)
        configuration.threads = 1
        configuration.connectionLimit = 64
        server = WebServer(configuration: configuration, router: router)
    }

    public func start() async throws {
        let port = try server.start()
        logger.info("metrics are served", ["url": .string("http://\(host):\(port)/metrics")])
    }

    public func run() async throws { await stopped.wait() }

    public func stop(by deadline: ContinuousClock.Instant) async {
        _ = await server.stop(grace: .seconds(1))
        stopped.open()
    }
}
