import Foundation
import Glibc
import Operations
import Reactor

/// Starts the whole fleet on this machine, keeps it running, and stops it.
///
/// The private servers start side by side; the database is brought up to date; then every process starts at once. What
/// dies is started again, servers included. One event loop starts every child and hears of its end.
public actor FleetLauncher {
    /// What the launcher cannot do itself, because it knows neither the schema nor the form of a token.
    public struct Hooks: Sendable {
        /// Roles of the private database that the owner's login enters: all that the migrations need.
        public let ownerRoles: [String]
        /// Those of them that processes enter.
        public let serviceRoles: [String]
        /// Brings the database up to date; called once, before any process starts.
        public let migrate: @Sendable (_ databaseURL: Secret) async throws -> Void
        /// Makes the token of an admin, signed with this secret; called after `migrate`.
        public let adminToken: @Sendable (_ databaseURL: Secret, _ jwtSecret: Secret) async throws -> Secret

        public init(
            ownerRoles: [String], serviceRoles: [String],
            migrate: @escaping @Sendable (_ databaseURL: Secret) async throws -> Void,
            adminToken: @escaping @Sendable (_ databaseURL: Secret, _ jwtSecret: Secret) async throws -> Secret
        ) {
            self.ownerRoles = ownerRoles
            self.serviceRoles = serviceRoles
            self.migrate = migrate
            self.adminToken = adminToken
        }
    }

    enum Event: Sendable {
        /// A process started or ended.
        case changed
        case refused(name: String, words: String)
        case finished(failure: LaunchError?)
        case stopRequested
    }

    let configuration: LaunchConfiguration
    let arguments: LaunchArguments
    let table: ProcessTable
    let hooks: Hooks
    /// The folder of the executables.
    let executables: String
    /// The project's `Scripts`.
    let scripts: String
    let log: LogMultiplexer
    nonisolated let loop: EventLoop
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    nonisolated let events: AsyncStream<Event>.Continuation
    private let incoming: AsyncStream<Event>

    // What has been started, in groups that stop one after the other.
    var members: [(member: FleetMember, process: ManagedProcess)] = []
    var redis: ManagedProcess?
    var postgres: ManagedProcess?
    var cloud: ManagedProcess?
    var mail: ManagedProcess?
    var models: ManagedProcess?

    var directory: FlotillaDirectory?
    var environment: FleetEnvironment?
    /// By the name that follows `PID_`: the last known, until there is a newer one.
    var pids: [String: ProcessIdentity] = [:]
    var announced: [String: ProcessIdentity] = [:]
    var isReady = false
    /// From here on nothing more is started.
    var isEnding = false
    var writtenFile = ""
    var stopRequests = 0

    /// - Parameters:
    ///   - executables: the folder of `api`, `ScanWorker` and the others.
    ///   - scripts: the project's `Scripts`; without them there is no demonstration's cloud.
    ///   - sink: where the lines of every process go; nil is standard output.
    public init(
        configuration: LaunchConfiguration, arguments: LaunchArguments, hooks: Hooks, executables: String,
        scripts: String, table: ProcessTable, sink: (@Sendable (Data) -> Void)? = nil
    ) {
        self.configuration = configuration
        self.arguments = arguments
        self.table = table
        self.hooks = hooks
        self.executables = executables
        self.scripts = scripts
        let isColoured = sink == nil && isatty(STDOUT_FILENO) != 0 && configuration.environment["NO_COLOR"] == nil
        log =
            sink.map { LogMultiplexer(width: 10, isColoured: false, sink: $0) }
            ?? LogMultiplexer(width: 10, isColoured: isColoured)
        loop = EventLoop(name: "launcher")
        (incoming, events) = AsyncStream.makeStream()
    }

    /// Runs until `stop()`, or until it cannot go on. To be called once.
    /// - Returns: the exit status, 0 or 1. Nothing that it started runs any more.
    public func run() async -> Int32 {
        CurrentProcess.ignoreBrokenPipes()
        let lock: DirectoryLock
        let place: FlotillaDirectory
        do {
            place = try FlotillaDirectory(configuration.directory)
            lock = try DirectoryLock(path: place.lock)
        } catch {
            return await leave(error)
        }
        directory = place
        let startUp = Task { await self.startUp(in: place) }
        let watch = Task { await self.watchExecutors() }
        let failure = await waitForEnd()
        isEnding = true
        startUp.cancel()
        watch.cancel()
        await stopAll()
        await watch.value
        await startUp.value
        // What the start-up was about to start when it was cancelled.
        await stopAll()
        await endExecutors()
        for path in [place.environment, place.processes] { unlink(path) }
        withExtendedLifetime(lock) {}
        return await leave(failure)
    }

    /// Asks `run` to stop everything in order; asked again, everything is killed.
    public nonisolated func stop() {
        loop.execute { self.assumeIsolated { $0.stopWasRequested() } }
    }

    private func stopWasRequested() {
        stopRequests += 1
        events.yield(.stopRequested)
        guard stopRequests > 1 else { return }
        log.write("flotilla", "asked twice: everything is killed")
        Task { await killAll() }
        // A hook may be stuck in a call that cannot be interrupted.
        loop.schedule(after: .seconds(5)) { CurrentProcess.exit(1) }
    }

    private func waitForEnd() async -> LaunchError? {
        for await event in incoming {
            switch event {
            case .changed: await record()
            case .refused(let name, let words): return LaunchError("\(name) cannot run: \(words)")
            case .finished(let failure): return failure
            case .stopRequested:
                log.write("flotilla", "stopping")
                return nil
            }
        }
        return nil
    }

    private func leave(_ failure: LaunchError?) async -> Int32 {
        log.write("flotilla", failure?.description ?? "stopped")
        await log.flush(within: .seconds(2))
        loop.stop()
        return failure == nil ? 0 : 1
    }
}
