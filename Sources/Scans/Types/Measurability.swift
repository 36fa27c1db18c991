import CloudScanners
public import Foundation

/// What decides whether the cloud can have measured a resource: asking for what cannot be there is not worth its price.
public struct Measurability: Sendable {
    let region: String
    /// Nil for a type that is measured as long as it exists.
    let state: String?
    let stoppedAt: Date?

    init(region: String, state: String? = nil, stoppedAt: Date? = nil) {
        self.region = region
        self.state = state
        self.stoppedAt = stoppedAt
    }

    public func isGiven(since: Date) -> Bool {
        // A metric is asked for where its resource is.
        if region == RegionOutcome.unplaced { return false }
        return switch state {
        case "terminated": false
        case "stopped": stoppedAt.map { $0 >= since } ?? true
        default: true
        }
    }
}
