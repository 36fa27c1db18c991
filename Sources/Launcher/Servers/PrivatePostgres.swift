import Foundation
import Glibc
import Operations
import Reactor

/// A PostgreSQL of our own: on the loopback address, every connection by password, nothing less than durable.
struct PrivatePostgres: Sendable {
    /// Part of the line that it logs once it takes connections; `lc_messages` is C.
    static let readyMarker = "database system is ready to accept connections"
    /// Both the database and the login that owns it and migrates: no superuser, so that row-level security holds for it.
    static let name = "flotilla"
    /// The login of the processes. Of itself it may do nothing; it enters the roles that it is a member of.
    static let serviceName = "flotilla_service"
    /// Counts the ways in which data folders were set up: one of an earlier way is brought to this one.
    static let setUpVersion = 2

    let place: PostgresPlace
    let port: Int
    let secrets: Secrets
    /// Which roles the owner enters, and which of them the processes.
    let roles: (owner: [String], service: [String])
    let loop: EventLoop

    /// Over TCP, so that it works for every user of the system.
    var url: String { url(of: Self.name, secrets.postgresPassword) }
    var serviceURL: String { url(of: Self.serviceName, secrets.servicePassword) }

    private func url(of login: String, _ password: Secret) -> String {
        "postgresql://\(login):\(password.reveal())@127.0.0.1:\(port)/\(Self.name)"
    }

    /// What `complete` says of a data folder that is as this program makes it.
    var completion: String { "\(secrets.generation) \(Self.setUpVersion)" }

    /// Makes the data folder if need be, ends what a killed server left, and says how to start the server.
    func prepare() async throws(LaunchError) -> ProcessCommand {
        await endRemains()
        let programs = try PostgresPrograms.find(major: storedVersion)
        if PrivateFile.read(place.complete) != completion {
            try await setUp(programs)
        }
        let settings = Self.settings.merging(runtimeSettings) { $1 }.sorted { $0.key < $1.key }
        return ProcessCommand(
            programs.path("postgres"), ["-D", place.data] + settings.flatMap { ["-c", "\($0.key)=\($0.value)"] },
            workingDirectory: place.path
        ).bound(toParentBy: "INT").running(as: place.user)
    }

    /// Fast, then immediate: clients are cut off, the next start recovers.
    static let stopSteps = [
        ManagedProcess.StopStep(signal: SIGINT, grace: .seconds(10)),
        ManagedProcess.StopStep(signal: SIGQUIT, grace: .seconds(3)),
    ]

    private var runtimeSettings: [String: String] {
        ["port": String(port), "unix_socket_directories": socketList]
    }

    /// A list, in which a comma would begin another folder.
    private var socketList: String {
        place.socketFolder(port: port).map { "\"\($0.replacing("\"", with: "\"\""))\"" } ?? ""
    }

    private static let settings = [
        "listen_addresses": "127.0.0.1",
        "max_connections": "200",
        "max_locks_per_transaction": "256",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "shared_buffers": "192MB",
        "wal_buffers": "16MB",
        "wal_compression": "on",
        "max_wal_size": "2GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "effective_io_concurrency": "200",
        "jit": "off",
        "timezone": "UTC",
        // Never a statement, a value or a parameter: they hold what tenants wrote.
        "lc_messages": "C",
        "logging_collector": "off",
        "log_destination": "stderr",
        "log_line_prefix": "",
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_checkpoints": "off",
    ]

    /// What the data folder was made by.
    private var storedVersion: Int? {
        PrivateFile.read(place.data + "/PG_VERSION").flatMap { Int($0.filter(\.isNumber)) }
    }

    /// Ends every process of an earlier start on this data folder. A server that was killed leaves its backends for a
    /// moment, and a new one does not start beside them; and its `postmaster.pid` may name another process by now.
    private func endRemains() async {
        let lock = place.data + "/postmaster.pid"
        let remains = place.processes
        let first = PrivateFile.read(lock)?.split(separator: "\n").first.flatMap { Int32($0) }
        for process in remains where process.pid == first { process.signal(SIGINT) }
        let deadline = ContinuousClock.now + .seconds(5)
        while remains.contains(where: { $0.pid == first && $0.isAlive }), .now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
        }
        for process in remains { process.signal(SIGKILL) }
        while remains.contains(where: \.isAlive), .now < deadline + .seconds(2) {
            try? await Task.sleep(for: .milliseconds(5))
        }
        unlink(lock)
    }
}
