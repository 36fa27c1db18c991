internal import CMicrohttpd
import Synchronization

/// One request and its answer.
///
/// The library calls in on the connection's thread; the handler runs as a task. When the task has not ended by the time
/// the library's call returns, the connection is suspended, and resumed with the answer. Suspending and resuming happen
/// under the lock of `stage`, so that each suspension is ended exactly once.
final class Exchange: HandlerPermit, @unchecked Sendable {
    // Sendable by confinement: `request`, `rejection` and the counters are touched only by the connection's
    // thread before the handler starts, and only read after it; everything else is constant or behind `stage`.

    enum Stage {
        case receiving
        /// The handler runs; the library's thread still waits to see whether it ends at once.
        case running
        case suspended(Task<Void, Never>, since: ContinuousClock.Instant)
        case answered(Answer)
        case queued(BodyPipe?)
        case over
    }

    let engine: Engine
    let connection: ClientConnection
    // A handle of the library, valid from the request's start to its completion.
    nonisolated(unsafe) let handle: OpaquePointer
    let started = ContinuousClock.now
    var request: HTTPRequest
    /// The answer that the request gets instead of a handler, once it has been read.
    var rejection: Problem?
    var received = 0
    /// Bytes that the caller's share of all bodies has.
    var reserved = 0
    /// Bytes that the caller's share of all answers has.
    var answered = 0
    var bodyLimit: Int
    /// Whether the connection ends with the answer.
    var closes = false
    let isVersion10: Bool
    let stage = Mutex(Stage.receiving)
    /// Behind `stage`.
    private var hasClientLeft = false

    init(
        engine: Engine, connection: ClientConnection, handle: OpaquePointer, request: HTTPRequest, rejection: Problem?,
        isVersion10: Bool
    ) {
        self.engine = engine
        self.connection = connection
        self.handle = handle
        self.request = request
        self.rejection = rejection
        self.isVersion10 = isVersion10
        bodyLimit = engine.configuration.bodyLimit
    }

    /// Whether the request is served whatever the shares are.
    var isProbe: Bool {
        if case .route(let route) = request.match { route.audience == .probe } else { false }
    }

    /// The request is complete, or the connection was resumed.
    func proceed() -> MHD_Result {
        let answer: Answer? = stage.withLock { stage in
            if case .answered(let answer) = stage { return answer }
            return nil
        }
        if let answer { return queue(answer) }
        if let rejection { return queue(Answer(rejection)) }
        if engine.isClosing { return queue(.stopping) }
        if !isProbe {
            do { try engine.handling.take(by: request.caller) } catch { return queue(Answer(error)) }
        }
        return startHandler()
    }

    private func startHandler() -> MHD_Result {
        connection.enter(.handling, deadline: nil)
        stage.withLock { $0 = .running }
        // A handler that ends without waiting costs neither a change of threads nor a suspension. Large bodies are
        // left to a thread of their own: reading them would hold up the thread's other connections.
        let task =
            request.body.count <= Engine.smallBody
            ? Task.immediate { await self.run() }
            : Task(executorPreference: engine.largeBodies.executor(for: request.caller)) { await self.run() }
        let answer: Answer? = stage.withLock { stage in
            if case .answered(let answer) = stage { return answer }
            if engine.isClosing {
                task.cancel()
                return .stopping
            }
            MHD_suspend_connection(handle)
            stage = .suspended(task, since: .now)
            return nil
        }
        return answer.map { queue($0) } ?? flotilla_mhd_yes
    }

    private func run() async {
        var request = request
        request.place = self
        let answer: Answer
        do {
            answer = Answer(try await engine.handler(request))
        } catch let error as any HTTPResponseError {
            answer = Answer(error.problem.response, cause: error)
        } catch is CancellationError where engine.isDraining {
            answer = .stopping
        } catch {
            answer = Answer(Problem(.internalServerError).response, cause: error)
        }
        if !isProbe { engine.handling.giveBack(by: request.caller) }
        finish(answer)
    }

    private func finish(_ answer: Answer) {
        stage.withLock { stage in
            switch stage {
            case .running:
                stage = .answered(answer)
            case .suspended:
                stage = .answered(hasClientLeft ? .clientLeft : answer)
                MHD_resume_connection(handle)
            case .receiving, .answered, .queued, .over:
                break  // another answer was given in its place
            }
        }
    }

    // MARK: From the watch and from stop

    /// Whether the library does not look at the connection's socket.
    var isSuspended: Bool {
        stage.withLock { stage in
            switch stage {
            case .suspended: true
            case .queued(let pipe?): pipe.isSuspended
            default: false
            }
        }
    }

    /// The client has gone: the handler's task is cancelled, a stream ends.
    func clientLeft() {
        stage.withLock { stage in
            switch stage {
            case .suspended(let task, _):
                hasClientLeft = true
                task.cancel()
            case .queued(let pipe?) where pipe.isSuspended: pipe.readerLeft()
            default: break
            }
        }
    }

    func cancelHandler() {
        stage.withLock { if case .suspended(let task, _) = $0 { task.cancel() } }
    }

    /// Ends a stream that would go on for as long as its reader stays.
    func endOpenStream() {
        stage.withLock { if case .queued(let pipe?) = $0, pipe.isOpenEnded { pipe.abort() } }
    }

    /// Answers in the place of a handler that has not ended, and breaks a stream off.
    func abandon() {
        stage.withLock { stage in
            if case .queued(let pipe?) = stage { pipe.abort() }
            giveUp(&stage, .stopping)
        }
    }

    /// Answers in the place of a handler that has been running for too long.
    func enforceLimit(now: ContinuousClock.Instant) {
        stage.withLock { stage in
            if case .queued(let pipe?) = stage { pipe.beat(now: now) }
            guard case .suspended(_, let since) = stage, since + engine.configuration.handlerTimeout <= now else {
                return
            }
            giveUp(&stage, .tookTooLong)
        }
    }

    private func giveUp(_ stage: inout Stage, _ answer: Answer) {
        guard case .suspended(let task, _) = stage else { return }
        task.cancel()
        stage = .answered(answer)
        MHD_resume_connection(handle)
    }

    /// The library is done with the request.
    func complete() {
        let isUnanswered = stage.withLock { stage in
            defer { stage = .over }
            switch stage {
            case .suspended(let task, _):
                task.cancel()
                return true
            // The library found out first that the client had left.
            case .answered: return true
            case .receiving, .running, .queued, .over: return false
            }
        }
        if isUnanswered { report(.clientLeft) }
        engine.bodies.giveBack(reserved, by: request.caller)
        engine.answers.giveBack(answered, by: request.caller)
    }

    // MARK: From the handler

    func beginWait() throws(Problem) {
        try engine.waits.take(by: request.caller)
        if !isProbe { engine.handling.giveBack(by: request.caller) }
    }

    /// The rest of the handler is served whatever has come in the meantime.
    func endWait() {
        engine.waits.giveBack(by: request.caller)
        if !isProbe { engine.handling.add(by: request.caller) }
    }
}
