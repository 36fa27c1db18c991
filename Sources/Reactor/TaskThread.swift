import Foundation

/// A thread of its own for the tasks that prefer it (SE-0417): a busy loop in one of them keeps this thread, and no
/// thread that anybody else needs.
public final class TaskThread: TaskExecutor, @unchecked Sendable {
    // Sendable because `work` and `isStopped` are only touched between `bell.lock()` and `bell.unlock()`.
    private let bell = NSCondition()
    private var work: [UnownedJob] = []
    private var isStopped = false

    public init(name: String) {
        let thread = Thread { [self] in run() }
        thread.name = name
        // What runs here is other people's code: the depth of its recursion is not ours to limit tightly.
        thread.stackSize = 2 << 20
        thread.start()
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        bell.lock()
        work.append(job)
        bell.signal()
        bell.unlock()
    }

    /// Ends the thread once it has nothing left to do.
    public func stop() {
        bell.lock()
        isStopped = true
        bell.signal()
        bell.unlock()
    }

    private func run() {
        while let jobs = next() {
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    private func next() -> [UnownedJob]? {
        bell.lock()
        defer { bell.unlock() }
        while work.isEmpty {
            if isStopped { return nil }
            bell.wait()
        }
        defer { work = [] }
        return work
    }
}
