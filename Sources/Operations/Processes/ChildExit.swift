import CLinux
import Glibc
import Reactor
import Synchronization

/// The end of one child: who waits for it, and the one place that reaps it.
///
/// Signals go out and the child is reaped under one lock, so that no signal ever goes to a number that the system has
/// given to another process.
final class ChildExit: Sendable {
    private struct State {
        var status: ChildExitStatus?
        var instant: ContinuousClock.Instant?
        var nextID = 0
        var waiters: [Int: CheckedContinuation<ChildExitStatus?, Never>] = [:]
    }

    let pid: Int32
    private let loop: EventLoop
    private let state = Mutex(State())

    init(pid: Int32, loop: EventLoop) {
        self.pid = pid
        self.loop = loop
    }

    /// Watches a pidfd on the loop or, where the kernel has none, waits on a thread.
    func watch(usesPidfd: Bool) {
        let descriptor = usesPidfd ? flotilla_pidfd_open(pid) : -1
        guard descriptor >= 0 else {
            startThread(named: "child \(pid)") { self.waitOnThread() }
            return
        }
        loop.execute { [self] in
            loop.watch(descriptor, for: .readable) { _ in
                guard self.reap() else { return }
                self.loop.unwatch(descriptor)
                close(descriptor)
            }
        }
    }

    var status: ChildExitStatus? { state.withLock { $0.status } }
    var instant: ContinuousClock.Instant? { state.withLock { $0.instant } }

    func wait(within limit: Duration?) async -> ChildExitStatus? {
        await withCheckedContinuation { waiter in
            let (ended, id) = state.withLock { state -> (ChildExitStatus?, Int) in
                state.nextID += 1
                if state.status == nil { state.waiters[state.nextID] = waiter }
                return (state.status, state.nextID)
            }
            if let ended { return waiter.resume(returning: ended) }
            guard let limit else { return }
            loop.execute { [self] in
                loop.schedule(after: limit) {
                    self.state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: nil)
                }
            }
        }
    }

    /// Returns false when the process has ended.
    func signal(_ number: Int32, toGroup: Bool) -> Bool {
        state.withLock { $0.status == nil && kill(toGroup ? -pid : pid, number) == 0 }
    }

    private func reap() -> Bool {
        typealias Waiters = [Int: CheckedContinuation<ChildExitStatus?, Never>]
        let (isEnded, status, waiters) = state.withLock { state -> (Bool, ChildExitStatus?, Waiters) in
            var raw: Int32 = 0
            var result = waitpid(pid, &raw, WNOHANG)
            while result < 0, errno == EINTR { result = waitpid(pid, &raw, WNOHANG) }
            let isEnded = result != 0
            guard isEnded else { return (false, state.status, [:]) }
            state.status = result == pid ? ChildExitStatus(waitStatus: raw) : .unknown
            state.instant = .now
            defer { state.waiters = [:] }
            return (true, state.status, state.waiters)
        }
        for waiter in waiters.values { waiter.resume(returning: status) }
        return isEnded
    }

    private func waitOnThread() {
        var info = siginfo_t()
        // The child stays a zombie, and its number taken, until `reap` has the lock.
        while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        _ = reap()
    }
}
