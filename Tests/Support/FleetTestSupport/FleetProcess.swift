import Foundation
import Glibc
import PostgresTestSupport
import Reactor
import Synchronization

/// A program of the fleet that a test started. The kernel kills it when the test process ends, however that ends; a
/// worker's executor ends with its supervisor.
public final class FleetProcess: Sendable {
    public enum Exit: Sendable, Equatable {
        case status(Int32)
        case signal(Int32)
    }

    private enum Event {
        case line(String)
        case exit
        /// Its exit and the end of what it wrote.
        case end
    }

    private struct Waiter {
        let event: Event
        let continuation: CheckedContinuation<String?, Never>
    }

    private struct State {
        var lines: [String] = []
        var output = ""
        var exit: Exit?
        var waiters: [UInt64: Waiter] = [:]
        var next: UInt64 = 0
        var openPipes = 2

        /// Nothing that is waited for can still come.
        func isOver(_ event: Event) -> Bool {
            guard exit != nil else { return false }
            if case .exit = event { return true }
            return openPipes == 0
        }

        mutating func take(_ isMeant: (Event) -> Bool) -> [CheckedContinuation<String?, Never>] {
            let meant = waiters.filter { isMeant($0.value.event) }
            for number in meant.keys { waiters[number] = nil }
            return meant.values.map(\.continuation)
        }
    }

    /// Lasts as long as the test process: the programs live as long as the thread that started them.
    private static let spawner = EventLoop(name: "fleet-spawner")

    public let name: String
    public let pid: pid_t
    private let state = Mutex(State())

    private init(name: String, pid: pid_t) {
        self.name = name
        self.pid = pid
    }

    static func start(_ name: String, _ start: ProcessStart) async throws -> FleetProcess {
        try await withCheckedThrowingContinuation { continuation in
            spawner.execute { continuation.resume(with: Result { try spawn(name, start) }) }
        }
    }

    private static func spawn(_ name: String, _ start: ProcessStart) throws -> FleetProcess {
        let output = try makePipe()
        let errors = try makePipe()
        let process: FleetProcess
        do {
            defer {
                close(output.write)
                close(errors.write)
            }
            process = FleetProcess(name: name, pid: try start.spawn(output: output.write, errors: errors.write))
        }
        startThread(named: "fleet-output") { process.read(output.read, isOutput: true) }
        startThread(named: "fleet-errors") { process.read(errors.read, isOutput: false) }
        startThread(named: "fleet-wait") { process.awaitEnd() }
        return process
    }

    // MARK: What may happen to it

    /// Sends a signal, unless it has ended.
    public func signal(_ signal: Int32) {
        // Under the lock, so that the number cannot belong to another process meanwhile.
        state.withLock { state in
            if state.exit == nil { _ = Glibc.kill(pid, signal) }
        }
    }

    /// SIGKILL; returns once it is gone.
    public func kill() async {
        signal(SIGKILL)
        _ = await exit()
    }

    /// SIGTERM; returns how it ended.
    public func terminate() async -> Exit {
        signal(SIGTERM)
        return await exit()
    }

    /// Waits for its end.
    public func exit() async -> Exit {
        _ = await wait(for: .exit)
        return state.withLock { $0.exit } ?? .status(-1)
    }

    /// Waits for its end and for all that it wrote.
    public func end() async -> Exit {
        _ = await wait(for: .end)
        return await exit()
    }

    // MARK: What is known of it

    public var isRunning: Bool { state.withLock { $0.exit == nil } }

    /// What it wrote so far to both outputs.
    public var log: String { state.withLock { $0.lines.joined(separator: "\n") } }

    /// What it wrote to standard output alone.
    public var output: String { state.withLock { $0.output } }

    /// Waits for a line that holds `text`, past ones included; nil when it ended without.
    public func line(with text: String) async -> String? { await wait(for: .line(text)) }

    /// The processes that it started and that still run: a supervisor's executors.
    public var children: [pid_t] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return entries.compactMap { pid_t($0) }.filter { Self.parent(of: $0) == pid }.sorted()
    }

    /// Whether there is such a process; one that has ended and was not waited for does not count.
    public static func isRunning(_ process: pid_t) -> Bool { parent(of: process) != nil }

    /// Field 4 of proc(5)'s `stat`; the name before it may hold anything but ends with the last bracket.
    private static func parent(of process: pid_t) -> pid_t? {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        // A zombie does not run as an executor any more.
        guard fields.count > 1, fields[0] != "Z" else { return nil }
        return pid_t(fields[1])
    }

    // MARK: Threads

    private func wait(for event: Event) async -> String? {
        await withCheckedContinuation { continuation in
            let (isKnown, line) = state.withLock { state -> (Bool, String?) in
                if case .line(let text) = event, let line = state.lines.first(where: { $0.contains(text) }) {
                    return (true, line)
                }
                if state.isOver(event) { return (true, nil) }
                state.next += 1
                state.waiters[state.next] = Waiter(event: event, continuation: continuation)
                return (false, nil)
            }
            if isKnown { continuation.resume(returning: line) }
        }
    }

    private func awaitEnd() {
        var status: Int32 = 0
        while true {
            // The number stays taken until it is waited for under the lock, where signals are sent.
            var information = siginfo_t()
            if waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == 0 || errno != EINTR { break }
        }
        state.withLock { state in
            waitpid(pid, &status, 0)
            let signal = status & 0x7F
            state.exit = signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
        }
        releaseWaiters()
    }

    private func read(_ descriptor: Int32, isOutput: Bool) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var rest: [UInt8] = []
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            let new = buffer[..<count]
            if isOutput { state.withLock { $0.output += String(decoding: new, as: UTF8.self) } }
            rest += new
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                add(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        close(descriptor)
        if !rest.isEmpty { add(String(decoding: rest, as: UTF8.self)) }
        state.withLock { $0.openPipes -= 1 }
        releaseWaiters()
    }

    private func add(_ line: String) {
        let met = state.withLock { state in
            state.lines.append(line)
            return state.take { if case .line(let text) = $0 { line.contains(text) } else { false } }
        }
        for continuation in met { continuation.resume(returning: line) }
    }

    private func releaseWaiters() {
        let over = state.withLock { state in
            let now = state
            return state.take { now.isOver($0) }
        }
        for continuation in over { continuation.resume(returning: nil) }
    }
}
