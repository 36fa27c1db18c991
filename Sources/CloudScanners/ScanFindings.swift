/// What a scan found, and how far it can be relied on.
public struct ScanFindings: Sendable {
    /// The cloud's own id of the account, as the cloud said it.
    public var accountID: String
    public var regions: [RegionOutcome]
    /// Of the complete regions.
    public var resources: [any CloudResource]
    /// How long a region had.
    var regionLimit: Duration

    public init(
        accountID: String, regions: [RegionOutcome], resources: [any CloudResource], regionLimit: Duration
    ) {
        self.accountID = accountID
        self.regions = regions
        self.resources = resources
        self.regionLimit = regionLimit
    }

    public func all<Resource: CloudResource>(_: Resource.Type) -> [Resource] {
        resources.compactMap { $0 as? Resource }
    }

    /// Nil when every region is complete; otherwise which are not, and why, for the owner of the account.
    public var error: String? {
        let incomplete = regions.filter { $0.status != .ok }
        guard !incomplete.isEmpty else { return nil }
        let order: [RegionOutcome.Status] = [.timedOut, .denied, .disabled, .throttled, .failed]
        let sentences = order.compactMap { status in sentence(incomplete.filter { $0.status == status }) }
        return (["\(incomplete.count) of \(regions.count) regions could not be read."] + sentences).joined(
            separator: " ")
    }

    private func sentence(_ outcomes: [RegionOutcome]) -> String? {
        guard let first = outcomes.first else { return nil }
        let names = outcomes.map(\.region).joined(separator: ", ")
        return switch first.status {
        case .ok: nil
        case .timedOut: "No complete answer within \(seconds) from \(names)."
        case .denied, .disabled, .throttled, .failed:
            outcomes.count == 1 ? first.reason : "\(names): \(first.reason ?? first.status.rawValue)"
        }
    }

    private var seconds: String {
        let (seconds, attoseconds) = regionLimit.components
        return attoseconds == 0 ? "\(seconds) s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
    }
}
