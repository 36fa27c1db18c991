import Jobs
public import Operations

/// Logs runs, a line at level `debug` for each start, checkpoint and end.
public struct RunLog: RunObserver {
    private let logger: Logger

    /// nil where the logger takes no such lines, so that they cost nothing.
    public init?(_ logger: Logger) {
        guard logger.level <= .debug else { return nil }
        self.logger = logger
    }

    public func started(_ runs: [RunStart]) {
        for start in runs {
            start.run.inContext { logger.debug("a run started", ["wait": .duration(start.wait)]) }
        }
    }

    public func saved(_ runs: [ObservedRun]) {
        for run in runs { run.inContext { logger.debug("a run saved a checkpoint") } }
    }

    public func ended(_ runs: [RunEnd]) {
        for end in runs {
            end.run.inContext {
                logger.debug(
                    "a run ended",
                    ["status": .string(end.status?.rawValue ?? "superseded"), "seconds": .duration(end.slotTime)])
            }
        }
    }
}

extension ObservedRun {
    /// What is logged in `body` carries the run's ids.
    func inContext<Value>(_ body: () -> Value) -> Value {
        LogContext.with(self, body)
    }
}

extension ObservedRun: LogContext.Source {
    public var logContext: LogContext {
        LogContext(
            requestID: trace?.requestID, traceID: trace?.traceID,
            run: LogContext.Run(jobID: id.uuid, kind: kind.rawValue, attempt: attempt ?? 0))
    }
}
