import CLinux
import Glibc
import Reactor
import Synchronization

/// Writes each line to a descriptor, normally standard error, with one write(2).
///
/// The caller writes while the descriptor takes lines. Once it does not (a pipe that is not read, a stopped
/// terminal) lines wait for a thread of their own, up to `maximumQueuedBytes`; further ones are dropped, counted, and
/// the count is said when there is room again. So a line is on its way when `write` returns, in the order of the calls,
/// and no caller waits for the reader. SIGPIPE is ignored for the whole process.
public final class DescriptorLogSink: LogSink {
    /// The process's standard error.
    public static let standardError = DescriptorLogSink(descriptor: STDERR_FILENO)

    private struct State {
        var queue: [[UInt8]] = []
        var queuedBytes = 0
        var dropped = 0
        /// Whether the thread has lines that are not out yet.
        var isQueueing = false
        var flushWaiters: [CheckedContinuation<Void, Never>] = []
    }

    // One writev may be cut by a full pipe, but a write of this much into a pipe that polls writable is not (pipe(7)).
    private static let unblockedBytes = 4096

    private let descriptor: Int32
    private let maximumQueuedBytes: Int
    private let state = Mutex(State())

    /// - Parameter descriptor: stays open for as long as the process may log.
    public init(descriptor: Int32, maximumQueuedBytes: Int = 1 << 20) {
        self.descriptor = descriptor
        self.maximumQueuedBytes = maximumQueuedBytes
        _ = flotilla_ignore_signal(SIGPIPE)
    }

    public func write(_ line: [UInt8]) {
        let mustStart = state.withLock { state -> Bool in
            if !state.isQueueing, line.count <= Self.unblockedBytes, isWritable() {
                _ = writeOnce(line[...])
                return false
            }
            guard state.queuedBytes + line.count <= maximumQueuedBytes else {
                state.dropped += 1
                return false
            }
            state.queue.append(line)
            state.queuedBytes += line.count
            defer { state.isQueueing = true }
            return !state.isQueueing
        }
        if mustStart { startThread(named: "log") { self.drain() } }
    }

    /// Waits until what was written so far is out. The descriptor's reader may never take it: bound the wait.
    public func flush() async {
        await withCheckedContinuation { waiter in
            let isOut = state.withLock { state in
                if state.isQueueing { state.flushWaiters.append(waiter) }
                return !state.isQueueing
            }
            if isOut { waiter.resume() }
        }
    }

    // MARK: The thread

    private func drain() {
        while let line = nextLine() {
            var rest = line[...]
            while !rest.isEmpty, let written = writeOnce(rest) { rest = rest.dropFirst(written) }
        }
    }

    private func nextLine() -> [UInt8]? {
        let (line, waiters) = state.withLock { state -> ([UInt8]?, [CheckedContinuation<Void, Never>]) in
            if !state.queue.isEmpty {
                let lines = state.queue.removeFirst()
                state.queuedBytes -= lines.count
                return (lines, [])
            }
            if state.dropped > 0 {
                defer { state.dropped = 0 }
                return (Self.droppedNotice(state.dropped), [])
            }
            state.isQueueing = false
            defer { state.flushWaiters = [] }
            return (nil, state.flushWaiters)
        }
        for waiter in waiters { waiter.resume() }
        return line
    }

    /// In the form of a JSON line, which people can read too.
    private static func droppedNotice(_ count: Int) -> [UInt8] {
        let record = LogRecord(
            time: LogRecord.now(), level: .warning, label: "log", message: "log lines were dropped",
            fields: [("dropped", .integer(count))], context: LogContext())
        return record.json()
    }

    private func isWritable() -> Bool {
        var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&waited, 1, 0) > 0
    }

    /// The bytes that went out; nil when the descriptor is of no use.
    private func writeOnce(_ bytes: ArraySlice<UInt8>) -> Int? {
        while true {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            if errno == EAGAIN {
                var waited = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waited, 1, 1000)
            } else if errno != EINTR {
                return nil
            }
        }
    }
}
