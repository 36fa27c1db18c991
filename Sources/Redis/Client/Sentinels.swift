import Reactor
import Synchronization

/// Asks sentinels where the master is, <https://redis.io/docs/latest/develop/reference/sentinel-clients/>.
final class Sentinels: Sendable {
    private let service: String
    private let configuration: RedisConfiguration
    private let loop: EventLoop
    /// The one that answered last comes first.
    private let order: Mutex<[RedisEndpoint]>

    init(_ endpoints: [RedisEndpoint], service: String, _ configuration: RedisConfiguration, loop: EventLoop) {
        self.service = service
        self.configuration = configuration
        self.loop = loop
        order = Mutex(endpoints)
    }

    /// Each sentinel gets the configured time to connect.
    func master(tls: TLSContext?) async throws(RedisError) -> RedisEndpoint {
        var failure = RedisError.unavailable("no sentinel is named", .masterUnknown)
        for sentinel in order.withLock({ $0 }) {
            do throws(RedisError) {
                let master = try await ask(sentinel, tls)
                order.withLock { order in
                    order.removeAll { $0 == sentinel }
                    order.insert(sentinel, at: 0)
                }
                return master
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func ask(_ sentinel: RedisEndpoint, _ tls: TLSContext?) async throws(RedisError) -> RedisEndpoint {
        let connection = Connection(loop: loop)
        defer { connection.close(.unavailable("done")) }
        let deadline = ContinuousClock.now + configuration.connectTimeout
        try await connection.open(sentinel, tls: tls, until: deadline)
        let preamble = Handshake.preamble(configuration.sentinelCredentials, clientName: configuration.clientName)
        let question = RedisCommand("SENTINEL", "get-master-addr-by-name", .text(service))
        let replies = try await connection.ask(preamble + [RedisCommand("PING"), question], until: deadline)
        try Handshake.checkPreamble(replies.prefix(preamble.count), until: replies[preamble.count])
        let answer = replies[preamble.count + 1]
        if let error = answer.error { throw .unavailable("sentinel \(sentinel): \(error.detail)", error.cause) }
        guard let address = answer.array, address.count == 2, let host = address[0].utf8,
            let port = address[1].int.flatMap(UInt16.init(exactly:))
        else { throw .unavailable("sentinel \(sentinel) does not know the service '\(service)'", .masterUnknown) }
        return .tcp(host: host, port: port)
    }
}
