import Foundation
import Glibc

/// What a process uses, as proc(5) reports it.
public struct ResourceUsage: Sendable, Hashable {
    /// Memory in RAM, shared pages counted in full.
    public let residentBytes: Int
    /// Memory in RAM with shared pages split among their users; nil when the kernel does not say or not to us.
    public let proportionalBytes: Int?
    public let userTime: Duration
    public let systemTime: Duration
    public let threads: Int

    /// Nil when there is no such process. A zombie uses nothing but has times.
    /// - Parameter measuresProportional: walks the page tables: milliseconds for a large process.
    public init?(of pid: Int32, measuresProportional: Bool = false) {
        // The name, field 2, is in parentheses and may hold spaces and parentheses itself.
        guard let stat = Self.text("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")"),
            let memory = Self.text("/proc/\(pid)/statm")
        else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        let pages = memory.split(separator: " ")
        // utime is field 14, stime 15, num_threads 20; the first here is field 3.
        guard fields.count > 17, pages.count > 1, let user = Int64(fields[11]), let system = Int64(fields[12]),
            let threads = Int(fields[17]), let resident = Int(pages[1])
        else { return nil }
        residentBytes = resident * sysconf(Int32(_SC_PAGESIZE))
        userTime = Self.ticks(user)
        systemTime = Self.ticks(system)
        self.threads = threads
        proportionalBytes = measuresProportional ? Self.proportional(pid) : nil
    }

    public var processorTime: Duration { userTime + systemTime }

    private static func proportional(_ pid: Int32) -> Int? {
        guard let text = text("/proc/\(pid)/smaps_rollup") else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix("Pss:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
        }
        return nil
    }

    private static func ticks(_ count: Int64) -> Duration {
        .nanoseconds(count * 1_000_000_000 / Int64(max(1, sysconf(Int32(_SC_CLK_TCK)))))
    }

    private static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }
}
