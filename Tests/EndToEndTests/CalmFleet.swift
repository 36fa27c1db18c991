import FleetTestSupport
import Testing

/// The road when nothing goes wrong but what callers do.
@Suite("A calm fleet", FleetScope<CalmEnvironment>(), .logs(of: CalmEnvironment.self))
enum CalmFleet {}
