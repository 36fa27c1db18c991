import FleetTestSupport
import Testing

/// Months from the request to the invoices.
@Suite("A fleet that bills", FleetScope<BillingEnvironment>(), .logs(of: BillingEnvironment.self))
enum BillingFleet {}
