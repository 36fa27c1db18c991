/// When an executor is replaced although nothing is wrong with it: what leaks in a handler goes with its process.
public struct ExecutorRecycling: Sendable, Hashable {
    /// Bytes of resident memory; nil for no limit.
    public var memory: Int?
    /// Beyond so many bytes its jobs are not waited for: it is ended, and what ran in it counts as after a crash.
    var mostMemory: Int? {
        memory.map { memory in
            let (sum, isOver) = memory.addingReportingOverflow(max(memory, Self.leastAbove))
            return isOver ? .max : sum
        }
    }
    /// A process takes something before it has done anything.
    private static let leastAbove = 64 << 20
    /// Jobs that it brought to an end; nil for no limit.
    public var jobs: Int?

    public init(memory: Int? = nil, jobs: Int? = nil) {
        self.memory = memory
        self.jobs = jobs
    }
}
