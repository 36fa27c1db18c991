import FleetTestSupport

/// Somebody of the school.
struct Person: Sendable {
    let name: String
    let id: String
    let email: String
    let caller: Caller
}
