import Foundation
import Glibc
import Operations

/// A mail server of our own: keeps every message as a file, and delivers none.
struct MailCatcher: Sendable {
    /// Part of the line that it prints once it answers.
    static let readyMarker = "{\"ready\":"

    let home: ProcessHome
    let port: Int

    static func exists(in scripts: String) -> Bool {
        FileManager.default.fileExists(atPath: scripts + "/mail_catcher.py")
    }

    /// Settings of every process.
    func environment(from sender: String?) -> [String: String] {
        [
            "SMTP_URL": "smtp://127.0.0.1:\(port)", "SMTP_FROM": sender ?? "Flotilla <flotilla@flotilla.invalid>",
        ]
    }

    var command: ProcessCommand {
        var command = ProcessCommand(
            "python3", [home.scripts + "/mail_catcher.py", String(port), home.mails],
            workingDirectory: home.workingDirectory)
        command.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        command.environment["LC_ALL"] = "C.UTF-8"
        return command.bound(toParentBy: "TERM").running(as: home.user)
    }

    /// A message is whole in its file before it is answered.
    static let stopSteps = [ManagedProcess.StopStep(signal: SIGTERM, grace: .seconds(2))]
}
