import Foundation
import Operations

extension PeriodicService {
    /// Gives payments that no job carries any more a job again, and forgets old events of the gateway. Any number may run.
    static func openPayments(_ store: BillingStore, logger: Logger) -> PeriodicService {
        PeriodicService("open-payments", logger: logger) {
            let count = try await store.carryOpenPayments(atOnce: 200)
            if count > 0 { logger.warning("payments got a job again", ["count": .integer(Int(count))]) }
            try await store.forgetEvents(before: Date() - 60 * 86_400)
            return .seconds(60)
        }
    }
}
