import Assembly
import Foundation
import Operations

/// `flotilla top` in a terminal: pictures, and what keys do to them.
actor TopScreen {
    private static let help = "q quit  space freeze  s sort"

    private let terminal: Terminal
    private let pause: Duration
    private let read: @Sendable () async throws -> TopFigures
    private var order = TopFrame.Order.name
    private var isFrozen = false
    private var figures: TopFigures?
    private var readAt: Date?
    private var trouble: String?

    init(
        _ terminal: Terminal, every pause: Duration, _ read: @escaping @Sendable () async throws -> TopFigures
    ) {
        self.terminal = terminal
        self.pause = pause
        self.read = read
    }

    /// Until `q` is pressed or the input ends.
    func run() async throws -> Int32 {
        let reading = Task {
            while !Task.isCancelled {
                if !isFrozen { await refresh() }
                try? await Task.sleep(for: pause)
            }
        }
        for await key in terminal.keys {
            switch key {
            case "q", "\u{3}", "\u{4}":
                reading.cancel()
                terminal.restore()
                return 0
            case " ": isFrozen.toggle()
            case "s": sortOtherwise()
            default: continue
            }
            show()
        }
        reading.cancel()
        terminal.restore()
        return 0
    }

    private func sortOtherwise() {
        let all = TopFrame.Order.allCases
        let index = all.firstIndex(of: order) ?? 0
        order = all[(index + 1) % all.count]
    }

    /// What was read last stays while nothing can be read.
    private func refresh() async {
        do {
            figures = try await read()
            readAt = Date()
            trouble = nil
        } catch {
            trouble = Explanation.text(of: error)
        }
        show()
    }

    private func show() {
        let size = Terminal.size
        let room = max(1, size.height - 1)
        var lines = figures.map { $0.frame(by: order).lines(width: size.width, height: room) } ?? ["reading …"]
        lines += Array(repeating: "", count: max(0, room - lines.count))
        let state =
            trouble.map { "not read: \(Output.line($0))" }
            ?? "by \(order.rawValue)  \(Output.time(readAt))\(isFrozen ? "  FROZEN" : "")"
        lines = lines.prefix(room) + ["\(Self.help)  \(state)".prefix(columns: size.width)]
        terminal.show(lines)
    }
}
