import Assembly
import Foundation
import HTTPServer
import Operations

/// The HTTP server as one of the program's services.
final class WebService: Service {
    let name = "http"
    private let server: WebServer
    private let context: APIContext
    private let host: String
    private let stopped = StopLatch()

    init(configuration: APIConfiguration, context: APIContext) {
        self.context = context
        host = configuration.host
        var web = WebServerConfiguration(host: configuration.host, port: configuration.port)
        web.trustedProxies = configuration.trustedProxies
        let (metrics, logger) = (context.metrics, context.logger)
        let traces = context.traces.map { RequestTraces(tracer: $0.tracer) }
        if let traces { web.samples = traces.samples }
        web.onAnswer = { request in
            metrics.count(request, as: traces?.record(request))
            if request.status.rawValue < 500 { FailingDuties.shared.note(request.duty, nil) }
        }
        web.onFailure = FailureLog(logger: logger).report
        web.onRefusal = context.refusals.report
        web.onLibraryMessage = { logger.debug("http", ["detail": .string($0)]) }
        server = WebServer(configuration: web, router: APIModules.router(context).router)
    }

    func start() async throws {
        let port = try server.start()
        context.logger.info("listening", ["url": .string("http://\(host):\(port)")])
    }

    func run() async throws { await stopped.wait() }

    func stop(by deadline: ContinuousClock.Instant) async {
        _ = await server.stop(grace: ContinuousClock.now.duration(to: deadline))
        stopped.open()
    }
}
