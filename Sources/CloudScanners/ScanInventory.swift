/// What a scan found, and how far it can be relied on.
public struct ScanInventory: Sendable {
    /// The cloud's own id of the account, as the cloud said it.
    public var accountID: String
    public var regions: [RegionOutcome]
    /// All that was read, also in regions that are not complete.
    public var resources: [any CloudResource]
    /// How long a region had; nil when the scan's own end came first.
    var regionLimit: Duration?

    public init(
        accountID: String, regions: [RegionOutcome], resources: [any CloudResource], regionLimit: Duration?
    ) {
        self.accountID = accountID
        self.regions = regions
        self.resources = resources
        self.regionLimit = regionLimit
    }

    public func all<Resource: CloudResource>(_: Resource.Type) -> [Resource] {
        resources.compactMap { $0 as? Resource }
    }

    /// Nil when all resources are there and all that the account allows to read of them was read; otherwise which
    /// regions are not complete, and why, for the owner of the account.
    public var error: String? {
        let incomplete = regions.filter { !$0.isAsGoodAsAllowed }
        guard !incomplete.isEmpty else { return nil }
        let order: [RegionOutcome.Status] = [.timedOut, .denied, .disabled, .throttled, .failed]
        let sentences = order.compactMap { cause in
            sentence(incomplete.filter { ($0.cause ?? $0.status) == cause }, cause)
        }
        let how = incomplete.contains { $0.status == .partial } ? "could not be read in full." : "could not be read."
        return (["\(incomplete.count) of \(regions.count) regions \(how)"] + sentences).joined(separator: " ")
    }

    /// What is unknown although the scan succeeded, because the account does not allow reading it or AWS's answer was not
    /// understood; nil when nothing is.
    public var notice: String? {
        let gaps = regions.filter { $0.status != .ok && $0.isAsGoodAsAllowed }
        let sentences = [gaps.filter { !$0.isOnlyOdd }, gaps.filter(\.isOnlyOdd)].compactMap { sentence($0, .denied) }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private func sentence(_ outcomes: [RegionOutcome], _ cause: RegionOutcome.Status) -> String? {
        guard let first = outcomes.first else { return nil }
        let names = outcomes.map(\.region).joined(separator: ", ")
        if cause == .timedOut { return "No complete answer \(limit) from \(names)." }
        return outcomes.count == 1 ? first.reason : "\(names): \(first.reason ?? cause.rawValue)"
    }

    private var limit: String {
        guard let (seconds, attoseconds) = regionLimit?.components else { return "before the scan had to end" }
        let time = attoseconds == 0 ? "\(seconds) s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000) ms"
        return "within \(time)"
    }
}
