import Foundation
import Operations
import Reactor

/// Python with the packages that one file pins, and nothing else.
struct PythonEnvironment: Sendable {
    let home: ProcessHome
    /// Of its folder.
    let name: String
    /// The file in `Scripts/requirements`.
    let requirements: String
    let loop: EventLoop

    private var path: String { "\(home.user == nil ? home.path : home.python)/\(name)" }

    /// Makes it when it is missing, which takes half a minute or more, and the network.
    func prepare() async throws(LaunchError) {
        // pip needs the proxy and the certificates of the launcher's caller.
        var make = ProcessCommand(
            "nice",
            ["-n", "10", "bash", home.scripts + "/venv.sh", path, "\(home.scripts)/requirements/\(requirements)"],
            environment: CurrentProcess.environment)
        if home.user != nil {
            make.environment["HOME"] = home.python
            make.workingDirectory = home.python
        }
        try await ShortCommand(command: make.running(as: home.user), limit: .seconds(900), loop: loop).runToSuccess()
    }

    /// Runs a file of `Scripts`.
    func command(_ arguments: [String]) -> ProcessCommand {
        var command = ProcessCommand(path + "/bin/python", arguments, workingDirectory: home.scripts)
        // The project's folder may be read-only, and is not Python's to write to.
        command.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        command.environment["PYTHONUNBUFFERED"] = "1"
        command.environment["LC_ALL"] = "C.UTF-8"
        return command
    }
}
