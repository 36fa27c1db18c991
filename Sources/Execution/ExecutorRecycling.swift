/// When an executor is replaced although nothing is wrong with it: what leaks in a handler goes with its process.
public struct ExecutorRecycling: Sendable, Hashable {
    /// Bytes of resident memory; nil for no limit.
    public var memory: Int?
    /// Jobs that it brought to an end; nil for no limit.
    public var jobs: Int?

    public init(memory: Int? = nil, jobs: Int? = nil) {
        self.memory = memory
        self.jobs = jobs
    }
}
