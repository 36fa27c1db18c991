import Foundation

/// Measures what processes use between two moments.
actor UsageMeter {
    private let servers: [String: Int32]
    /// Started meanwhile: all of what they used counts.
    private var workers: [String: Int32] = [:]
    private let before: [String: Double]
    private var memory: [String: Double] = [:]
    private var sampling: Task<Void, Never>?

    /// - Parameters:
    ///   - servers: by name; `postgres` with all its backends.
    ///   - worker: a supervisor; its executor is found.
    init(_ servers: [String: Int32], worker: Int32? = nil) {
        self.servers = servers
        before = Dictionary(uniqueKeysWithValues: servers.map { ($0.key, Self.seconds(of: $0.key, $0.value)) })
        if let worker { workers["supervisor"] = worker }
    }

    /// From now on the memory is looked at, four times a second.
    func start() {
        sampling = Task {
            while !Task.isCancelled {
                look()
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    /// Ends the span.
    func stop(jobs: Int) async -> [String: Usage] {
        sampling?.cancel()
        look()
        // A backend whose connection was just closed is about to end: half-way, its time is in neither sum.
        try? await Task.sleep(for: .milliseconds(100))
        var usage: [String: Usage] = [:]
        for (name, pid) in servers {
            let seconds = Self.seconds(of: name, pid) - (before[name] ?? 0)
            usage[name] = Usage(seconds: seconds * 1000 / Double(jobs), memory: memory[name])
        }
        for (name, pid) in workers {
            let seconds = ProcessFile(pid)?.seconds ?? 0
            usage[name] = Usage(seconds: seconds * 1000 / Double(jobs), memory: memory[name])
        }
        // A look at each page of each backend is dear: once, at the end.
        if let postgres = servers["postgres"] {
            let all = [postgres] + ProcessFile.children(of: postgres)
            usage["postgres"]?.memory = all.compactMap { ProcessFile.memory(of: $0) }.reduce(0, +)
        }
        return usage
    }

    private func look() {
        if workers["executor"] == nil, let supervisor = workers["supervisor"] {
            workers["executor"] = ProcessFile.children(of: supervisor).max()
        }
        for (name, pid) in servers.merging(workers, uniquingKeysWith: { $1 }) where name != "postgres" {
            if let now = ProcessFile.memory(of: pid) { memory[name] = max(memory[name] ?? 0, now) }
        }
    }

    /// With all that a server's children used, those that live and those that ended; a supervisor's child is measured by
    /// itself.
    private static func seconds(of name: String, _ pid: Int32) -> Double {
        guard let file = ProcessFile(pid) else { return 0 }
        guard name == "postgres" else { return file.seconds }
        let living = ProcessFile.children(of: pid).compactMap { ProcessFile($0)?.seconds }
        return file.seconds + file.endedChildren + living.reduce(0, +)
    }
}
