import CLinux
import Glibc
import Reactor
import Synchronization

/// The lines that a child writes, for one reader. What is not UTF-8 is repaired.
///
/// At most about `maximumBufferedBytes` wait to be read; then the pipe is left alone, fills up and stops the writer. The
/// sequence ends when every process that has the other end has closed it, which may be after the child's own end.
public final class LineStream: AsyncSequence, Sendable {
    public typealias Element = String

    private struct State {
        var splitter: LineSplitter
        var lines: [String] = []
        var next = 0
        var bufferedBytes = 0
        var isPaused = false
        var isEnded = false
        var waiter: CheckedContinuation<String?, Never>?
    }

    private static let maximumBufferedBytes = 1 << 20

    private let source: DescriptorHandle
    private let loop: EventLoop
    private let state: Mutex<State>

    init(reading source: DescriptorHandle, maximumLineBytes: Int, on loop: EventLoop) {
        self.source = source
        self.loop = loop
        state = Mutex(State(splitter: LineSplitter(maximumLineBytes: maximumLineBytes)))
        _ = flotilla_set_nonblocking(source.number)
        watch()
    }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let stream: LineStream

        /// Nil at the end, and when the task is cancelled.
        public func next() async -> String? { await stream.next() }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }

    // MARK: The reader

    private func next() async -> String? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                enum Step {
                    case answer(String?)
                    case answerAndResume(String)
                    case wait
                }
                let step = state.withLock { state -> Step in
                    if state.next < state.lines.count {
                        let line = Self.pop(&state)
                        guard state.isPaused, state.bufferedBytes < Self.maximumBufferedBytes / 2 else {
                            return .answer(line)
                        }
                        state.isPaused = false
                        return .answerAndResume(line)
                    }
                    if state.isEnded || Task.isCancelled || state.waiter != nil { return .answer(nil) }
                    state.waiter = waiter
                    return .wait
                }
                switch step {
                case .answer(let line): waiter.resume(returning: line)
                case .answerAndResume(let line):
                    watch()
                    waiter.resume(returning: line)
                case .wait: break
                }
            }
        } onCancel: {
            state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }?.resume(returning: nil)
        }
    }

    private static func pop(_ state: inout State) -> String {
        let line = state.lines[state.next]
        state.next += 1
        state.bufferedBytes -= line.utf8.count
        if state.next == state.lines.count {
            state.lines.removeAll(keepingCapacity: true)
            state.next = 0
        }
        return line
    }

    // MARK: The loop

    private func watch() {
        loop.execute { [self] in
            loop.watch(source.number, for: .readable) { _ in self.readOnce() }
        }
    }

    private func readOnce() {
        var count = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, initialized in
            count = read(source.number, buffer.baseAddress, buffer.count)
            initialized = count < 0 ? 0 : count
        }
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        let (waiter, line, mustStop, isEnded) = state.withLock { state in
            append(chunk, isLast: count <= 0, &state)
            let waiter = state.waiter
            let isAnswered = waiter != nil && (state.next < state.lines.count || state.isEnded)
            let line = isAnswered && state.next < state.lines.count ? Self.pop(&state) : nil
            if isAnswered { state.waiter = nil }
            if state.bufferedBytes > Self.maximumBufferedBytes { state.isPaused = true }
            return (isAnswered ? waiter : nil, line, state.isPaused || state.isEnded, state.isEnded)
        }
        if mustStop { loop.unwatch(source.number) }
        if isEnded { source.close() }
        waiter?.resume(returning: line)
    }

    private func append(_ chunk: [UInt8], isLast: Bool, _ state: inout State) {
        var lines = state.splitter.split(chunk)
        if isLast {
            state.isEnded = true
            if let rest = state.splitter.finish() { lines.append(rest) }
        }
        state.bufferedBytes += lines.reduce(0) { $0 + $1.utf8.count }
        state.lines += lines
    }
}
