import Foundation

/// Everything that was measured.
struct Report: Encodable {
    struct Distribution: Encodable {
        let median: Double
        let minimum: Double
        let maximum: Double

        init(_ values: [Double]) {
            median = values.quantile(0.5)
            minimum = values.min() ?? 0
            maximum = values.max() ?? 0
        }
    }

    struct Process: Encodable {
        let name: String
        let cpuSecondsPer1000: Distribution
        let peakPssMb: Double?
    }

    struct Figure: Encodable {
        let benchmark: String
        let key: String
        let title: String
        let unit: String
        let value: Distribution
        /// Ours over the ceiling of the same run.
        let ratio: Distribution?
        let ceiling: String?
        let processes: [Process]
    }

    let cores = ProcessInfo.processInfo.activeProcessorCount
    let runs: Int
    private(set) var figures: [Figure] = []
    private(set) var checks: [Check] = []

    var failures: [Check] { checks.filter { !$0.passed } }
    var ok: Bool { failures.isEmpty }

    init(_ options: BenchOptions) { runs = options.runs }

    private enum CodingKeys: String, CodingKey { case cores, runs, figures, checks, ok }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(cores, forKey: .cores)
        try container.encode(runs, forKey: .runs)
        try container.encode(ok, forKey: .ok)
        try container.encode(figures, forKey: .figures)
        try container.encode(checks, forKey: .checks)
    }

    mutating func add(_ benchmark: any Benchmark, _ runs: [Run]) {
        for kind in benchmark.figures {
            let values = runs.compactMap { $0.values[kind.key] }
            let ratios = kind.ceiling.map { ceiling in
                runs.compactMap { run in run.values[kind.key].map { $0 / (run.values[ceiling] ?? 1) } }
            }
            let usages = kind.usage.map { span in runs.compactMap { $0.usage[span] } } ?? []
            let names = Set(usages.flatMap(\.keys)).sorted()
            figures.append(
                Figure(
                    benchmark: benchmark.name, key: kind.key, title: kind.title, unit: kind.unit,
                    value: Distribution(values), ratio: ratios.map { Distribution($0) }, ceiling: kind.ceiling,
                    processes: names.map { name in
                        Process(
                            name: name, cpuSecondsPer1000: Distribution(usages.compactMap { $0[name]?.seconds }),
                            peakPssMb: usages.compactMap { $0[name]?.memory }.max())
                    }))
        }
        checks += runs.flatMap(\.checks)
    }

    // MARK: Printing

    func printJSON() throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try encoder.encode(self), as: UTF8.self))
    }

    func printTable() {
        print("\(cores) cores, shared with Redis and PostgreSQL; median of \(runs) (minimum–maximum)\n")
        for figure in figures {
            let number = Self.text(figure.value)
            let ratio = figure.ratio.map { "  \(figure.unit == "ms" ? "×" : "of the ceiling") \(Self.text($0))" } ?? ""
            print("\(figure.benchmark.padded(8)) \(figure.title.padded(40)) \(number) \(figure.unit)\(ratio)")
            guard !figure.processes.isEmpty else { continue }
            let processes = figure.processes.map { process in
                let memory = process.peakPssMb.map { ", \(Self.text($0)) MB" } ?? ""
                return "\(process.name) \(Self.text(process.cpuSecondsPer1000.median))\(memory)"
            }
            let total = figure.processes.reduce(0) { $0 + $1.cpuSecondsPer1000.median }
            print("         CPU s per 1,000 jobs: \(Self.text(total)) = \(processes.joined(separator: " + "))")
        }
        print("\n\(checks.count) checks, \(failures.isEmpty ? "all passed" : "\(failures.count) failed")")
    }

    private static func text(_ value: Distribution) -> String {
        "\(text(value.median)) (\(text(value.minimum))–\(text(value.maximum)))"
    }

    private static func text(_ value: Double) -> String {
        let digits = abs(value) >= 100 ? 0 : abs(value) >= 1 ? 2 : 4
        return value.formatted(.number.precision(.fractionLength(digits)).locale(Locale(identifier: "en_US")))
    }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
