import Operations
import Reactor
import Synchronization

/// The lines that a process has written so far, to be waited for.
final class Transcript: Sendable {
    private struct State {
        var lines: [String] = []
        var isEnded = false
        var nextID = 0
        var waiters: [Int: (text: String, from: Int, continuation: CheckedContinuation<String?, Never>)] = [:]
    }

    private let state = Mutex(State())
    private let loop: EventLoop

    init(of stream: LineStream?, on loop: EventLoop) {
        self.loop = loop
        Task { [self] in
            if let stream { for await line in stream { add(line) } }
            end()
        }
    }

    var lines: [String] { state.withLock { $0.lines } }

    /// The first line from this index on that holds the text; nil when the output ends, or after 60 s.
    func line(containing text: String, from: Int = 0) async -> String? {
        await withCheckedContinuation { continuation in
            let (answer, id) = state.withLock { state -> (String??, Int) in
                if let found = state.lines.dropFirst(from).first(where: { $0.contains(text) }) {
                    return (.some(found), 0)
                }
                if state.isEnded { return (.some(nil), 0) }
                state.nextID += 1
                state.waiters[state.nextID] = (text, from, continuation)
                return (nil, state.nextID)
            }
            if let answer { return continuation.resume(returning: answer) }
            loop.execute { [self] in
                loop.schedule(after: .seconds(60)) {
                    self.state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume(returning: nil)
                }
            }
        }
    }

    private func add(_ line: String) {
        let served = state.withLock { state in
            state.lines.append(line)
            let index = state.lines.count - 1
            let served = state.waiters.filter { index >= $0.value.from && line.contains($0.value.text) }
            for id in served.keys { state.waiters[id] = nil }
            return served.values.map(\.continuation)
        }
        for continuation in served { continuation.resume(returning: line) }
    }

    private func end() {
        let left = state.withLock { state in
            state.isEnded = true
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.continuation)
        }
        for continuation in left { continuation.resume(returning: nil) }
    }
}
