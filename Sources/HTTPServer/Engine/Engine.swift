import Reactor
import Synchronization

/// What all connections of one server share.
final class Engine: Sendable {
    enum Lifecycle: UInt8, AtomicRepresentable {
        case serving
        /// Stopping: answers close their connections, open-ended streams are over.
        case draining
        /// The grace is over: nothing is suspended any more.
        case closing
    }

    /// A body up to this many bytes is handled on the connection's thread until the handler's first suspension.
    static let inlineBodyLimit = 16 << 10
    static let stoppingAnswer = Problem.unavailable("The server is stopping.").response

    /// Runs the handlers of larger bodies, one piece at a time: to read a megabyte takes a while, and Swift's own pool
    /// has a thread a core, which everything else needs.
    let largeBodies = TaskThread(name: "http-bodies")
    let configuration: WebServerConfiguration
    let router: Router
    let handler: HTTPHandler
    let proxies: TrustedProxies
    /// Requests from their header to their completion.
    let requests = ActivityGauge()
    /// Connections from their start to their close.
    let sockets = ActivityGauge()
    let connections = Mutex<[ObjectIdentifier: ClientConnection]>([:])
    private let lifecycle = Atomic<Lifecycle>(.serving)
    private let handling = Atomic<Int>(0)
    private let streams = Atomic<Int>(0)
    private let bodyBytes = Atomic<Int>(0)

    init(configuration: WebServerConfiguration, router: Router) {
        self.configuration = configuration
        self.router = router
        handler = router.makeHandler()
        proxies = TrustedProxies(networks: configuration.trustedProxies)
    }

    deinit { largeBodies.stop() }

    var isDraining: Bool { lifecycle.load(ordering: .sequentiallyConsistent) != .serving }
    var isClosing: Bool { lifecycle.load(ordering: .sequentiallyConsistent) == .closing }
    var handlersRunning: Int { handling.load(ordering: .relaxed) }
    var streamsOpen: Int { streams.load(ordering: .relaxed) }

    func enter(_ next: Lifecycle) { lifecycle.store(next, ordering: .sequentiallyConsistent) }

    var allConnections: [ClientConnection] { connections.withLock { Array($0.values) } }

    // MARK: Limits: each begin that returns true is followed by one end

    func beginHandling() -> Bool {
        !isClosing && Self.raise(handling, by: 1, to: configuration.inFlightLimit)
    }

    func endHandling() { handling.subtract(1, ordering: .relaxed) }

    func beginStream() -> Bool { Self.raise(streams, by: 1, to: configuration.streamLimit) }
    func endStream() { streams.subtract(1, ordering: .relaxed) }

    func reserveBody(_ bytes: Int) -> Bool { Self.raise(bodyBytes, by: bytes, to: configuration.bodyMemoryLimit) }
    func releaseBody(_ bytes: Int) { if bytes > 0 { bodyBytes.subtract(bytes, ordering: .relaxed) } }

    private static func raise(_ counter: borrowing Atomic<Int>, by amount: Int, to limit: Int) -> Bool {
        guard counter.add(amount, ordering: .relaxed).newValue > limit else { return true }
        counter.subtract(amount, ordering: .relaxed)
        return false
    }
}
