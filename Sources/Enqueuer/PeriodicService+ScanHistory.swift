import Operations
import Scans

extension PeriodicService {
    /// Makes the partitions of what scans will find, and drops what is older than it is kept. Any number may run.
    static func scanHistory(scans: ScanStore, retention: RetentionConfiguration, logger: Logger) -> PeriodicService {
        // A lock that somebody holds for long is no reason to try again at once.
        PeriodicService("scan-history", pauseAfterFailure: .seconds(60), logger: logger) {
            try await scans.ensurePartitions()
            let dropped = try await scans.dropHistory(resources: retention.resources, metrics: retention.metrics)
            if dropped > 0 { logger.info("old partitions of scans are gone", ["dropped": .integer(dropped)]) }
            return .seconds(3600)
        }
    }
}
