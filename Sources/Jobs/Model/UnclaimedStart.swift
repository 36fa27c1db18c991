public import Foundation

/// How a job was begun whose claim was not written: what the row would say.
public struct UnclaimedStart: Sendable, Hashable {
    public let session: WorkerSession.ID
    /// By the store's clock.
    public let time: Date

    public init(session: WorkerSession.ID, time: Date) {
        self.session = session
        self.time = time
    }
}
