import Reactor
import Synchronization

/// Keeps one connection to the server, for as long as the client lives: finds the server, connects, waits for the end of
/// the connection, and begins again.
final class Supervisor: Sendable {
    let configuration: RedisConfiguration
    let loop = EventLoop(name: "redis")
    let link: Link
    private let sentinels: Sentinels?
    private let connecting = Mutex<(connection: Connection?, isClosed: Bool)>((nil, false))

    init(_ configuration: RedisConfiguration) {
        self.configuration = configuration
        link = Link(loop: loop)
        if case .sentinels(let endpoints, let service) = configuration.server {
            sentinels = Sentinels(endpoints, service: service, configuration, loop: loop)
        } else {
            sentinels = nil
        }
    }

    // Not in `close`: callers that still wait for something on the loop keep the supervisor alive.
    deinit { loop.stop() }

    /// Runs until its task is cancelled.
    func run() async {
        var backoff = Backoff(shortest: configuration.shortestBackoff, longest: configuration.longestBackoff)
        while !Task.isCancelled {
            do throws(RedisError) {
                let target = try await connect()
                link.goUp(target)
                let start = ContinuousClock.now
                let reason = await target.connection.closed()
                link.goDown(reason)
                if start.duration(to: .now) > configuration.longestBackoff {
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
        link.close(reason)
        let connection = connecting.withLock { state in
            state.isClosed = true
            return state.connection
        }
        connection?.close(reason)
    }

    /// TLS as the configuration wants it; the certificate files are read here.
    func makeTLS() throws(RedisError) -> TLSContext? {
        guard let options = configuration.tls else { return nil }
        return try TLSContext(options)
    }

    private func connect() async throws(RedisError) -> Link.Target {
        let tls = try makeTLS()
        let endpoint: RedisEndpoint
        switch configuration.server {
        case .single(let only): endpoint = only
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
