import Foundation

/// What Linux says of a process, as proc(5) describes `/proc/PID/stat` and `smaps_rollup`.
struct ProcessFile {
    let parent: Int32
    /// Processor time in seconds: its own, and that of its children that ended and were waited for.
    let seconds: Double
    let endedChildren: Double

    /// Nil when there is no such process.
    init?(_ pid: Int32) {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        // From the third field on: the name before them may hold blanks.
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 14, let parent = Int32(fields[1]), let user = Double(fields[11]),
            let system = Double(fields[12]), let childUser = Double(fields[13]), let childSystem = Double(fields[14])
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        self.parent = parent
        seconds = (user + system) / ticks
        endedChildren = (childUser + childSystem) / ticks
    }

    static func children(of pid: Int32) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { ProcessFile($0)?.parent == pid }
    }

    /// In MB.
    static func memory(of pid: Int32) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/smaps_rollup", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Pss:") })
        else { return nil }
        return Double(line.filter(\.isNumber)).map { $0 * 1024 / 1e6 }
    }
}
