import Operations

extension PeriodicService {
    /// Makes the partitions of what scans will find, and drops what is older than it is kept. Any number may run.
    static func scanHistory(scans: ScanStore, retention: ScanRetention, logger: Logger) -> PeriodicService {
        // A failure is often a lock that is held for long: no use trying again at once.
        PeriodicService("scan-history", pauseAfterFailure: .seconds(60), logger: logger) {
            try await scans.ensurePartitions()
            let dropped = try await dropPartitions(of: scans, retention)
            if dropped > 0 { logger.info("old partitions of scans are gone", ["dropped": .integer(dropped)]) }
            while try await scans.forgetScans(
                resources: retention.resources, metrics: retention.metrics, page: 100)
            {
                try await Task.sleep(for: .milliseconds(20))
            }
            return .seconds(3600)
        }
    }

    /// One by one, skipping a partition that is locked, so that readers never wait for long.
    private static func dropPartitions(of scans: ScanStore, _ retention: ScanRetention) async throws -> Int {
        var dropped = 0
        var tries = 0
        while tries < 100 {
            switch try await scans.dropPartition(resources: retention.resources, metrics: retention.metrics) {
            case .dropped: dropped += 1
            case .busy: tries += 1
            case .none: return dropped
            }
            try await Task.sleep(for: .milliseconds(tries == 0 ? 20 : Int.random(in: 100...1000)))
        }
        return dropped
    }
}
