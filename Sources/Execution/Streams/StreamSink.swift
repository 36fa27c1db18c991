public import Jobs

/// Takes what one run publishes for clients that watch its job. Never waits.
public protocol StreamSink: Sendable {
    func publish(_ progress: JobProgress)
    /// - Parameter chunk: a JSON value.
    func publish(_ chunk: [UInt8])
}

/// For runs whose streams are not read.
struct DiscardedStream: StreamSink {
    func publish(_ progress: JobProgress) {}
    func publish(_ chunk: [UInt8]) {}
}
