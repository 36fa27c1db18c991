import Reactor

/// A program that this process started. It is reaped as soon as it ends, whether or not anybody waits.
public final class ChildProcess: Sendable {
    public let pid: Int32
    /// Lines of standard output, with `.pipe`.
    public let standardOutput: LineStream?
    /// Lines of standard error, with `.pipe`.
    public let standardError: LineStream?
    private let end: ChildExit

    init(end: ChildExit, standardOutput: LineStream?, standardError: LineStream?) {
        pid = end.pid
        self.end = end
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// How it ended; nil while it runs.
    public var exitStatus: ChildExitStatus? { end.status }

    /// When its end was seen; nil while it runs.
    public var endedAt: ContinuousClock.Instant? { end.instant }

    /// Waits for as long as the child runs; cancelling the task does not end the wait.
    public func waitForExit() async -> ChildExitStatus {
        await end.wait(within: nil) ?? .unknown
    }

    /// Nil when the child still runs after `limit`.
    public func waitForExit(within limit: Duration) async -> ChildExitStatus? {
        await end.wait(within: limit)
    }

    /// Returns false when it has ended already; a signal never reaches another process.
    @discardableResult
    public func signal(_ number: Int32) -> Bool { end.signal(number, toGroup: false) }

    /// The same for the process group of a child started with `newProcessGroup`.
    @discardableResult
    public func signalGroup(_ number: Int32) -> Bool { end.signal(number, toGroup: true) }
}
