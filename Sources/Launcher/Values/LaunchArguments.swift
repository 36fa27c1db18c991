/// The command line of `flotilla up`: its own two flags, and those that are settings of every process.
public struct LaunchArguments: Sendable, Hashable {
    /// Nil when `--workers` was not given.
    public private(set) var workers: WorkerCounts?
    public private(set) var isDemo = false
    /// What is left for the configuration reader, such as `--port 0`.
    public private(set) var settings: [String] = []

    /// - Parameter arguments: what follows `up`.
    public init(_ arguments: [String], table: ProcessTable) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if argument == "--demo" {
                isDemo = true
            } else if argument == "--workers" {
                guard let value = rest.popFirst() else { throw UsageError("--workers has no value") }
                workers = try WorkerCounts(parsing: value, known: table.workerNames)
            } else if argument.hasPrefix("--workers=") {
                workers = try WorkerCounts(
                    parsing: String(argument.dropFirst("--workers=".count)), known: table.workerNames)
            } else {
                settings.append(argument)
            }
        }
    }
}
