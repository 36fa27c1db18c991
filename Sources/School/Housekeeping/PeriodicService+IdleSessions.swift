import Operations

extension PeriodicService {
    /// Ends sessions that pupils left without an end. Any number may run.
    static func idleSessions(_ store: SchoolStore, logger: Logger) -> PeriodicService {
        PeriodicService("idle-revision-sessions", logger: logger) {
            try await store.endIdleSessions() == SchoolStore.endedAtOnce ? .milliseconds(250) : .seconds(300)
        }
    }
}
