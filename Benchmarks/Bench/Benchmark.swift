/// Something that is measured, run after run.
protocol Benchmark {
    var name: String { get }
    /// What is reported, in this order.
    var figures: [FigureKind] { get }
    func run(on fleet: Fleet) async throws -> Run
}

/// One figure of a benchmark.
struct FigureKind {
    let key: String
    let title: String
    let unit: String
    /// Which other value of the same run is its ceiling.
    var ceiling: String?
    /// Which processes' use is reported beside it: the name of a span of the run.
    var usage: String?
}

/// What one run gave.
struct Run {
    var values: [String: Double] = [:]
    /// By span, then by process.
    var usage: [String: [String: Usage]] = [:]
    var checks: [Check] = []

    mutating func check(_ name: String, _ passed: Bool, _ detail: @autoclosure () -> String) {
        checks.append(Check(name: name, passed: passed, detail: passed ? "" : detail()))
    }
}

/// What processes used for 1,000 jobs.
struct Usage {
    /// Seconds of processor time per 1,000 jobs.
    var seconds: Double
    /// Proportional set size, the highest that was seen, in MB (10^6 bytes).
    var memory: Double?
}

/// Something that has to hold, or the figures mean nothing.
struct Check: Encodable {
    let name: String
    let passed: Bool
    let detail: String
}
