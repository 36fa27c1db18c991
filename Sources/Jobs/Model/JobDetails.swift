public import Foundation

/// What is read of one job beside what lists show.
public struct JobDetails: Sendable {
    /// JSON.
    public let payload: [UInt8]
    /// How far an attempt got, as its handler saved it; JSON.
    public let checkpoint: [UInt8]?
    /// Of the request that enqueued it (W3C Trace Context).
    public let traceParent: String?
    public let requestID: String?
    public let uniqueKey: String?
    public let limitKey: String?
    public let expiresAt: Date?
    /// The worker of the current attempt; nil when there is none, or it has said its farewell.
    public let worker: Worker?

    public struct Worker: Sendable {
        public let session: UUID
        public let name: String
        public let host: String

        public init(session: UUID, name: String, host: String) {
            self.session = session
            self.name = name
            self.host = host
        }
    }

    public init(
        payload: [UInt8], checkpoint: [UInt8]?, traceParent: String?, requestID: String?, uniqueKey: String?,
        limitKey: String?, expiresAt: Date?, worker: Worker?
    ) {
        self.payload = payload
        self.checkpoint = checkpoint
        self.traceParent = traceParent
        self.requestID = requestID
        self.uniqueKey = uniqueKey
        self.limitKey = limitKey
        self.expiresAt = expiresAt
        self.worker = worker
    }
}
