import Foundation
import Glibc

/// A process for as long as it lives: its number may be given to another one, together with its start time it is not.
struct ProcessIdentity: Sendable, Hashable {
    let pid: Int32
    /// Clock ticks after the start of the system; field 22 of /proc/PID/stat.
    let startTime: UInt64

    /// Nil when there is no such process, or only its remains.
    init?(of pid: Int32) {
        // Field 2, the name, is in parentheses and may hold spaces and parentheses itself.
        guard let stat = PrivateFile.read("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let time = UInt64(fields[19]) else { return nil }
        self.pid = pid
        startTime = time
    }

    init(pid: Int32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    var isAlive: Bool { ProcessIdentity(of: pid) == self }

    func signal(_ number: Int32) {
        if isAlive { kill(pid, number) }
    }

    /// The living children of all of a process's threads.
    static func children(of pid: Int32) -> [ProcessIdentity] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
        return threads.flatMap { thread in
            (PrivateFile.read("/proc/\(pid)/task/\(thread)/children") ?? "").split(separator: " ")
        }.compactMap { Int32($0) }.compactMap { ProcessIdentity(of: $0) }
    }

    /// The processes that run one of these programs, by the name of its file, in one of these folders.
    static func running(_ programs: Set<String>, in folders: Set<String>) -> [ProcessIdentity] {
        let files = FileManager.default
        let numbers = ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        return numbers.filter { number in
            guard let folder = try? files.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd"),
                folders.contains(folder),
                let program = try? files.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")
            else { return false }
            // One that was replaced since, by an upgrade, is marked "(deleted)".
            let name = (program as NSString).lastPathComponent.split(separator: " ").first.map(String.init)
            return name.map(programs.contains) ?? false
        }.compactMap { ProcessIdentity(of: $0) }
    }
}
