/// Where limits are kept: the rules, and which claims count under them.
public protocol LimitStore: Sendable {
    /// The queues for which a limit was ever set, with the version of their rules.
    func limitVersions() async throws -> [QueueName: Int64]

    func limits(of queue: QueueName) async throws -> QueueLimits

    /// The claims that count, those made at least `age` ago.
    func slots(of queue: QueueName, olderThan age: Duration) async throws -> [LimitPermit]

    /// Counts claims that were made before there was a limit; those that no longer run are left out.
    func occupy(_ claims: [Claim], in queue: QueueName) async throws

    /// Gives places back: nothing of these claims runs any more.
    func leave(_ claims: [Claim]) async throws

    /// Gives back the places of claims that ended without giving them back, or whose session is gone.
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

    /// Counts claims that it did not know, and stops counting those that neither it nor the list has.
    /// - Returns: how many differed.
    @discardableResult
    func compare(_ slots: [LimitPermit], in queue: QueueName) async throws -> Int

    /// The leases that it gave out and that were not ended.
    func leases(of queue: QueueName) async throws -> [Claim]
}
