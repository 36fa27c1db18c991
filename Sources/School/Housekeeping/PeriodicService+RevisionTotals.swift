import Operations

extension PeriodicService {
    /// Adds what sessions came to to the totals of schools. Any number may run.
    static func revisionTotals(_ store: SchoolStore, logger: Logger) -> PeriodicService {
        PeriodicService("revision-totals", pauseAfterFailure: .seconds(60), logger: logger) {
            while try await store.foldMovements() { try await Task.sleep(for: .milliseconds(20)) }
            return .seconds(60)
        }
    }
}
