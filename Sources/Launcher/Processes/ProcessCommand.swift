import Foundation
import Operations

/// A program to start, complete.
struct ProcessCommand: Sendable {
    var executable: String
    var arguments: [String]
    /// All of it: nothing is inherited.
    var environment: [String: String]
    var workingDirectory: String?
    /// Text for its standard input, at most what a pipe holds (64 KiB): for what must not show in a list of processes.
    var input: String?

    init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = Self.bareEnvironment,
        workingDirectory: String? = nil, input: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
    }

    /// What a server gets that must not meet settings of the launcher's caller, such as `PGPORT`.
    static var bareEnvironment: [String: String] {
        let path = CurrentProcess.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
        return ["PATH": path, "LC_ALL": "C", "TZ": "UTC"]
    }

    /// The same, but sent a signal when the thread that starts it ends: that thread has to last as long as this process,
    /// so it is an event loop's. The process number is the program's own, since setpriv(1) becomes it.
    func bound(toParentBy signal: String) -> ProcessCommand {
        var command = self
        command.executable = "setpriv"
        command.arguments = ["--pdeathsig", signal, "--", executable] + arguments
        return command
    }

    /// The same as another user of the system; only root may.
    func running(as user: SystemUser?) -> ProcessCommand {
        guard let user else { return self }
        var command = self
        command.executable = "setpriv"
        command.arguments =
            ["--reuid", user.name, "--regid", user.group, "--clear-groups", "--", executable] + arguments
        return command
    }
}
