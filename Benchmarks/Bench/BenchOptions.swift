/// The command line.
struct BenchOptions {
    private static let all = [
        "enqueue", "drain", "latency", "fairness", "limits", "aged", "mail", "notify", "billing", "models", "search",
        "streams", "training",
    ]
    static let usage =
        "usage: ./bench [--only \(all.joined(separator: ","))] [--runs N] [--jobs N] [--settled N] [--json]"

    private(set) var names = ["enqueue", "drain", "latency"]
    private(set) var runs = 5
    /// Of `drain`, and of `enqueue`'s batches.
    private(set) var jobs = 60_000
    /// Settled jobs of the weeks before, for `aged`.
    private(set) var settled = 10_000_000
    private(set) var isJSON = false

    init(_ arguments: [String]) throws(BenchError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--json": isJSON = true
            case "--only":
                names = (rest.popFirst() ?? "").split(separator: ",").map(String.init)
                guard !names.isEmpty, Set(names).isSubset(of: Self.all) else {
                    throw BenchError(Self.usage)
                }
            case "--runs": runs = try Self.number(rest.popFirst(), 1...100)
            case "--settled": settled = try Self.number(rest.popFirst(), 28_000...1_000_000_000)
            case "--jobs": jobs = try Self.number(rest.popFirst(), 1000...1_000_000) / 1000 * 1000
            default: throw BenchError(Self.usage)
            }
        }
    }

    var benchmarks: [any Benchmark] {
        names.compactMap { name in
            switch name {
            case "enqueue": EnqueueBenchmark(jobs: jobs)
            case "drain": DrainBenchmark(jobs: jobs)
            case "latency": LatencyBenchmark()
            case "aged": AgedBenchmark(jobs: jobs, settled: settled)
            case "mail": MailBenchmark()
            case "notify": NotifyBenchmark()
            case "billing": BillingBenchmark()
            case "search": SearchBenchmark()
            case "models": ModelsBenchmark()
            case "streams": StreamsBenchmark()
            case "training": TrainingBenchmark()
            case "fairness": FairnessBenchmark()
            case "limits": LimitsBenchmark(jobs: jobs / 3)
            default: nil
            }
        }
    }

    private static func number(_ text: String?, _ range: ClosedRange<Int>) throws(BenchError) -> Int {
        guard let number = text.flatMap({ Int($0) }), range.contains(number) else { throw BenchError(usage) }
        return number
    }
}

struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
