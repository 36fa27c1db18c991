import Foundation
import Glibc
import TestSupport

/// A private PostgreSQL server for tests: in a temporary directory, on a free TCP port and a Unix socket, with a
/// superuser `postgres` who needs no password. It is stopped and deleted when this process ends, however it ends.
public final class PostgresServer: Sendable {
    /// In a session of its own, so that what ends this process's group lets the watchdog end the server in order; and
    /// not as root, which PostgreSQL refuses.
    private static let prefix =
        ["setsid", "--wait"]
        + (getuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [])

    /// Stops the server, with a fast shutdown since what is killed leaves shared memory behind. When the process died
    /// while initdb or pg_ctl ran, these are waited for first, for the same reason. SIGKILL is the last resort.
    private static let cleanUp = """
        for round in 1 2 3 4; do
            found=$(pgrep -d, -f -- "-D $1/data") || break
            kill -CONT $(echo "$found,$(pgrep -d, -P "$found")" | tr , ' ')
            postmaster=$(head -n 1 "$1/data/postmaster.pid")
            case ",$found," in
            *",$postmaster,"*) kill -INT "$postmaster"; next=$postmaster ;;
            *) next=${found%%,*} ;;
            esac
            timeout 10 tail --pid="$next" -s 0.05 -f /dev/null
        done
        left=$(pgrep -f -- "-D $1/data") && kill -KILL $left
        rm -rf "$1"
        """

    public let directory: String
    public let port: Int
    private let binaries: String
    private let watchdog: Watchdog

    var data: String { directory + "/data" }

    /// Starts a server.
    /// - Parameters:
    ///   - settings: for postgresql.conf, beyond what makes a test server fast.
    ///   - withTLS: whether it also speaks TLS, with a certificate that it signs itself.
    ///   - template: what it holds at first; nil has `initdb` make it.
    ///   - installation: nil: the machine's.
    public init(
        settings: [String: String] = [:], withTLS: Bool = false, from template: DataTemplate? = .empty,
        installation: PostgresInstallation? = nil
    ) async throws {
        directory = try Self.makeDirectory()
        watchdog = try Watchdog(directory: directory, script: Self.cleanUp)
        if let installation {
            binaries = try await installation.copy(to: directory)
        } else {
            binaries = try await Self.findBinaries()
        }
        if getuid() == 0 { try await shell(["chown", "-R", "postgres:postgres", directory]) }
        port = try Self.freePort()
        if let template {
            let folder = try await DataTemplates.shared.folder(of: template, binaries: binaries)
            try await shell(["cp", "-a", folder, data])
        } else {
            // Small segments, since every copy has one.
            try await run(
                "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C",
                "--wal-segsize=1")
        }
        if withTLS { try await makeCertificate() }
        try configure(settings.merging(["ssl": withTLS ? "on" : "off"]) { given, _ in given })
        try await start()
    }

    /// Starts a standby of another server, which has to take senders of its log.
    public init(standbyOf primary: PostgresServer) async throws {
        binaries = try await Self.findBinaries()
        directory = try Self.makeDirectory()
        watchdog = try Watchdog(directory: directory, script: Self.cleanUp)
        if getuid() == 0 { try await shell(["chown", "postgres:postgres", directory]) }
        port = try Self.freePort()
        try await run(
            "pg_basebackup", "-D", data, "-R", "-X", "stream", "-c", "fast", "-d",
            "host=127.0.0.1 port=\(primary.port) user=postgres application_name=standby")
        try configure(["hot_standby": "on"])
        try await start()
    }

    /// Makes a standby the primary.
    public func promote() async throws {
        try await run("pg_ctl", "promote", "-D", data, "-w", "-t", "60", "-s")
    }

    /// - Parameter throughSocket: the Unix socket instead of TCP on the loopback.
    public func url(database: String = "postgres", throughSocket: Bool = false) -> String {
        throughSocket
            ? "postgresql:///\(database)?host=\(directory)&port=\(port)&user=postgres"
            : "postgresql://postgres@127.0.0.1:\(port)/\(database)?sslmode=disable"
    }

    // MARK: What may happen to it

    public func start() async throws {
        try await run("pg_ctl", "start", "-D", data, "-w", "-t", "60", "-s", "-l", directory + "/log")
    }

    /// Ends every session and stops.
    public func stop() async throws {
        try await run("pg_ctl", "stop", "-D", data, "-m", "fast", "-w", "-t", "60", "-s")
    }

    /// SIGKILL for every process of it, as when the machine loses power, but for the kernel's cache.
    public func kill() async throws {
        let processes = try await processes()
        for process in processes { Glibc.kill(process, SIGKILL) }
        for process in processes { try await shell(["tail", "--pid=\(process)", "-s", "0.02", "-f", "/dev/null"]) }
    }

    /// SIGSTOP: sockets stay open, nothing answers.
    public func pause() async throws {
        for process in try await processes() { Glibc.kill(process, SIGSTOP) }
    }

    public func resume() async throws {
        for process in try await processes() { Glibc.kill(process, SIGCONT) }
    }

    /// The postmaster and its children.
    private func processes() async throws -> [pid_t] {
        let file = try String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
        guard let postmaster = file.split(separator: "\n").first.flatMap({ pid_t($0) }) else { return [] }
        let children = try await shell(["pgrep", "-P", String(postmaster)], checked: false)
        return [postmaster] + children.split(separator: "\n").compactMap { pid_t($0) }
    }

    /// What `pg_dump` says, as statements that any connection can send.
    public func dump(_ arguments: [String]) async throws -> String {
        let text = try await shell(["\(binaries)/pg_dump", "-d", url(), "--inserts", "--no-owner"] + arguments)
        // Commands of psql, not of the server.
        return text.split(separator: "\n").filter { !$0.hasPrefix("\\") && !$0.hasPrefix("--") }.joined(separator: "\n")
    }

    // MARK: Setting up

    private func run(_ program: String, _ arguments: String...) async throws {
        try await shell(Self.prefix + ["\(binaries)/\(program)"] + arguments)
    }

    /// `server.crt` and `server.key`, where PostgreSQL looks for them.
    private func makeCertificate() async throws {
        try await shell(
            Self.prefix + [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-out", data + "/server.crt", "-keyout", data + "/server.key",
            ])
    }

    private func configure(_ settings: [String: String]) throws {
        var all = [
            "port": "\(port)", "listen_addresses": "'127.0.0.1'", "unix_socket_directories": "'\(directory)'",
            "fsync": "off", "full_page_writes": "off", "max_connections": "200", "shared_buffers": "'64MB'",
            "dynamic_shared_memory_type": "mmap", "wal_init_zero": "off",
        ]
        all.merge(settings) { $1 }
        let text = all.map { "\($0) = \($1)\n" }.sorted().joined()
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: data + "/postgresql.conf"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
        try file.close()
    }

    private static func makeDirectory() throws -> String {
        var template = Array("\(Scratch.parent)/flotilla-postgres-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else { throw POSIXError(.EIO) }
        return String(cString: path)
    }

    /// The newest installed, unless `pg_config` says otherwise: Debian keeps the servers out of PATH.
    private static func findBinaries() async throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        let candidates = versions.sorted(by: >).map { "\(root)/\($0)/bin" }
        if let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") }) {
            return found
        }
        return try await shell(["pg_config", "--bindir"]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Free a moment ago; the kernel gives out another one next time.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRINUSE) }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
