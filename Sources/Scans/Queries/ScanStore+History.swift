import Postgres

extension ScanStore {
    /// Makes the partitions of the time to come. Any process may do it at any time.
    /// - Returns: how many it made.
    @discardableResult
    public func ensurePartitions() async throws -> Int {
        let rows = try await run("select flotilla.ensure_scan_partitions()")
        return Int(try rows.first?.decode(0, as: Int32.self) ?? 0)
    }

    /// What became of a partition that is older than it is kept.
    public enum Drop: Sendable {
        case dropped
        /// Its lock is taken, and was not waited for longer than 100 ms.
        case busy
        /// There is none.
        case none
    }

    /// Drops one partition whose rows are older than they are kept; at least 30 days are.
    public func dropPartition(resources: Duration, metrics: Duration) async throws -> Drop {
        let rows = try await run("select flotilla.drop_scan_partition(\(resources.interval), \(metrics.interval))")
        return try rows.first?.decode(0, as: Bool?.self).map { $0 ? .dropped : .none } ?? .busy
    }

    /// Removes a page of scans, and of resources that were last seen, before that.
    /// - Returns: whether there may be more.
    public func forgetScans(resources: Duration, metrics: Duration, page: Int) async throws -> Bool {
        let rows = try await run(
            "select flotilla.forget_scans(\(resources.interval), \(metrics.interval), \(Int32(clamping: page)))")
        return try rows.first?.decode(0, as: Bool.self) ?? false
    }

    private func run(_ query: Query) async throws -> Rows { try await database.query(query, as: "flotilla_dispatcher") }
}

extension Duration {
    fileprivate var interval: Query { "make_interval(secs => \(Double(components.seconds)))" }
}
