import Foundation
import Jobs
import Operations
import Storage

/// Keeps the ids that this process mints on PostgreSQL's clock.
struct ClockService: Service {
    let name = "clock"
    let minter: JobIDMinter
    let store: PostgresJobStore
    let logger: Logger
    private let stopped = StopLatch()

    init(minter: JobIDMinter, store: PostgresJobStore, logger: Logger) {
        self.minter = minter
        self.store = store
        self.logger = logger
    }

    func run() async throws {
        let adjusting = Task {
            while !Task.isCancelled {
                if let time = try? await store.serverTime() { minter.adjust(serverTime: time) }
                try? await store.ensurePartitions()
                try await Task.sleep(for: .seconds(60))
            }
        }
        await stopped.wait()
        adjusting.cancel()
    }

    func stop(by deadline: ContinuousClock.Instant) async { stopped.open() }
}
