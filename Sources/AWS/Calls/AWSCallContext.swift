import Synchronization

/// On whose behalf calls are made, until when, and how many there were.
public struct AWSCallContext: Sendable {
    public var credentials: any AWSCredentialsProvider
    public var deadline: ContinuousClock.Instant
    public var counter: CallCounter

    public init(
        credentials: any AWSCredentialsProvider, deadline: ContinuousClock.Instant, counter: CallCounter = CallCounter()
    ) {
        self.credentials = credentials
        self.deadline = deadline
        self.counter = counter
    }
}

/// Counts the requests that went out, retries included.
public final class CallCounter: Sendable {
    private let calls = Mutex(0)

    public init() {}

    public var count: Int { calls.withLock { $0 } }

    func add() { calls.withLock { $0 += 1 } }
}
