import Foundation
import Synchronization

/// A Python script beside a test. It prints one JSON line when it is ready, answers each JSON line that it is given by
/// one JSON line, and ends when its standard input closes, so it cannot outlive the test process.
public final class PythonHelper: Sendable {
    private struct State {
        var waiters: [CheckedContinuation<Data, any Error>] = []
        var early: [Data] = []
        var isOver = false
    }

    public struct Ended: Error, CustomStringConvertible {
        public let description: String
    }

    public struct Refused: Error, CustomStringConvertible {
        public let description: String
    }

    private let process: Process
    private let input: FileHandle
    private let state = Mutex(State())
    private let name: String

    /// - Parameters:
    ///   - python: the interpreter; one without a slash is looked up in `PATH`.
    ///   - environment: added to the test's own.
    public init(
        script: String, python: String = "python3", arguments: [String] = [], environment: [String: String] = [:]
    ) throws {
        name = URL(fileURLWithPath: script).lastPathComponent
        // A script that has ended is an error of the write, not the end of the tests.
        signal(SIGPIPE, SIG_IGN)
        process = Process()
        process.executableURL = URL(fileURLWithPath: python.contains("/") ? python : "/usr/bin/env")
        process.arguments = (python.contains("/") ? [] : [python]) + ["-u", script] + arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["PYTHONDONTWRITEBYTECODE": "1"]) { _, new in new }
            .merging(environment) { _, new in new }
        let (toChild, fromChild) = (Pipe(), Pipe())
        process.standardInput = toChild
        process.standardOutput = fromChild
        input = toChild.fileHandleForWriting
        try process.run()
        let output = fromChild.fileHandleForReading
        Thread.detachNewThread { [weak self] in
            var rest = Data()
            while true {
                let bytes = output.availableData
                if bytes.isEmpty { break }
                rest.append(bytes)
                while let end = rest.firstIndex(of: 0x0A) {
                    self?.deliver(Data(rest[rest.startIndex..<end]))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            self?.finish()
        }
    }

    deinit {
        stop()
    }

    /// The line that the script prints by itself when it is ready, or the next answer.
    public func answer<Answer: Decodable>(as type: Answer.Type = Answer.self) async throws -> Answer {
        try decoded(try await line())
    }

    /// Gives the script one command and waits for its answer.
    public func ask<Answer: Decodable>(_ command: some Encodable, as type: Answer.Type = Answer.self) async throws
        -> Answer
    {
        let text = try JSONEncoder().encode(command) + [0x0A]
        let line = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Data, any Error>) in
            // Question and place in the queue of answers together.
            state.withLock { state in
                guard !state.isOver else {
                    continuation.resume(throwing: Ended(description: "\(name) has ended"))
                    return
                }
                state.waiters.append(continuation)
                try? input.write(contentsOf: text)
            }
        }
        return try decoded(line)
    }

    /// - Throws: `Ended`; `Refused` with what the script says went wrong.
    private func decoded<Answer: Decodable>(_ line: Data) throws -> Answer {
        do {
            return try JSONDecoder().decode(Answer.self, from: line)
        } catch {
            throw Refused(description: "\(name): \(String(decoding: line.prefix(1000), as: UTF8.self))")
        }
    }

    /// Asks the script to end, and does not wait for it; harmless when it has ended.
    public func stop() {
        try? input.close()
        if process.isRunning { process.terminate() }
    }

    private func line() async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { state in
                if !state.early.isEmpty {
                    continuation.resume(returning: state.early.removeFirst())
                } else if state.isOver {
                    continuation.resume(throwing: Ended(description: "\(name) has ended"))
                } else {
                    state.waiters.append(continuation)
                }
            }
        }
    }

    private func deliver(_ line: Data) {
        state.withLock { state in
            if state.waiters.isEmpty {
                state.early.append(line)
            } else {
                state.waiters.removeFirst().resume(returning: line)
            }
        }
    }

    private func finish() {
        let waiters = state.withLock { state in
            state.isOver = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(throwing: Ended(description: "\(name) has ended")) }
    }
}
