import Operations

extension PeriodicService {
    /// Adds what happened to invoices to the totals that indicators are read from. Any number may run.
    static func invoiceTotals(_ store: BillingStore, logger: Logger) -> PeriodicService {
        PeriodicService("invoice-totals", pauseAfterFailure: .seconds(60), logger: logger) {
            while try await store.foldMovements() { try await Task.sleep(for: .milliseconds(20)) }
            return .seconds(60)
        }
    }
}
