/// Work that is done again and again for as long as the process runs. A turn that fails is logged, and tried again.
public struct PeriodicService: Service {
    public let name: String
    private let logger: Logger
    private let pauseAfterFailure: Duration
    private let turn: @Sendable () async throws -> Duration
    private let stopped = StopLatch()

    /// - Parameters:
    ///   - name: shown in logs, also of a turn that failed (at most twice a minute).
    ///   - pauseAfterFailure: until the next turn after one that threw.
    ///   - turn: does the work once and returns the pause until the next turn; cancelled when the service is stopped.
    public init(
        _ name: String, pauseAfterFailure: Duration = .seconds(1), logger: Logger,
        turn: @escaping @Sendable () async throws -> Duration
    ) {
        self.name = name
        self.logger = logger
        self.pauseAfterFailure = pauseAfterFailure
        self.turn = turn
    }

    public func run() async throws {
        let working = Task { await Self.turns(name, pauseAfterFailure: pauseAfterFailure, logger: logger, turn) }
        await stopped.wait()
        working.cancel()
    }

    public func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }

    /// Turns of such work until the task is cancelled, for a service that does several things side by side.
    public static func turns(
        _ name: String, pauseAfterFailure: Duration = .seconds(1), logger: Logger,
        _ turn: @Sendable () async throws -> Duration
    ) async {
        let limit = RepeatLimit(every: .seconds(30))
        while !Task.isCancelled {
            var pause = pauseAfterFailure
            do {
                pause = try await turn()
                FailingDuties.shared.note(name, nil)
            } catch {
                if !Task.isCancelled { FailingDuties.shared.note(name, error) }
                if !Task.isCancelled, let suppressed = limit.admit(name) {
                    logger.warning(
                        "a turn failed; it is tried again",
                        [
                            "service": .string(name), "error": .error(error),
                            "suppressed": .integer(suppressed),
                        ])
                }
            }
            if pause > .zero { try? await Task.sleep(for: pause) }
        }
    }
}
