/// Looks again and again, until it sees what it waits for; what happens in another process announces nothing to us.
/// - Returns: whether it came in time.
public func eventually(
    within limit: Duration = .seconds(60), _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while true {
        if try await condition() { return true }
        if ContinuousClock.now >= end { return false }
        try await Task.sleep(for: .milliseconds(25))
    }
}
