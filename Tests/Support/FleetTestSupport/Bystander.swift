import Foundation
import Synchronization

/// Another tenant, which goes on with its work during an attack: requests these paths in turn, one at a time.
public struct Bystander: Sendable {
    /// What it met.
    public struct Toll: Sendable, CustomStringConvertible {
        public var answered = 0
        public var slowest = Duration.zero
        /// Answers that were none: another status than 200, and failures to get any.
        public var refused: [String] = []

        public var description: String {
            "\(answered) answers, slowest \(Int(slowest / .milliseconds(1))) ms, \(refused.count) refused"
                + (refused.first.map { ": \($0.prefix(200))" } ?? "")
        }
    }

    public let caller: Caller
    public let paths: [String]

    public init(_ caller: Caller, paths: [String] = ["/healthz", "/readyz", "/scans", "/jobs?limit=1"]) {
        self.caller = caller
        self.paths = paths
    }

    /// Asks until the body has ended, each path once at least.
    public func during<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> (value: Value, toll: Toll) {
        let isOver = Mutex(false)
        async let toll = work { isOver.withLock { $0 } }
        do {
            let value = try await body()
            isOver.withLock { $0 = true }
            return (value, await toll)
        } catch {
            isOver.withLock { $0 = true }
            _ = await toll
            throw error
        }
    }

    private func work(until isOver: () -> Bool) async -> Toll {
        var toll = Toll()
        repeat {
            for path in paths {
                let start = ContinuousClock.now
                do {
                    let answer = try await caller.send("GET", path, within: .seconds(20))
                    if answer.status != 200 { toll.refused.append("\(path): \(answer)") }
                } catch {
                    toll.refused.append("\(path): \(error)")
                }
                toll.answered += 1
                toll.slowest = max(toll.slowest, .now - start)
            }
            try? await Task.sleep(for: .milliseconds(5))
        } while !isOver()
        return toll
    }
}
