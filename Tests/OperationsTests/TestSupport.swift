import Foundation
import Glibc
import Operations
import Reactor
import Testing

/// What the suites share.
enum TestSupport {
    static let loop = EventLoop(name: "tests")

    /// The program `OperationsProbe`, built beside the tests.
    static var probe: String {
        URL(filePath: CurrentProcess.executablePath).deletingLastPathComponent().appending(path: "OperationsProbe").path
    }

    static func probe(
        _ arguments: String..., descriptors: [Int32: Int32] = [:], standardError: ChildOutput = .null
    ) throws -> ChildProcess {
        try ChildProcess.spawn(
            executable: probe, arguments: arguments, descriptors: descriptors, standardOutput: .pipe,
            standardError: standardError, on: loop)
    }

    static func shell(
        _ script: String, descriptors: [Int32: Int32] = [:], environment: [String: String]? = nil,
        newProcessGroup: Bool = false, workingDirectory: String? = nil
    ) throws -> ChildProcess {
        try ChildProcess.spawn(
            executable: "/bin/sh", arguments: ["-c", script], environment: environment, descriptors: descriptors,
            standardOutput: .pipe, newProcessGroup: newProcessGroup, workingDirectory: workingDirectory, on: loop)
    }

    /// Reads lines up to and including the first that starts with `prefix`.
    static func line(of stream: LineStream?, startingWith prefix: String) async -> String? {
        guard let stream else { return nil }
        for await line in stream where line.hasPrefix(prefix) { return line }
        return nil
    }

    static func lines(of stream: LineStream?) async -> [String] {
        guard let stream else { return [] }
        return await stream.reduce(into: []) { $0.append($1) }
    }

    static func inTemporaryDirectory<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        return try await body(directory)
    }
}

extension ChildProcess {
    /// How it ended; one that does not is killed, so that a failing test leaves nothing behind.
    func terminated(after limit: Duration) async -> ChildExitStatus {
        if let status = await waitForExit(within: limit) { return status }
        signal(SIGKILL)
        return await waitForExit()
    }

    func ended() async -> ChildExitStatus { await terminated(after: .seconds(20)) }
}
