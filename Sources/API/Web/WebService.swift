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
        web.onAnswer = { metrics.count($0) }
        let deliberate = RepeatLimit(every: .seconds(10))
        web.onFailure = { error, request in
            // What is refused on purpose can be had at will: every line of it would push others out of the log.
            let isDeliberate = error.map { $0 is Problem } ?? true
            let kind = "\(request.route ?? "") \(request.status.rawValue)"
            guard let suppressed = isDeliberate ? deliberate.admit(kind) : 0 else { return }
            let context = LogContext(requestID: request.requestID, traceID: request.traceParent.traceID)
            LogContext.$current.withValue(context) {
                logger.log(
                    request.status == .internalServerError ? .error : .warning, "a request failed",
                    [
                        "route": .string(request.route ?? ""),
                        "method": .string(request.method.rawValue), "status": .integer(request.status.rawValue),
                        "error": error.map { .error($0) } ?? .string("answered without an error"),
                        "suppressed": .integer(suppressed),
                    ])
            }
        }
        web.onRefusal = context.refusals.report
        web.onLibraryMessage = { logger.debug("http", ["detail": .string($0)]) }
        server = WebServer(configuration: web, router: Self.routes(context).router)
    }

    static func routes(_ context: APIContext) -> APIRouter {
        var router = APIRouter(context)
        HealthRoutes(context: context).add(to: &router)
        AuthRoutes(context: context).add(to: &router)
        UserRoutes(context: context).add(to: &router)
        AccountRoutes(context: context).add(to: &router)
        ScanRoutes(context: context).add(to: &router)
        ResourceRoutes(context: context).add(to: &router)
        FindingRoutes(context: context).add(to: &router)
        JobRoutes(context: context).add(to: &router)
        EventRoutes(context: context).add(to: &router)
        BulkRoutes(context: context).add(to: &router)
        BatchRoutes(context: context).add(to: &router)
        ScheduleRoutes(context: context).add(to: &router)
        QueueRoutes(context: context).add(to: &router)
        WorkerRoutes(context: context).add(to: &router)
        return router
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
