import Postgres

extension ScanStore {
    /// Makes the partitions of the time to come. Any process may do it at any time.
    /// - Returns: how many it made.
    @discardableResult
    public func ensurePartitions() async throws -> Int {
        let rows = try await database.query("select flotilla.ensure_scan_partitions()").rows
        return Int(try rows.first?.decode(0, as: Int32.self) ?? 0)
    }

    /// Drops what is older than it is kept; at least 30 days are.
    /// - Returns: how many partitions went.
    @discardableResult
    public func dropHistory(resources: Duration, metrics: Duration) async throws -> Int {
        let rows = try await database.query(
            """
            select flotilla.drop_scan_history(
                make_interval(secs => \(Double(resources.components.seconds))),
                make_interval(secs => \(Double(metrics.components.seconds))))
            """
        ).rows
        return Int(try rows.first?.decode(0, as: Int32.self) ?? 0)
    }
}
