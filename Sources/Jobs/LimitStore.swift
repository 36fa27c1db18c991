/// The truth about limits: the rules, and which claims count under them.
public protocol LimitStore: Sendable {
    /// The queues of which anything was ever said, with the version of their rules.
    func limitVersions() async throws -> [QueueName: Int64]

    func limits(of queue: QueueName) async throws -> QueueLimits

    /// The claims that count, those made at least `age` ago.
    func slots(of queue: QueueName, olderThan age: Duration) async throws -> [LimitPermit]

    /// Counts claims that were made before there was a limit; those that run no more are left out.
    func occupy(_ claims: [Claim], in queue: QueueName) async throws

    /// Gives places back: nothing of these claims runs any more.
    func leave(_ claims: [Claim]) async throws

    /// Gives back the places of claims that ended without saying so, or whose session is gone.
    func sweepSlots(lease: Duration) async throws
}

/// A dispatcher that keeps a copy of the limits and of what counts under them.
public protocol LimitBroker: Sendable {
    /// Which version it has; nil when it has none, and gives out nothing.
    func limitVersion(of queue: QueueName) async throws -> Int64?

    /// As if it had been wiped: nothing is given out before the rules are published again.
    func forgetLimits(of queue: QueueName) async throws

    /// Takes over the rules unless it has newer ones, and counts its leases and these claims under them.
    func publish(_ limits: QueueLimits, counting slots: [LimitPermit], in queue: QueueName) async throws

    /// Counts claims that it did not know, and no more those that neither it nor the list knows.
    /// - Returns: how many differed.
    @discardableResult
    func compare(_ slots: [LimitPermit], in queue: QueueName) async throws -> Int

    /// What it gave out and has not been told to be over.
    func leases(of queue: QueueName) async throws -> [Claim]
}
