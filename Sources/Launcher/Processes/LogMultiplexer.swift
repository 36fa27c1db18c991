import Foundation
import Synchronization

/// Writes the lines of many processes to one place, each after its process's name.
///
/// Processes do not wait for the reader: when it is too slow, or a terminal is held, lines are dropped and counted.
final class LogMultiplexer: Sendable {
    private struct State {
        var pending = Data()
        var dropped = 0
        var isWriting = false
    }

    static let maximumPendingBytes = 4 << 20
    private static let colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94]

    private let width: Int
    private let isColoured: Bool
    private let sink: @Sendable (Data) -> Void
    private let state = Mutex(State())
    private let writer = DispatchQueue(label: "flotilla.logs")

    /// - Parameters:
    ///   - width: of the column of names.
    ///   - sink: called on a thread of its own, and may block there.
    init(width: Int, isColoured: Bool, sink: @escaping @Sendable (Data) -> Void) {
        self.width = width
        self.isColoured = isColoured
        self.sink = sink
    }

    /// To this process's standard output. One that was closed swallows everything.
    convenience init(width: Int, isColoured: Bool) {
        self.init(width: width, isColoured: isColoured) { data in
            try? FileHandle.standardOutput.write(contentsOf: data)
        }
    }

    func write(_ name: String, _ line: String) {
        let text = prefix(name) + line + "\n"
        let mustStart = state.withLock { state in
            if state.pending.count > Self.maximumPendingBytes {
                state.dropped += 1
            } else {
                state.pending.append(contentsOf: text.utf8)
            }
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { writer.async { self.drain() } }
    }

    /// Waits until everything written so far is out, but not for a reader that does not read.
    func flush(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        while state.withLock({ $0.isWriting }), .now < deadline {
            try? await Task.sleep(for: .milliseconds(2))
        }
    }

    private func drain() {
        while true {
            let (data, dropped) = state.withLock { state in
                defer {
                    state.isWriting = !state.pending.isEmpty
                    state.pending = Data()
                    state.dropped = 0
                }
                return (state.pending, state.dropped)
            }
            if data.isEmpty { return }
            sink(data)
            if dropped > 0 { sink(Data((prefix("flotilla") + "\(dropped) lines were dropped\n").utf8)) }
        }
    }

    private func prefix(_ name: String) -> String {
        let padded = name + String(repeating: " ", count: max(0, width - name.count)) + " | "
        guard isColoured else { return padded }
        let colour = Self.colours[name.utf8.reduce(7) { ($0 * 31 + Int($1)) & 0xFFFF } % Self.colours.count]
        return "\u{1B}[\(colour)m\(padded)\u{1B}[0m"
    }
}
