import Foundation
import Glibc
import Reactor
import Synchronization

/// A server process that a test started. It is killed by the kernel when the test process ends, however that ends.
final class ChildProcess: Sendable {
    private struct State {
        var log: [String] = []
        var hasEnded = false
        var waiters: [(text: String?, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    // The signal at the parent's death (prctl(2), PR_SET_PDEATHSIG) comes when the thread that made the child ends: this
    // one lasts as long as the process.
    private static let spawner = EventLoop(name: "test-children")

    let pid: pid_t
    private let process: Process
    private let state = Mutex(State())

    private init(_ process: Process, output: FileHandle) {
        self.process = process
        pid = process.processIdentifier
        startThread(named: "test-output") { [self] in read(output) }
    }

    /// Runs `arguments`, whose first is found in the search path. Standard output and error are its log.
    static func start(_ arguments: [String], directory: URL) async throws -> ChildProcess {
        try await withCheckedThrowingContinuation { continuation in
            spawner.execute {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
                process.arguments = ["--pdeathsig", "KILL"] + arguments
                process.currentDirectoryURL = directory
                process.standardInput = FileHandle.nullDevice
                let pipe = Pipe()
                process.standardOutput = pipe
                process.standardError = pipe
                continuation.resume(
                    with: Result {
                        try process.run()
                        return ChildProcess(process, output: pipe.fileHandleForReading)
                    })
            }
        }
    }

    var log: String { state.withLock { $0.log.joined(separator: "\n") } }

    /// Waits for a line of the log that holds `text`, past ones included; false when the process ended without.
    func logs(_ text: String) async -> Bool {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Bool? in
                if state.log.contains(where: { $0.contains(text) }) { return true }
                if state.hasEnded { return false }
                state.waiters.append((text, continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    func signal(_ signal: Int32) { kill(pid, signal) }

    /// Kills it, frozen or not, and waits until it is gone.
    func end() async {
        if !state.withLock({ $0.hasEnded }) { signal(SIGKILL) }
        await ended()
    }

    /// Waits for its end and says whether its exit status was 0.
    func succeeds() async -> Bool {
        await ended()
        return process.terminationReason == .exit && process.terminationStatus == 0
    }

    private func ended() async {
        _ = await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiters.append((nil, continuation)) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume(returning: true) }
        }
    }

    private func read(_ output: FileHandle) {
        var rest = Data()
        while true {
            let data = output.availableData
            if data.isEmpty { break }
            rest.append(data)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                add(String(decoding: rest[..<end], as: UTF8.self))
                rest = Data(rest[rest.index(after: end)...])
            }
        }
        process.waitUntilExit()
        let waiters = state.withLock { state in
            state.hasEnded = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: waiter.text == nil) }
    }

    private func add(_ line: String) {
        let met = state.withLock { state in
            state.log.append(line)
            let met = state.waiters.filter { $0.text.map(line.contains) ?? false }
            state.waiters.removeAll { $0.text.map(line.contains) ?? false }
            return met
        }
        for waiter in met { waiter.continuation.resume(returning: true) }
    }
}
