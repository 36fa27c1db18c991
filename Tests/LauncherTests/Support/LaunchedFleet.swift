import Foundation
import Glibc
import Operations
import Reactor
import Testing

@testable import Launcher

/// `flotilla up` as its users start it: a process of its own, with real servers and stand-ins for the programs.
final class LaunchedFleet: Sendable {
    let directory: String
    let process: ChildProcess
    let output: Transcript
    let errors: Transcript
    let loop: EventLoop

    /// - Parameters:
    ///   - folder: holds the programs and, unless `directory` names another, the fleet's directory.
    ///   - scripts: a project's root; nil has no demonstration's cloud.
    ///   - closed: a folder that its owner alone may pass through.
    init(
        in folder: TemporaryFolder, directory: String? = nil, programs: [String: String] = StandIns.standard,
        arguments: [String] = [], environment: [String: String] = [:], projectRoot: String = "/nonexistent",
        closing closed: String? = nil
    ) throws {
        for (name, text) in programs { try folder.write(text, to: "bin/\(name)", mode: 0o755) }
        if let closed { chmod(closed, 0o700) }
        self.directory = directory ?? folder.path + "/fleet"
        loop = EventLoop(name: "fleet test")
        let here = (CurrentProcess.executablePath as NSString).deletingLastPathComponent
        var variables = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "PORT": "0"]
        variables["FLOTILLA_DIR"] = self.directory
        variables.merge(environment) { $1 }
        process = try ChildProcess.spawn(
            executable: here + "/LauncherProbe", arguments: [folder.path + "/bin", projectRoot] + arguments,
            environment: variables, standardOutput: .pipe, standardError: .pipe, newProcessGroup: true,
            workingDirectory: folder.path, on: loop)
        output = Transcript(of: process.standardOutput, on: loop)
        errors = Transcript(of: process.standardError, on: loop)
    }

    deinit {
        process.signal(SIGKILL)
        loop.stop()
    }

    func waitUntilReady() async throws {
        guard await output.line(containing: "ready in") != nil else {
            Issue.record("not ready: \(text)")
            throw LaunchError("not ready")
        }
    }

    /// Everything that it said, for the message of a test that failed.
    var text: String { (output.lines + errors.lines).joined(separator: "\n") }

    var databaseProcesses: [ProcessIdentity] {
        PostgresPlace(path: directory + "/postgres", user: nil).processes
    }

    /// Stops it as Ctrl-C does. Nil when it has not ended after 40 s.
    func stop(signal: Int32 = SIGTERM) async -> ChildExitStatus? {
        process.signal(signal)
        return await process.waitForExit(within: .seconds(40))
    }

    /// What a shell that reads the environment file knows.
    func variables() async throws -> [String: String] {
        let result = try await shell(". \"$FLEET/env\"; env -0 | tr '\\n\\0' '\\001\\n'", exporting: true)
        let pairs = result.lines.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
    }

    func pid(_ name: String) async throws -> Int32 {
        try #require(try await variables()["PID_\(name)"].flatMap { Int32($0) }, "no PID_\(name)")
    }

    /// Kills a process and waits until the file names its successor.
    func kill(_ name: String) async throws -> Int32 {
        let victim = try await pid(name)
        let from = output.lines.count
        Glibc.kill(victim, SIGKILL)
        try #require(await output.line(containing: "PID_\(name) is", from: from) != nil, "\(name) did not come back")
        return try await pid(name)
    }

    /// Runs a script that may use the variables of the file, as another user when one is named.
    @discardableResult
    func shell(_ script: String, as user: SystemUser? = nil, exporting: Bool = false) async throws
        -> ShortCommand.Result
    {
        var command = ProcessCommand("sh", ["-c", (exporting ? "set -a; " : "") + script])
        command.environment["FLEET"] = directory
        return try await ShortCommand(command: command.running(as: user), limit: .seconds(30), loop: loop).run()
    }

    /// One value from the private database, through `psql` and `DATABASE_URL`.
    func query(_ statement: String, as user: SystemUser? = nil) async throws -> String? {
        let url = try #require(try await variables()["DATABASE_URL"])
        var command = ProcessCommand("psql", ["-XAtq", url, "-c", statement])
        command.environment["PGCONNECT_TIMEOUT"] = "5"
        let result = try await ShortCommand(command: command.running(as: user), limit: .seconds(30), loop: loop).run()
        return result.status.isSuccess ? result.lines.first ?? "" : nil
    }

    func redis(_ words: String...) async throws -> String? {
        let url = try #require(try await variables()["REDIS_URL"])
        let command = ProcessCommand("redis-cli", ["--no-auth-warning", "-u", url] + words)
        return try await ShortCommand(command: command, limit: .seconds(30), loop: loop).run().lines.first
    }

    /// Every process that the file or the record names and that still lives.
    static func living(_ variables: [String: String]) -> [String] {
        variables.filter { $0.key.hasPrefix("PID_") }
            .filter { Int32($0.value).flatMap { ProcessIdentity(of: $0) } != nil }.map(\.key)
    }
}
