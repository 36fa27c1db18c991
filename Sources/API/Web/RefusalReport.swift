import HTTPServer
import Operations

/// Counts callers that did not get what they asked for, and logs them.
struct RefusalReport: Sendable {
    let metrics: APIMetrics
    let logger: Logger
    private let limit = RepeatLimit(every: .seconds(10))

    init(metrics: APIMetrics, logger: Logger) {
        self.metrics = metrics
        self.logger = logger
    }

    func report(_ refusal: ShareRefusal) {
        metrics.count(refusal)
        logger.log(
            .warning, "a caller is refused: \(refusal.resource.rawValue)", limitedBy: limit,
            [
                "caller": .string("\(refusal.key)"),
                "reason": .string(refusal.isShare ? "it has taken its share" : "nothing is free"),
            ])
    }
}
