import FleetTestSupport
import Testing

/// The road when nothing goes wrong but what callers do.
@Suite("A calm fleet", FleetScope<CalmEstate>(), .logs(of: CalmEstate.self))
enum CalmFleet {}
