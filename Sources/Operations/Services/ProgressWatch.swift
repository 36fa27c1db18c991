import Glibc
import Reactor
import Synchronization

/// Ends a process that makes no progress any more, since engines of containers start again what ended, not what is unhealthy.
///
/// Progress is a piece of work that goes through the event loop and then through Swift's pool of threads. The looks that were
/// in vain are counted, not the time: a process that was frozen as a whole has not missed any.
enum ProgressWatch {
    /// `EX_SOFTWARE` of sysexits.h.
    static let exitStatus: Int32 = 70

    /// Starts a thread of its own that looks once a second.
    /// - Parameter limit: without progress, after which the process is ended; whole seconds.
    static func start(on loop: EventLoop, limit: Duration, logger: Logger) {
        let steps = Steps()
        let most = max(1, Int(limit.components.seconds))
        startThread(named: "progress") {
            var missed = 0
            while true {
                let before = steps.count
                loop.execute { Task.detached { steps.add() } }
                usleep(1_000_000)
                missed = steps.count == before ? missed + 1 : 0
                guard missed >= most else { continue }
                logger.error(
                    "no progress: the event loop or every thread of the pool is held up; the process ends to be started again",
                    ["seconds": .integer(missed)])
                CurrentProcess.exit(exitStatus)
            }
        }
    }

    private final class Steps: Sendable {
        private let number = Atomic<Int>(0)

        var count: Int { number.load(ordering: .relaxed) }

        func add() { number.add(1, ordering: .relaxed) }
    }
}
