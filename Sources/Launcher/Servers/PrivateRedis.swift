import Foundation
import Glibc
import Operations

/// A Redis of our own: on the loopback address, with a password, nothing kept on disk, no key ever evicted.
struct PrivateRedis: Sendable {
    /// Part of the line that it logs once it takes connections.
    static let readyMarker = "Ready to accept connections"

    let directory: String
    /// Nil: the user that we are.
    let user: SystemUser?
    let port: Int
    let password: Secret

    init(home: ProcessHome, port: Int, password: Secret) throws(LaunchError) {
        directory = home.redis
        user = home.user
        self.port = port
        self.password = password
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw LaunchError("cannot make the folder \(directory)")
        }
    }

    var url: String { "redis://default:\(password.reveal())@127.0.0.1:\(port)/0" }

    /// Its settings come by standard input, so that the password is neither in a file nor in a list of processes.
    var command: ProcessCommand {
        ProcessCommand(
            "redis-server", ["-"], workingDirectory: directory,
            input: """
                bind 127.0.0.1
                port \(port)
                requirepass \(password.reveal())
                daemonize no
                save ""
                appendonly no
                maxmemory-policy noeviction
                loglevel notice
                logfile ""
                always-show-logo no

                """
        ).bound(toParentBy: "TERM").running(as: user)
    }

    /// It has nothing to save, so it ends at once.
    static let stopSteps = [ManagedProcess.StopStep(signal: SIGTERM, grace: .seconds(3))]
}
