import Synchronization

extension StopReason {
    /// Holds the first reason that was given.
    final class Box: Sendable {
        private let value = Mutex<StopReason?>(nil)

        var reason: StopReason? { value.withLock { $0 } }

        func set(_ reason: StopReason) {
            value.withLock { $0 = $0 ?? reason }
        }
    }
}
