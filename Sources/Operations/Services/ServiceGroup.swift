import Glibc
import Reactor

/// Runs the services of a process: starts them in order, stops them in reverse.
///
/// SIGTERM, SIGINT and SIGHUP stop the group; a second SIGINT ends the process at once with status 130. All of it
/// happens on the loop, so that work that blocks every thread of Swift's pool cannot hold up a shutdown. SIGPIPE is
/// ignored for the whole process. A process that runs a group to its end is ended with status 70 when it makes no progress.
public actor ServiceGroup {
    private let services: [any Service]
    private let grace: Duration
    private let stall: Duration
    private let logger: Logger
    private let loop: EventLoop
    private let handlesSignals: Bool
    private var state: ServiceGroupState
    private var tasks: [Int: [Task<Void, Never>]] = [:]
    /// When all are to have stopped.
    private var deadline: ContinuousClock.Instant?
    /// When the one that is stopping now is to have stopped.
    private var ownDeadline = ContinuousClock.now
    private var interrupts = 0
    private var endsProcess = false
    private var finish: CheckedContinuation<Int32, Never>?

    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - services: each may rely on those before it.
    ///   - grace: all of them together get this long to stop.
    ///   - stall: time without any progress after which `runThenExit()` ends the process; whole seconds.
    public init(
        _ services: [any Service], grace: Duration, stall: Duration = .seconds(60), logger: Logger,
        handlesSignals: Bool = true, on loop: EventLoop
    ) {
        self.services = services
        self.grace = grace
        self.stall = stall
        self.logger = logger
        self.loop = loop
        self.handlesSignals = handlesSignals
        state = ServiceGroupState(count: services.count)
    }

    /// Runs until a signal, `stop()` or the end of a service. To be called once.
    /// - Returns: the exit status: 0, or 1 when a service failed, ended early or had to be given up, and then still runs.
    public func run() async -> Int32 {
        CurrentProcess.ignoreBrokenPipes()
        if handlesSignals { listen() }
        return await withCheckedContinuation { continuation in
            finish = continuation
            perform(state.begin())
            if services.isEmpty { handle(.stopRequested) }
        }
    }

    /// Runs as `run()` does, then ends the process from the loop: even when given-up services hold every other thread.
    public func runThenExit() async -> Never {
        endsProcess = true
        ProgressWatch.start(on: loop, limit: stall, logger: logger)
        CurrentProcess.exit(await run())
    }

    /// Stops the services as SIGTERM does.
    public func stop() { requestStop(because: "asked to") }

    // MARK: Events

    private func listen() {
        do throws(SystemError) {
            try SignalListener.listen(to: [SIGTERM, SIGINT, SIGHUP], on: loop) { number in
                self.assumeIsolated { $0.received(number) }
            }
        } catch {
            logger.error("signals cannot be caught", ["error": .error(error)])
        }
    }

    private func received(_ number: Int32) {
        requestStop(because: Self.name(of: number))
        // SIGTERM may arrive from several senders; a second Ctrl-C means that the user will not wait any longer.
        if number == SIGINT { interrupts += 1 }
        if interrupts > 1 {
            logger.warning("left at once", ["cause": .string("a second signal")])
            CurrentProcess.exit(128 + SIGINT)
        }
    }

    private func requestStop(because cause: String) {
        guard !state.isStopping else { return }
        logger.info("stopping", ["cause": .string(cause), "grace": .duration(grace)])
        handle(.stopRequested)
    }

    private func handle(_ event: ServiceGroupState.Event) {
        perform(state.handle(event))
    }

    // MARK: Actions

    private func perform(_ actions: [ServiceGroupState.Action]) {
        for action in actions {
            switch action {
            case .start(let index): start(index)
            case .run(let index): run(index)
            case .limitStop(let index, let after): limitStop(index, after: after)
            case .stop(let index): stop(index)
            case .cancelStart(let index): cancel(index)
            case .giveUp(let index):
                logger.error("service did not stop and was given up", ["service": .string(services[index].name)])
                cancel(index)
            case .logEarlyEnd(let index, let reason):
                logger.error(
                    "service ended", ["service": .string(services[index].name), "reason": .string(reason)])
            case .finish(let status):
                logger.info("stopped", ["status": .integer(Int(status))])
                if endsProcess { CurrentProcess.exit(status) }
                finish?.resume(returning: status)
                finish = nil
            }
        }
    }

    private func start(_ index: Int) {
        let service = services[index]
        launch(index) {
            do {
                try await service.start()
                return .started(index)
            } catch {
                return .ended(index, reason: "\(error)", isFailure: !(error is CancellationError))
            }
        }
    }

    private func run(_ index: Int) {
        let service = services[index]
        logger.debug("service runs", ["service": .string(service.name)])
        launch(index) {
            do {
                try await service.run()
                return .ended(index, reason: "returned", isFailure: false)
            } catch is CancellationError {
                return .ended(index, reason: "cancelled", isFailure: false)
            } catch {
                return .ended(index, reason: "\(error)", isFailure: true)
            }
        }
    }

    private func limitStop(_ index: Int, after remaining: Int) {
        // A share is kept back for each service still to come, so that a stuck one does not cost the others theirs.
        // However many there are, all shares together are half of the grace at most.
        let share = min(grace / max(20, 2 * services.count), .milliseconds(500))
        let end = deadline ?? ContinuousClock.now + grace
        deadline = end
        ownDeadline = end - share * remaining
        loop.schedule(after: max(.zero, ContinuousClock.now.duration(to: ownDeadline))) {
            self.assumeIsolated { $0.handle(.stopTimedOut(index)) }
        }
    }

    private func stop(_ index: Int) {
        let service = services[index]
        let end = ownDeadline
        logger.debug("stopping service", ["service": .string(service.name)])
        launch(index) {
            await service.stop(by: end)
            return .stopReturned(index)
        }
    }

    private func cancel(_ index: Int) {
        for task in tasks[index] ?? [] { task.cancel() }
    }

    private func launch(_ index: Int, _ work: @escaping @Sendable () async -> ServiceGroupState.Event) {
        tasks[index, default: []].append(Task.detached { await self.handle(await work()) })
    }

    private static func name(of signal: Int32) -> String {
        switch signal {
        case SIGTERM: "SIGTERM"
        case SIGINT: "SIGINT"
        case SIGHUP: "SIGHUP"
        default: "signal \(signal)"
        }
    }
}
