/// A caller who waits for an exclusive connection.
final class Waiter: Sendable {
    let promise = Promise<Lease>()
    let deadline: ContinuousClock.Instant

    init(deadline: ContinuousClock.Instant) {
        self.deadline = deadline
    }
}
