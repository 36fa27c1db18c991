import Foundation
import Glibc
import Operations
import Reactor

/// A process that is started again whenever it ends, until it is stopped.
///
/// It lives on the launcher's event loop, whose thread starts every child: a child's signal at the end of its parent (see
/// `ProcessCommand.bound`) is sent when that thread ends.
actor ManagedProcess {
    enum Event: Sendable {
        case started
        case ended
        /// It exited with EX_CONFIG (78), or cannot be started at all, and is not started again; what it said last.
        case refused(String)
    }

    /// One step of stopping: a signal, and how long to wait for it to act.
    struct StopStep: Sendable {
        let signal: Int32
        let grace: Duration
    }

    private static let maximumFirstWords = 50
    /// EX_CONFIG of sysexits.h: a program's exit status when its configuration is wrong.
    private static let badConfiguration: Int32 = 78

    nonisolated let name: String
    private nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private let log: LogMultiplexer
    private let readyMarker: String?
    private let makeCommand: @Sendable () async throws -> ProcessCommand
    private let onEvent: @Sendable (Event) -> Void

    private var child: ChildProcess?
    private var supervision: Task<Void, Never>?
    private var policy: RestartPolicy
    private var isStopping = false
    private var isReady = false
    private var lastWords = ""
    private var firstWords: [String] = []
    private var waiters: [Int: CheckedContinuation<Bool, Never>] = [:]
    private var nextWaiter = 0

    /// - Parameters:
    ///   - readyMarker: part of the line by which it says that it is ready. What it says up to then is shown only when
    ///     it ends before.
    ///   - mostDelay: before it is started again, however often it ends.
    ///   - makeCommand: called before every start; a throw ends the attempts.
    ///   - onEvent: called on the loop.
    init(
        _ name: String, on loop: EventLoop, log: LogMultiplexer, readyMarker: String? = nil,
        mostDelay: Duration = RestartPolicy.longest,
        makeCommand: @escaping @Sendable () async throws -> ProcessCommand,
        onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.name = name
        self.loop = loop
        self.log = log
        self.readyMarker = readyMarker
        policy = RestartPolicy(most: mostDelay)
        self.makeCommand = makeCommand
        self.onEvent = onEvent
    }

    /// Nil while it is down.
    var pid: Int32? { child?.pid }

    func start() {
        guard supervision == nil, !isStopping else { return }
        supervision = Task { await supervise() }
    }

    /// Waits for the marker. Returns false at the limit, and when the process will never be ready.
    func waitUntilReady(within limit: Duration) async -> Bool {
        if isReady { return true }
        if isStopping { return false }
        nextWaiter += 1
        let id = nextWaiter
        return await withCheckedContinuation { waiter in
            waiters[id] = waiter
            loop.schedule(after: limit) {
                self.assumeIsolated { $0.waiters.removeValue(forKey: id)?.resume(returning: false) }
            }
        }
    }

    /// Returns once it is gone. What does not follow the steps is killed with its group.
    func stop(_ steps: [StopStep]) async {
        isStopping = true
        supervision?.cancel()
        finishWaiters(false)
        for step in steps {
            guard let child else { break }
            child.signal(step.signal)
            if await child.waitForExit(within: step.grace) != nil { break }
            log.write("flotilla", "\(name) has not stopped after \(step.grace)")
        }
        child?.signalGroup(SIGKILL)
        await supervision?.value
    }

    /// Speeds up a `stop` that was called or follows.
    func kill(by signal: Int32 = SIGKILL) {
        isStopping = true
        supervision?.cancel()
        child?.signalGroup(signal)
    }

    // MARK: The life of the process

    private func supervise() async {
        while !isStopping {
            guard let command = await prepare(), !isStopping else { break }
            let startedAt = ContinuousClock.now
            let status: String
            var isRefusal = false
            do {
                let child = try command.spawn(on: loop)
                let exit = await follow(child)
                status = exit.description
                isRefusal = exit == .exited(Self.badConfiguration)
            } catch {
                status = "could not be started: \(error)"
            }
            if isStopping { break }
            if isRefusal { return refuse(lastWords) }
            let delay = policy.delay(startedAt: startedAt, endedAt: .now)
            log.write("flotilla", "\(name) \(status); it is started again in \(delay)")
            try? await Task.sleep(for: delay)
        }
        finishWaiters(false)
    }

    private func prepare() async -> ProcessCommand? {
        do {
            return try await makeCommand()
        } catch {
            if !isStopping { refuse("\(error)") }
            return nil
        }
    }

    private func follow(_ child: ChildProcess) async -> ChildExitStatus {
        self.child = child
        lastWords = ""
        onEvent(.started)
        let output = Task { await hear(child.standardOutput, isError: false) }
        let errors = Task { await hear(child.standardError, isError: true) }
        let status = await child.waitForExit()
        self.child = nil
        for line in firstWords { log.write(name, line) }
        firstWords = []
        isReady = false
        onEvent(.ended)
        if status == .exited(Self.badConfiguration) {
            // Its last lines may still be in the pipe; another process that holds the pipe open must not block us.
            loop.schedule(after: .seconds(1)) {
                output.cancel()
                errors.cancel()
            }
            await errors.value
        }
        return status
    }

    private func hear(_ stream: LineStream?, isError: Bool) async {
        guard let stream else { return }
        for await line in stream { hear(line, isError: isError) }
    }

    private func hear(_ line: String, isError: Bool) {
        if isError, line.contains(where: { !$0.isWhitespace }) { lastWords = line }
        // What a server says as it is stopped is the same every time.
        if readyMarker != nil, isStopping { return }
        guard let readyMarker, !isReady else { return log.write(name, line) }
        if line.contains(readyMarker) {
            isReady = true
            firstWords = []
            finishWaiters(true)
        } else if firstWords.count < Self.maximumFirstWords {
            firstWords.append(line)
        }
    }

    private func refuse(_ words: String) {
        finishWaiters(false)
        onEvent(.refused(words))
    }

    private func finishWaiters(_ isReady: Bool) {
        let waiting = waiters.values
        waiters = [:]
        for waiter in waiting { waiter.resume(returning: isReady) }
    }
}
