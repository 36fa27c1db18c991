import Foundation

/// A lock for what many threads take for a moment, thousands of times a second.
///
/// The `Mutex` of Synchronization waits on Linux by a futex with priority inheritance, which hands the lock to who waits first.
/// Once threads wait, each taking of the lock costs a switch of threads, so the queue never gets shorter (a lock convoy: Blasgen
/// and others, "The Convoy Phenomenon", 1979). This one may be taken by a thread that runs before those that wait.
public final class BusyLock<State>: @unchecked Sendable {
    // Sendable because `state` is only touched between the mutex's lock and unlock, and the pointer never changes.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var state: State

    public init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    public func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&state)
    }
}
