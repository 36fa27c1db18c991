import Assembly
import Foundation
import Storage

/// One picture of the fleet, as lines of text.
struct TopFrame {
    /// In which order queues are shown.
    enum Order: String, CaseIterable {
        case name
        case queued
        case oldest
    }

    private static let header = [
        "QUEUE", "READY", "+/s", "RUN/SLOTS", "OLDEST", "DRAINS IN", "P95 WAIT", "P95 RUN", "FAIL/s", "STATE",
    ]

    let overview: FleetOverview
    let workers: [SessionRecord]
    let lease: Duration
    let order: Order

    /// - Parameters:
    ///   - width: columns; what is beyond is left out.
    ///   - height: lines; the queues that are last in the order make room.
    func lines(width: Int, height: Int) -> [String] {
        let top = summary + [""]
        let bottom = limits + failures
        let room = max(3, height - top.count)
        let queues = table
        let shown = queues.prefix(max(2, room - bottom.count))
        let rest = bottom.prefix(max(0, room - shown.count))
        let lines = top + shown + rest
        return (lines + workerLines(room: height - lines.count)).map { $0.prefix(columns: width) }
    }

    private var summary: [String] {
        let (rates, workers) = (overview.rates, overview.workers)
        var counts = "workers \(workers.alive)"
        if workers.quiet > 0 { counts += " (\(workers.quiet) quiet)" }
        if workers.silent > 0 { counts += " (\(workers.silent) silent)" }
        return [
            "\(overview.status.rawValue.uppercased())  \(Output.line(overview.summary))",
            "db \(overview.servers.database)  redis \(overview.servers.broker)  \(counts)  slots \(workers.running)/\(workers.slots)"
                + "  overdue \(overview.schedules.overdue)",
            "in \(Self.rate(rates.enqueued))  out \(Self.rate(rates.succeeded + rates.failed + rates.cancelled))"
                + "  retried \(Self.rate(rates.retried))  failed \(Self.rate(rates.failed))",
        ]
    }

    private var table: [String] {
        let rows = sorted.map { queue in
            [
                queue.name.rawValue, queue.queued.map(Self.number) ?? "?", Self.growth(of: queue),
                "\(queue.running.map(Self.number) ?? "?")/\(queue.slots)", Self.duration(queue.oldestSeconds),
                queue.queued == 0 ? "-" : Self.duration(queue.drainsInSeconds), Self.duration(queue.wait.p95),
                Self.duration(queue.run.p95), queue.rates.failed > 0 ? Self.number(queue.rates.failed) : "-",
                Self.state(of: queue),
            ]
        }
        return Self.columns([Self.header] + rows)
    }

    private var sorted: [QueueOverview] {
        overview.queues.sorted { left, right in
            switch order {
            case .name: left.name.rawValue < right.name.rawValue
            case .queued: (right.queued ?? 0, left.name.rawValue) < (left.queued ?? 0, right.name.rawValue)
            case .oldest:
                (right.oldestSeconds ?? 0, left.name.rawValue) < (left.oldestSeconds ?? 0, right.name.rawValue)
            }
        }
    }

    private var limits: [String] {
        guard let limits = overview.limits, !limits.isEmpty else { return [] }
        let rows = limits.prefix(5).map { limit in
            [
                limit.queue.rawValue, limit.scope.rawValue, Output.line(limit.kind?.rawValue ?? "every kind"),
                "\(limit.running)/\(limit.limit.map(String.init) ?? "-")", "\(limit.waitingLines)",
            ]
        }
        return [""] + Self.columns([["LIMIT", "SCOPE", "KIND", "USED", "WAITING LINES"]] + rows)
    }

    private var failures: [String] {
        guard !overview.failures.isEmpty else { return [] }
        let rows = overview.failures.map { group in
            [
                Output.line(group.kind ?? ""), Output.line(group.errorCode ?? ""), Self.number(Double(group.count)),
                Output.line(group.message ?? ""),
            ]
        }
        return [""] + Self.columns([["FAILURES (1 h)", "CODE", "COUNT", "MESSAGE"]] + rows)
    }

    private static func columns(_ rows: [[String]]) -> [String] { Output.columns(rows, gap: 1) }

    // MARK: Words

    private static func growth(of queue: QueueOverview) -> String {
        let growth = queue.rates.enqueued - queue.rates.succeeded - queue.rates.failed - queue.rates.cancelled
        if abs(growth) < 0.05 { return "-" }
        return (growth > 0 ? "+" : "-") + number(abs(growth))
    }

    private static func state(of queue: QueueOverview) -> String {
        if queue.paused { return "paused" }
        if !queue.pausedKinds.isEmpty { return "paused: \(queue.pausedKinds.count) kinds" }
        return queue.workers == 0 ? "not served" : ""
    }

    private static func rate(_ rate: Double) -> String { "\(number(rate))/s" }

    static func number(_ value: Int) -> String { value < 100_000 ? "\(value)" : number(Double(value)) }

    static func number(_ value: Double) -> String {
        switch value {
        case ..<10: value == value.rounded() ? "\(Int(value))" : String(format: "%.1f", value)
        case ..<100_000: "\(Int(value.rounded()))"
        case ..<10_000_000: "\(Int((value / 1000).rounded()))k"
        default: value < 1e15 ? "\(Int((value / 1_000_000).rounded()))M" : "many"
        }
    }

    static func duration(_ seconds: Double?) -> String {
        guard let seconds else { return "-" }
        switch seconds {
        case ..<0.0005: return "0"
        case ..<1: return "\(Int((seconds * 1000).rounded())) ms"
        case ..<10: return String(format: "%.1f s", seconds)
        case ..<120: return "\(Int(seconds)) s"
        case ..<7200: return "\(Int(seconds / 60)) m"
        case ..<172_800: return "\(Int(seconds / 3600)) h"
        default: return seconds < 1e11 ? "\(Int(seconds / 86_400)) d" : "-"
        }
    }
}
