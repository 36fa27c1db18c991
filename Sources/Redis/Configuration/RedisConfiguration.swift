/// Where Redis is, who we are there, and how long to wait for it.
public struct RedisConfiguration: Hashable, Sendable {
    public enum Server: Hashable, Sendable {
        case single(RedisEndpoint)
        /// The sentinels are asked, in turn, where the master of `service` is.
        case sentinels([RedisEndpoint], service: String)
        /// Nodes that are asked, in turn, which of all nodes serves what.
        case cluster([RedisEndpoint])
    }

    public struct Credentials: Hashable, Sendable {
        /// nil is Redis's user `default`.
        public var user: String?
        public var password: String

        public init(user: String? = nil, password: String) {
            self.user = user
            self.password = password
        }
    }

    public var server: Server
    public var credentials: Credentials?
    /// For sentinels that ask for a password of their own.
    public var sentinelCredentials: Credentials?
    public var database = 0
    /// nil: no TLS.
    public var tls: RedisTLSOptions?
    /// Shown by `CLIENT LIST`; without spaces.
    public var clientName: String?
    /// For name look-up, connecting, TLS, credentials and the first answer, together.
    public var connectTimeout: Duration = .seconds(2)
    /// For a command whose caller says nothing else.
    public var commandTimeout: Duration = .seconds(1)
    /// Between attempts to connect: doubling from `shortestBackoff` to `longestBackoff`, half of it by chance.
    public var shortestBackoff: Duration = .milliseconds(50)
    public var longestBackoff: Duration = .seconds(1)

    public init(server: Server) {
        self.server = server
    }
}

extension RedisConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without credentials.
    public var description: String {
        switch server {
        case .single(let endpoint): "\(endpoint)/\(database)"
        case .sentinels(let endpoints, let service):
            "\(endpoints.map(\.description).joined(separator: ","))/\(service)/\(database)"
        case .cluster(let endpoints): endpoints.map(\.description).joined(separator: ",")
        }
    }

    public var debugDescription: String { description }
}

extension RedisConfiguration.Credentials: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "\(user ?? "default"):***" }
    public var debugDescription: String { description }
}
