import FleetTestSupport

/// A user of the school, with the token that the user calls by.
struct Person: Sendable {
    let name: String
    let id: String
    let email: String
    let caller: Caller
}
