import Foundation

/// A thread that the tasks of all callers share: between two suspensions a task runs alone, and whose task runs next is
/// decided by `CallerTurns`.
final class CallerThread: @unchecked Sendable {
    // Sendable because `turns` and `isStopped` are only touched between `bell.lock()` and `bell.unlock()`.

    /// What a task of one caller prefers.
    private final class Executor: TaskExecutor {
        private let thread: CallerThread
        let caller: Caller

        init(_ thread: CallerThread, _ caller: Caller) {
            self.thread = thread
            self.caller = caller
        }

        func enqueue(_ job: consuming ExecutorJob) { thread.add(Piece(job: UnownedJob(job), executor: self)) }
    }

    private struct Piece {
        let job: UnownedJob
        let executor: Executor
    }

    private let bell = NSCondition()
    private var turns = CallerTurns<Piece>()
    private var isStopped = false

    init(name: String) {
        let thread = Thread { [self] in run() }
        thread.name = name
        // Handlers run here: the depth of their recursion is that of any thread.
        thread.stackSize = 2 << 20
        thread.start()
    }

    func executor(for caller: Caller) -> any TaskExecutor { Executor(self, caller) }

    /// Ends the thread once it has nothing left to do.
    func stop() {
        bell.lock()
        isStopped = true
        bell.signal()
        bell.unlock()
    }

    private func add(_ piece: Piece) {
        bell.lock()
        turns.add(piece, by: piece.executor.caller)
        bell.signal()
        bell.unlock()
    }

    private func run() {
        while let piece = next() { piece.job.runSynchronously(on: piece.executor.asUnownedTaskExecutor()) }
    }

    private func next() -> Piece? {
        bell.lock()
        defer { bell.unlock() }
        while true {
            if let piece = turns.next() { return piece }
            if isStopped { return nil }
            bell.wait()
        }
    }
}
