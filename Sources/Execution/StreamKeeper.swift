public import Jobs

/// Takes what one run tells those who watch its job. Never waits.
public protocol StreamKeeper: Sendable {
    func tell(_ progress: JobProgress)
    /// - Parameter chunk: a JSON value.
    func tell(_ chunk: [UInt8])
}

/// For runs that nobody can watch.
struct NoStream: StreamKeeper {
    func tell(_ progress: JobProgress) {}
    func tell(_ chunk: [UInt8]) {}
}
