import Operations
import Scans

/// Makes the partitions of what scans will find, and drops what is older than it is kept. Any number may run.
struct ScanHistoryService: Service {
    let name = "scan-history"
    let scans: ScanStore
    let retention: RetentionConfiguration
    let logger: Logger
    private let stopped = StopLatch()

    init(scans: ScanStore, retention: RetentionConfiguration, logger: Logger) {
        self.scans = scans
        self.retention = retention
        self.logger = logger
    }

    func run() async throws {
        let working = Task {
            while !Task.isCancelled {
                do {
                    try await scans.ensurePartitions()
                    let dropped = try await scans.dropHistory(
                        resources: retention.resources, metrics: retention.metrics)
                    if dropped > 0 { logger.info("old partitions of scans are gone", ["dropped": .integer(dropped)]) }
                } catch {
                    // A lock that somebody holds for long, or a database that is away: the next turn does it.
                    if !Task.isCancelled {
                        logger.warning(
                            "the partitions of scans could not be seen to; it is tried again",
                            ["error": .error(error)])
                    }
                }
                try? await Task.sleep(for: .seconds(3600))
            }
        }
        await stopped.wait()
        working.cancel()
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }
}
