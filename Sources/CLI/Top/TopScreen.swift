import Assembly
import Foundation
import Operations

/// `flotilla top` in a terminal: pictures, and what keys do to them.
actor TopScreen {
    private static let help = "q quit  space freeze  s sort"

    private let terminal: Terminal
    private let pause: Duration
    private let read: @Sendable () async throws -> FleetOverview
    private var order = TopFrame.Order.name
    private var isFrozen = false
    private var overview: FleetOverview?
    private var trouble: String?

    init(
        _ terminal: Terminal, every pause: Duration, _ read: @escaping @Sendable () async throws -> FleetOverview
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
            overview = try await read()
            trouble = nil
        } catch {
            trouble = Explanation.text(of: error)
        }
        show()
    }

    private func show() {
        let (height, width) = terminal.size
        var lines = overview.map { TopFrame(overview: $0, order: order).lines(width: width, height: height - 1) } ?? []
        let state =
            trouble.map { "not read: \(Output.line($0))" } ?? "by \(order.rawValue)\(isFrozen ? "  FROZEN" : "")"
        lines.append(String("\(Self.help)  \(state)".prefix(width)))
        terminal.show(lines)
    }
}
