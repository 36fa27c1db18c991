/// What every worker reads; each adds what its handlers need.
public struct WorkerConfiguration: Sendable {
    public let common: CommonConfiguration
    /// Jobs at once in one process.
    public let concurrency: Int
    /// Whether this worker serves the bench queue too.
    public let servesBench: Bool
    /// Bytes of resident memory above which an executor is replaced.
    public let executorMemory: Int
    /// Jobs after which an executor is replaced; nil for never.
    public let executorJobs: Int?

    /// - Parameter defaultConcurrency: what this kind of worker does when nothing is set.
    public init(_ reader: inout ConfigurationReader, defaultConcurrency: Int) {
        common = CommonConfiguration(&reader)
        concurrency = reader.integer(.concurrency, in: 1...4096, default: defaultConcurrency)
        servesBench = reader.boolean(.bench)
        executorMemory = reader.byteSize(.executorMemory, in: (16 << 20)...(1 << 40))
        let jobs = reader.integer(.executorJobs, in: 0...1_000_000_000)
        executorJobs = jobs == 0 ? nil : jobs
        if servesBench && !common.allowsBench {
            reader.note(.bench, found: "is set", expected: "it needs FLOTILLA_BENCH=1")
        }
    }
}
