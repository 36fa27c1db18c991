import Reactor
import Synchronization

/// Keeps one connection to the server, for as long as the client lives: finds the server, connects, waits for the end of
/// the connection, and begins again.
final class Supervisor: Sendable {
    private let thread: ClientLoop
    var loop: EventLoop { thread.loop }
    let link: Link
    let blocking = BlockingPool()
    private let place: Mutex<Place>
    private let connecting = Mutex<(connection: Connection?, isClosed: Bool)>((nil, false))

    /// Where the server is, and who we are there.
    private struct Place {
        var wanted: RedisConfiguration
        /// By which the last connection was made: it may be the one that was wanted before.
        var accepted: RedisConfiguration?
        var sentinels: Sentinels?
    }

    private static let pauseBetweenSignIns = Duration.seconds(2)
    private static let mostSignIns = 30

    init(_ configuration: RedisConfiguration, on thread: ClientLoop) {
        self.thread = thread
        link = Link(loop: thread.loop)
        place = Mutex(Place(wanted: configuration, sentinels: Self.sentinels(configuration, thread.loop)))
    }

    /// By which connections are made that are not the supervisor's own.
    var configuration: RedisConfiguration { place.withLock { $0.accepted ?? $0.wanted } }

    /// Runs until its task is cancelled.
    func run() async {
        let times = configuration
        var backoff = Backoff(shortest: times.shortestBackoff, longest: times.longestBackoff)
        while !Task.isCancelled {
            do throws(RedisError) {
                let target = try await connect()
                link.goUp(target)
                let start = ContinuousClock.now
                let reason = await target.connection.closed()
                link.goDown(reason)
                if start.duration(to: .now) > times.longestBackoff {
                    // It had worked: the first attempt to get it back is made at once.
                    backoff.reset()
                    continue
                }
            } catch {
                link.goDown(error)
            }
            try? await Task.sleep(for: backoff.next())
        }
    }

    /// Ends the connection and refuses to make another.
    func close(_ reason: RedisError) {
        blocking.close(reason)
        link.close(reason)
        let connection = connecting.withLock { state in
            state.isClosed = true
            return state.connection
        }
        connection?.close(reason)
    }

    /// Another place, or other credentials at the same one. These are presented on the connection that there is; until the
    /// server knows them, the former ones stay in use.
    func renew(_ configuration: RedisConfiguration) {
        let isElsewhere = place.withLock { place in
            let before = place.wanted
            place.wanted = configuration
            if before.server != configuration.server || before.sentinelCredentials != configuration.sentinelCredentials
            {
                place.sentinels = Self.sentinels(configuration, loop)
            }
            return before.server != configuration.server || before.tls != configuration.tls
                || before.database != configuration.database
        }
        if isElsewhere {
            connecting.withLock { $0.connection }?.close(.unavailable("the URL names another server"))
        } else {
            Task { [weak self] in
                for _ in 0..<Self.mostSignIns {
                    guard let self, await !signIn(by: configuration) else { return }
                    try? await Task.sleep(for: Self.pauseBetweenSignIns)
                }
            }
        }
    }

    /// Presents credentials on the connection that there is.
    /// - Returns: whether that is done with: accepted, or not wanted any more.
    private func signIn(by configuration: RedisConfiguration) async -> Bool {
        guard place.withLock({ $0.wanted == configuration && $0.accepted != configuration }),
            !connecting.withLock({ $0.isClosed })
        else { return true }
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let preamble = Handshake.preamble(configuration.credentials, clientName: nil)
        do throws(RedisError) {
            let target = try await link.target(until: deadline)
            let replies = try await target.connection.ask(preamble + [RedisCommand("PING")], until: deadline)
            try Handshake.checkPreamble(replies.dropLast(), until: replies[preamble.count])
            accept(configuration)
            return true
        } catch {
            return false
        }
    }

    /// TLS as the configuration wants it; the certificate files are read here.
    static func makeTLS(_ configuration: RedisConfiguration) throws(RedisError) -> TLSContext? {
        guard let options = configuration.tls else { return nil }
        return try TLSContext(options)
    }

    private static func sentinels(_ configuration: RedisConfiguration, _ loop: EventLoop) -> Sentinels? {
        guard case .sentinels(let endpoints, let service) = configuration.server else { return nil }
        return Sentinels(endpoints, service: service, configuration, loop: loop)
    }

    private func accept(_ configuration: RedisConfiguration) { place.withLock { $0.accepted = configuration } }

    private func connect() async throws(RedisError) -> Link.Target {
        let (wanted, accepted, sentinels) = place.withLock { ($0.wanted, $0.accepted, $0.sentinels) }
        do throws(RedisError) {
            let target = try await connect(by: wanted, sentinels)
            accept(wanted)
            return target
        } catch {
            // The server may know another password later than we do.
            guard error.kind == .configuration, let accepted, accepted != wanted, accepted.server == wanted.server
            else {
                throw error
            }
            return try await connect(by: accepted, sentinels)
        }
    }

    private func connect(
        by configuration: RedisConfiguration, _ sentinels: Sentinels?
    ) async throws(RedisError) -> Link.Target {
        let tls = try Self.makeTLS(configuration)
        let endpoint: RedisEndpoint
        switch configuration.server {
        case .single(let only): endpoint = only
        case .cluster: throw .unavailable("a cluster has a supervisor for each node")
        case .sentinels:
            guard let sentinels else { throw .unavailable("no sentinel is named") }
            endpoint = try await sentinels.master(tls: tls)
        }
        let connection = Connection(loop: loop) { [link] in link.note($0, refuses: $1) }
        let isClosed = connecting.withLock { state in
            state.connection = connection
            return state.isClosed
        }
        if isClosed { throw .unavailable("the client is closed") }
        let deadline = ContinuousClock.now + configuration.connectTimeout
        try await connection.open(endpoint, tls: tls, until: deadline)
        do {
            let handshake = Handshake(configuration: configuration, endpoint: endpoint)
            let server = try await handshake.introduce(connection, until: deadline)
            return Link.Target(connection: connection, endpoint: endpoint, server: server)
        } catch {
            connection.close(error)
            guard error.cause == .connectionLost else { throw error }
            throw .unavailable(error.detail, .closedAtOnce)
        }
    }
}
