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

    /// A body up to this many bytes draws on no share, and is handled on the connection's thread until the handler's first
    /// suspension. An answer up to this many bytes draws on no share either: the limit of connections bounds both.
    static let smallBody = 16 << 10

    /// Runs the handlers of larger bodies, one piece at a time, callers in turn: to read a megabyte takes a while, and
    /// Swift's own pool has a thread a core, which everything else needs.
    let largeBodies = CallerThread(name: "http-bodies")
    let configuration: WebServerConfiguration
    let router: Router
    let handler: HTTPHandler
    let proxies: TrustedProxies
    /// Requests from their header to their completion.
    let requests = ActivityGauge()
    /// Connections from their start to their close.
    let sockets = ActivityGauge()
    /// Handlers that run.
    let handling: SharedPool
    let waits: SharedPool
    let streams: SharedPool
    let bodies: SharedPool
    let answers: SharedPool
    let table: ConnectionTable
    let linger = Linger()
    /// The watch's, while it runs.
    let watchLoop = Mutex<EventLoop?>(nil)
    private let lifecycle = Atomic<Lifecycle>(.serving)

    init(configuration: WebServerConfiguration, router: Router) {
        self.configuration = configuration
        self.router = router
        handler = router.makeHandler()
        handling = SharedPool(.requests, configuration.requests, onRefusal: configuration.onRefusal)
        waits = SharedPool(.waits, configuration.waits, onRefusal: configuration.onRefusal)
        streams = SharedPool(.streams, configuration.streams, onRefusal: configuration.onRefusal)
        bodies = SharedPool(.bodies, configuration.bodies, onRefusal: configuration.onRefusal)
        table = ConnectionTable(limit: configuration.connectionLimit)
        answers = SharedPool(.answers, configuration.answers, onRefusal: configuration.onRefusal)
        proxies = TrustedProxies(networks: configuration.trustedProxies)
    }

    deinit { largeBodies.stop() }

    var isDraining: Bool { lifecycle.load(ordering: .sequentiallyConsistent) != .serving }
    var isClosing: Bool { lifecycle.load(ordering: .sequentiallyConsistent) == .closing }
    var handlersRunning: Int { handling.used + waits.used }
    var streamsOpen: Int { streams.used }

    func enter(_ next: Lifecycle) { lifecycle.store(next, ordering: .sequentiallyConsistent) }

    /// Closes connections that nothing depends on. Too much for the thread that accepts: the watch does it.
    func relieve() {
        guard let loop = watchLoop.withLock({ $0 }), table.beginRelief() else { return }
        loop.execute { [self] in
            for (address, count) in table.relieve() {
                configuration.onRefusal(
                    ShareRefusal(resource: .connections, key: .address(address), isShare: true, count: count))
            }
        }
    }
}
