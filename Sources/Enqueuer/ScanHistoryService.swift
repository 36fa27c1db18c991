import Operations
import Scans

/// Makes the partitions of what scans will find, and drops what is older than it is kept. Any number may run.
struct ScanHistoryService: Service {
    let name = "scan-history"
    let scans: ScanStore
    let retention: RetentionConfiguration
    let logger: Logger
    private static let page = 100
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
                    try await forget()
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

    /// Partition by partition, then page by page: nobody who reads meanwhile waits for long.
    private func forget() async throws {
        var dropped = 0
        var tries = 0
        dropping: while !Task.isCancelled, tries < 100 {
            switch try await scans.dropPartition(resources: retention.resources, metrics: retention.metrics) {
            case .dropped: dropped += 1
            case .busy: tries += 1
            case .none: break dropping
            }
            try await Task.sleep(for: .milliseconds(tries == 0 ? 20 : Int.random(in: 100...1000)))
        }
        if dropped > 0 { logger.info("old partitions of scans are gone", ["dropped": .integer(dropped)]) }
        while try await scans.forgetScans(
            resources: retention.resources, metrics: retention.metrics, page: Self.page)
        {
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }
}
