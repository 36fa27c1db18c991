/// Reads how resources fared over time. What a cloud bills for such readings is billed to the owner of the account:
/// they are an ability of their own, beside a scan, and bounded.
///
/// A scanner of the factory may have it: `scanner as? any MetricsReader`.
public protocol MetricsReader: Sendable {
    /// One series for each target and metric, whatever became of it; it ends by the deadline.
    /// Throws a `ScanError` when nothing could be read, or when the account is not the one that was meant.
    func readMetrics(
        _ request: MetricsRequest, until deadline: ContinuousClock.Instant
    ) async throws -> MetricsReading
}
