/// Repeats what may have been committed although the answer got lost, until an answer comes or the time is over. `body`
/// must be one that changes nothing the second time.
/// - Throws: the last error; one whose outcome is known at once.
public func retryUntilKnown<Value: Sendable>(
    for limit: Duration = .seconds(10), _ body: @Sendable () async throws -> Value
) async throws -> Value {
    let end = ContinuousClock.now + limit
    while true {
        do {
            return try await body()
        } catch let error as PostgresError where error.isOutcomeUnknown && ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
