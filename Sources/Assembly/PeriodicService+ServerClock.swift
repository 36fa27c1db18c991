public import Jobs
public import Operations
public import Storage

extension PeriodicService {
    /// Keeps this process's notion of PostgreSQL's time.
    public static func serverClock(store: PostgresJobStore, logger: Logger) -> PeriodicService {
        PeriodicService("clock", pauseAfterFailure: .seconds(5), logger: logger) {
            try await ServerClock.shared.measure { try await store.serverTime() }
            return .seconds(20)
        }
    }
}

extension ServerClock {
    /// The first measurement, before anything is dated; without an answer in time a service makes it later.
    public func start(with store: PostgresJobStore) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await self.measure { try await store.serverTime() } }
            group.addTask { try? await Task.sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }
}
