/// Finds what an account has of one service of one cloud.
public protocol CloudScanner: Sendable {
    /// What was found, with an outcome for every region, complete or not; it ends by the deadline.
    /// Throws a `ScanError` when nothing could be looked at, or when the account is not the one that was meant.
    func scan(_ request: ScanRequest, until deadline: ContinuousClock.Instant) async throws -> ScanInventory
}
