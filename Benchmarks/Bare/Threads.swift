import Reactor
import Synchronization

/// Plain threads, for calls that block.
package enum Threads {
    /// Runs the body on so many threads at once, with their numbers, and waits for all of them.
    package static func run<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for number in 0..<count {
                group.addTask {
                    try await withCheckedThrowingContinuation { continuation in
                        startThread(named: "bare-\(number)") {
                            continuation.resume(with: Result { (number, try body(number)) })
                        }
                    }
                }
            }
            var values: [(Int, Value)] = []
            for try await value in group { values.append(value) }
            return values.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
