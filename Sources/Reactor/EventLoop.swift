import CLinux
import Glibc
import Synchronization

/// A thread that waits for file descriptors, timers and work handed to it, and runs all three in turn.
///
/// It is a `SerialExecutor`: an actor that names a loop as its executor may be entered from the loop's
/// callbacks with `assumeIsolated`, so that a connection needs no lock and C libraries that are not
/// thread-safe stay on one thread. Waiting is done by epoll(7); other threads wake it through an eventfd(2).
///
/// The watch and timer calls may only be made on the loop itself (they trap elsewhere).
public final class EventLoop: SerialExecutor, @unchecked Sendable {
    // Sendable by confinement: `watches`, `timers` and `thread` are touched by the loop's thread alone,
    // `inbox` is behind its mutex, the descriptors never change.

    /// The events that a watcher asks for, and those that are reported to it.
    public struct Readiness: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let readable = Readiness(rawValue: 1)
        public static let writable = Readiness(rawValue: 2)
        /// The peer hung up or the descriptor failed; reported even when not asked for.
        public static let closed = Readiness(rawValue: 4)
    }

    private enum Work {
        case closure(@Sendable () -> Void)
        case job(UnownedJob)
    }

    private struct Inbox {
        var work: [Work] = []
        var isAwake = false
        var isStopping = false
    }

    private let epoll: Int32
    private let bell: Int32
    private let inbox = Mutex(Inbox())
    private let thread: Mutex<pthread_t?> = Mutex(nil)
    private var watches: [Int32: @Sendable (Readiness) -> Void] = [:]
    private var timers = TimerQueue()

    /// Starts the thread. It runs until `stop()`; a loop that is never stopped lives as long as the process.
    /// - Parameter name: shown by `top -H` and debuggers; the kernel keeps 15 bytes.
    public init(name: String) {
        epoll = flotilla_epoll_create()
        bell = flotilla_eventfd()
        precondition(epoll >= 0 && bell >= 0, "no file descriptor left for an event loop")
        var event = epoll_event(events: flotilla_epoll_in, data: epoll_data_t(fd: bell))
        epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event)
        startThread(named: name) { self.run() }
    }

    deinit {
        close(epoll)
        close(bell)
    }

    // MARK: From any thread

    /// Runs `work` on the loop, after what was handed in before it.
    public func execute(_ work: @escaping @Sendable () -> Void) {
        push(.closure(work))
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        push(.job(UnownedJob(job)))
    }

    /// Ends the thread once the work handed in so far has run.
    public func stop() {
        let mustRing = inbox.withLock { inbox in
            inbox.isStopping = true
            defer { inbox.isAwake = true }
            return !inbox.isAwake
        }
        if mustRing { ring() }
    }

    /// Whether the caller runs on this loop's thread.
    public var isCurrent: Bool {
        thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    public func checkIsolated() {
        precondition(isCurrent, "called off its event loop")
    }

    // MARK: On the loop only

    /// Calls `handler` whenever the descriptor is ready (level-triggered), until `unwatch`.
    public func watch(_ descriptor: Int32, for interest: Readiness, handler: @escaping @Sendable (Readiness) -> Void) {
        checkIsolated()
        let operation = watches.updateValue(handler, forKey: descriptor) == nil ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        control(operation, descriptor, interest)
    }

    /// Changes what a watched descriptor waits for.
    public func rewatch(_ descriptor: Int32, for interest: Readiness) {
        checkIsolated()
        control(EPOLL_CTL_MOD, descriptor, interest)
    }

    /// Forgets a descriptor; to be called before it is closed.
    public func unwatch(_ descriptor: Int32) {
        checkIsolated()
        guard watches.removeValue(forKey: descriptor) != nil else { return }
        var unused = epoll_event()
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &unused)
    }

    /// Runs `work` once after `delay`, never early.
    @discardableResult
    public func schedule(after delay: Duration, _ work: @escaping @Sendable () -> Void) -> TimerID {
        checkIsolated()
        return timers.insert(at: .now + delay, work)
    }

    /// Forgets a timer; one that has fired is ignored.
    public func cancel(_ timer: TimerID) {
        checkIsolated()
        timers.cancel(timer)
    }

    // MARK: The thread

    private func push(_ work: Work) {
        let mustRing = inbox.withLock { inbox in
            inbox.work.append(work)
            defer { inbox.isAwake = true }
            return !inbox.isAwake
        }
        if mustRing { ring() }
    }

    private func ring() {
        var one: UInt64 = 1
        write(bell, &one, MemoryLayout<UInt64>.size)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Readiness) {
        var events: UInt32 = 0
        if interest.contains(.readable) { events |= flotilla_epoll_in | flotilla_epoll_hangup }
        if interest.contains(.writable) { events |= flotilla_epoll_out }
        var event = epoll_event(events: events, data: epoll_data_t(fd: descriptor))
        let result = epoll_ctl(epoll, operation, descriptor, &event)
        precondition(result == 0, "epoll_ctl failed: errno \(errno)")
    }

    private func run() {
        thread.withLock { $0 = pthread_self() }
        var events = [epoll_event](repeating: epoll_event(), count: 128)
        while true {
            if runWork() { return }
            while let work = timers.popDue(now: .now) { work() }
            let count = epoll_wait(epoll, &events, Int32(events.count), waitMilliseconds())
            for index in 0..<max(0, Int(count)) { dispatch(events[index]) }
        }
    }

    /// Returns true when the loop was stopped.
    private func runWork() -> Bool {
        while true {
            let (work, stop) = inbox.withLock { inbox -> ([Work], Bool) in
                let work = inbox.work
                inbox.work = []
                // Asleep from here on: the next push has to wake the loop.
                if work.isEmpty { inbox.isAwake = false }
                return (work, work.isEmpty && inbox.isStopping)
            }
            if work.isEmpty { return stop }
            for item in work {
                switch item {
                case .closure(let closure): closure()
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                }
            }
        }
    }

    private func waitMilliseconds() -> Int32 {
        guard let delay = timers.untilNext() else { return -1 }
        let (seconds, attoseconds) = delay.components
        // Rounded up: waking early would spin until the deadline.
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds))
    }

    private func dispatch(_ event: epoll_event) {
        let descriptor = event.data.fd
        if descriptor == bell {
            var count: UInt64 = 0
            read(bell, &count, MemoryLayout<UInt64>.size)
            return
        }
        // A handler earlier in this round may have forgotten the descriptor.
        guard let handler = watches[descriptor] else { return }
        var readiness: Readiness = []
        if event.events & flotilla_epoll_in != 0 { readiness.insert(.readable) }
        if event.events & flotilla_epoll_out != 0 { readiness.insert(.writable) }
        if event.events & flotilla_epoll_failed != 0 {
            readiness.insert(.closed)
        }
        handler(readiness)
    }
}
