import Foundation
import Glibc
import Synchronization

/// A private `redis-server` (or sentinel) on a free port of 127.0.0.1, with a temporary directory of its own. Nothing is
/// kept on disk unless `isPersistent`.
public final class RedisTestServer: Sendable {
    public struct Options: Sendable {
        /// Further settings as on the command line: `["--requirepass", "secret"]`.
        public var arguments: [String] = []
        /// Beside that of the tests.
        public var environment: [String: String] = [:]
        /// Writes an append-only file, so that `restart(keepingData: true)` finds the data again.
        public var isPersistent = false
        /// Speaks TLS alone.
        public var certificate: TestCertificate?
        /// A node of a cluster, without slots.
        public var isClusterNode = false
        /// The lines of a sentinel's configuration; makes this a sentinel.
        public var sentinel: [String]?
        /// The line of its log that ends the wait for its start; its usual one when nil.
        public var startLine: String?

        public init(
            arguments: [String] = [], environment: [String: String] = [:], isPersistent: Bool = false,
            certificate: TestCertificate? = nil,
            isClusterNode: Bool = false, sentinel: [String]? = nil
        ) {
            self.arguments = arguments
            self.environment = environment
            self.isPersistent = isPersistent
            self.certificate = certificate
            self.isClusterNode = isClusterNode
            self.sentinel = sentinel
        }
    }

    public struct StartFailure: Error, CustomStringConvertible {
        public let description: String
    }

    public let port: UInt16
    /// Where nodes of a cluster meet. Redis's own choice, 10,000 above, is among the ports of outgoing connections.
    public var busPort: UInt16 { Self.busPort(of: port) }
    public let directory: URL
    private let state: Mutex<Options>
    private let child: Mutex<ChildProcess>
    private var options: Options { state.withLock { $0 } }

    private init(port: UInt16, directory: URL, options: Options, child: ChildProcess) {
        self.port = port
        self.directory = directory
        state = Mutex(options)
        self.child = Mutex(child)
    }

    /// Starts a server and returns once it takes connections.
    public static func start(_ options: Options = Options()) async throws -> RedisTestServer {
        let directory = FileManager.default.temporaryDirectory.appending(path: "flotilla-redis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var log = ""
        // Below the ports that the kernel gives to outgoing connections; one that is taken is met with another.
        for _ in 0..<20 {
            let port = UInt16.random(in: 27_100..<32_700)
            let child = try await spawn(options, port: port, directory: directory)
            if await isReady(child, options) {
                return RedisTestServer(port: port, directory: directory, options: options, child: child)
            }
            log = child.log
            guard log.contains("Address already in use") else { break }
        }
        try? FileManager.default.removeItem(at: directory)
        throw StartFailure(description: "redis-server does not start:\n\(log)")
    }

    /// `redis://127.0.0.1:port`, or `rediss://localhost:port` with TLS.
    public var url: String {
        options.certificate == nil ? "redis://127.0.0.1:\(port)" : "rediss://localhost:\(port)"
    }

    public var pid: pid_t { current.pid }

    /// What the present process has written so far.
    public var log: String { current.log }

    /// Waits for a line of the log that holds `text`; false when the process ended without.
    public func logs(_ text: String) async -> Bool { await current.logs(text) }

    /// SIGKILL; returns once the process is gone. `restart` brings it back.
    public func kill() async { await current.end() }

    /// SIGSTOP: connections are taken by the kernel, nothing is answered.
    public func freeze() { current.signal(SIGSTOP) }

    /// SIGCONT.
    public func thaw() { current.signal(SIGCONT) }

    /// Kills the process if it runs, and starts another on the same port.
    public func restart(keepingData: Bool = false) async throws {
        await kill()
        if !keepingData {
            for file in try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil) {
                try FileManager.default.removeItem(at: file)
            }
        }
        let fresh = try await Self.spawn(options, port: port, directory: directory)
        guard await Self.isReady(fresh, options) else {
            throw StartFailure(description: "redis-server does not start again:\n\(fresh.log)")
        }
        child.withLock { $0 = fresh }
    }

    /// Starts another kind of server on the same port, empty unless its files are kept.
    public func restart(as options: Options, keepingData: Bool = false) async throws {
        state.withLock { $0 = options }
        try await restart(keepingData: keepingData)
    }

    /// Kills the process and removes its directory.
    public func stop() async {
        await kill()
        try? FileManager.default.removeItem(at: directory)
    }

    private var current: ChildProcess { child.withLock { $0 } }

    private static func busPort(of port: UInt16) -> UInt16 { port - 10_000 }

    private static func isReady(_ child: ChildProcess, _ options: Options) async -> Bool {
        await child.logs(
            options.startLine ?? (options.sentinel == nil ? "Ready to accept connections" : "Sentinel ID is"))
    }

    private static func spawn(_ options: Options, port: UInt16, directory: URL) async throws -> ChildProcess {
        var arguments = ["redis-server"]
        if let sentinel = options.sentinel {
            let file = directory.appending(path: "sentinel.conf")
            try sentinel.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            arguments += [file.path, "--sentinel"]
        } else {
            arguments += ["--save", "", "--appendonly", options.isPersistent ? "yes" : "no"]
        }
        if options.isClusterNode {
            arguments += ["--cluster-enabled", "yes", "--cluster-port", "\(busPort(of: port))"]
        }
        arguments += ["--bind", "127.0.0.1", "--daemonize", "no", "--dir", directory.path, "--logfile", ""]
        if let certificate = options.certificate {
            arguments += ["--port", "0", "--tls-port", "\(port)", "--tls-auth-clients", "no"]
            arguments += ["--tls-cert-file", certificate.file.path, "--tls-key-file", certificate.key.path]
            arguments += ["--tls-ca-cert-file", certificate.authority.path]
        } else {
            arguments += ["--port", "\(port)"]
        }
        let environment = options.environment.map { "\($0)=\($1)" }
        return try await ChildProcess.start(
            (environment.isEmpty ? [] : ["env"] + environment) + arguments + options.arguments, directory: directory)
    }
}

/// Runs `body` with a server that is gone afterwards.
public func withRedisServer<Result>(
    _ options: RedisTestServer.Options = .init(), _ body: (RedisTestServer) async throws -> Result
) async throws -> Result {
    let server = try await RedisTestServer.start(options)
    do {
        let result = try await body(server)
        await server.stop()
        return result
    } catch {
        await server.stop()
        throw error
    }
}
