/// Distinguishes a dispatcher that kept its data from one that was wiped, replaced or restarted with old data.
public struct DispatcherEpoch: Sendable, Hashable {
    /// Written into the dispatcher's data; a wiped one has another.
    public let marker: String
    /// The server's own name of its run; a restarted one has another.
    public let server: String

    public init(marker: String, server: String) {
        self.marker = marker
        self.server = server
    }
}

/// A dispatcher that can be compared with its past, and with the store.
public protocol EpochBroker: Sendable {
    /// Does what operations on the queue do, writes included.
    /// - Throws: when they could not be done.
    func epoch(of queue: QueueName) async throws -> DispatcherEpoch

    /// Those of the jobs that it neither has in a line, nor leased, nor keeps until their time comes.
    func unknown(among offers: [Offer]) async throws -> [Offer]
}
