import HTTPServer
import Synchronization

/// The bytes of events that wait for the readers of all event streams of this process.
final class UnreadEvents: Sendable {
    private static let limits = ShareLimits(total: 256 << 20, floor: 1 << 20)

    private struct State {
        var shares = UnreadShares<ObjectIdentifier>(UnreadEvents.limits)
        /// Those for whom something waits.
        var listeners: [ObjectIdentifier: Listener] = [:]
    }

    private let state = Mutex(State())
    private let onRefusal: @Sendable (ShareRefusal) -> Void

    init(onRefusal: @escaping @Sendable (ShareRefusal) -> Void) { self.onRefusal = onRefusal }

    /// So many bytes are about to wait for a listener. When it becomes too much, those are cut off that are furthest behind.
    func add(_ count: Int, for listener: Listener) {
        guard count > 0 else { return }
        let id = ObjectIdentifier(listener)
        let (cut, refusal) = state.withLock { state -> ([Listener], ShareRefusal?) in
            state.listeners[id] = listener
            let cut = state.shares.add(count, for: id, of: listener.caller)
            return (cut?.readers.compactMap { state.listeners.removeValue(forKey: $0) } ?? [], cut?.refusal)
        }
        for listener in cut { listener.cut() }
        if let refusal { onRefusal(refusal) }
    }

    func take(_ count: Int, by listener: Listener) {
        state.withLock { $0.shares.take(count, by: ObjectIdentifier(listener)) }
    }

    func remove(_ listener: Listener) {
        state.withLock { state in
            state.shares.remove(ObjectIdentifier(listener))
            state.listeners[ObjectIdentifier(listener)] = nil
        }
    }
}
