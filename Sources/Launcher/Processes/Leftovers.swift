import Glibc

/// What a launcher that was killed left running: recorded while it lived, ended before the next start.
///
/// A line of the file is a process's number and its start time; the first line names the boot that they belong to.
struct Leftovers: Sendable, Hashable {
    let boot: String
    let processes: [ProcessIdentity]

    init(_ processes: [ProcessIdentity]) {
        boot = Self.currentBoot
        self.processes = processes
    }

    init(text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        boot = lines.first ?? ""
        processes = lines.dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count == 2, let pid = Int32(fields[0]), let time = UInt64(fields[1]) else { return nil }
            return ProcessIdentity(pid: pid, startTime: time)
        }
    }

    var text: String {
        ([boot] + processes.map { "\($0.pid) \($0.startTime)" }).joined(separator: "\n") + "\n"
    }

    /// Ends those that still live: asks first, kills after `grace`. Returns how many there were.
    @discardableResult
    func end(grace: Duration) async -> Int {
        guard boot == Self.currentBoot else { return 0 }
        let living = processes.filter(\.isAlive)
        for process in living { process.signal(SIGTERM) }
        let deadline = ContinuousClock.now + grace
        // They are not our children, so the system does not report their end.
        while living.contains(where: \.isAlive), .now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
        }
        for process in living { process.signal(SIGKILL) }
        while living.contains(where: \.isAlive), .now < deadline + .seconds(2) {
            try? await Task.sleep(for: .milliseconds(10))
        }
        return living.count
    }

    private static var currentBoot: String {
        (PrivateFile.read("/proc/sys/kernel/random/boot_id") ?? "").filter { !$0.isWhitespace }
    }
}
