import HTTPServer
import Operations

/// Lines about answers of 500 and above. The server reports them, and not a middleware: it gives such answers without any
/// handler too, to what takes too long.
struct FailureLog: Sendable {
    let logger: Logger
    private let deliberate = RepeatLimit(every: .seconds(10))

    init(logger: Logger) { self.logger = logger }

    func report(_ error: (any Error)?, _ request: RequestSummary) {
        if let error, !(error is Problem), request.status == .internalServerError {
            FailingDuties.shared.note(request.duty, error)
        }
        // What is refused on purpose can be had at will: every line of it would push others out of the log.
        let isDeliberate = error.map { $0 is Problem } ?? true
        let kind = "\(request.route ?? "") \(request.status.rawValue)"
        guard let suppressed = isDeliberate ? deliberate.admit(kind) : 0 else { return }
        LogContext.with(LogContext(requestID: request.requestID, traceID: request.traceParent.traceID)) {
            // A method that no route has is the caller's word, and nothing of ours failed.
            let level: LogLevel =
                switch request.status {
                case .internalServerError: .error
                case .notImplemented: .info
                default: .warning
                }
            logger.log(
                level, "a request failed",
                [
                    "route": .string(request.route ?? ""), "method": .string(request.method.rawValue),
                    "status": .integer(request.status.rawValue),
                    "error": error.map { .error($0) } ?? .string("answered without an error"),
                    "suppressed": .integer(suppressed),
                ])
        }
    }
}

extension RequestSummary {
    /// What a process fails at when each answer of this route is a 500.
    var duty: String { "answering \(method.rawValue) \(route ?? "")" }
}
