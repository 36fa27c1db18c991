public import Foundation

/// A request to a model: a row of the ledger.
public struct ModelCall: Sendable {
    public let at: Date
    /// `succeeded`, `invalid` (it answered, and the answer did not fit) or `failed`; nil: under way, or its worker died.
    public let outcome: String?
    public let code: String?
    public let promptTokens: Int
    public let completionTokens: Int
    public let isEstimated: Bool
    public let latencyMilliseconds: Int?
    public let costMicros: Int64
}

/// What the calls of a generation took together.
public struct CallTotals: Sendable, Hashable {
    public var promptTokens = 0
    public var completionTokens = 0
    public var isEstimated = false
    public var costMicros: Int64 = 0
    public var latencyMilliseconds = 0
}
