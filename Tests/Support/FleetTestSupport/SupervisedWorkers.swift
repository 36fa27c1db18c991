import Foundation
import Synchronization

/// Programs that are started again as soon as they end, as `flotilla up` does with a process that died.
public final class SupervisedWorkers: Sendable {
    private struct State {
        var members: [Int: FleetProcess] = [:]
        var tasks: [Task<Void, any Error>] = []
        var isEnding = false
        var starts = 0
    }

    private let fleet: Fleet
    private let state = Mutex(State())

    public init(_ fleet: Fleet) { self.fleet = fleet }

    /// Adds `count` of a program and waits until their sessions beat when they are workers.
    public func add(_ count: Int, of program: String, _ environment: [String: String] = [:]) async throws {
        for _ in 0..<count {
            let first =
                program.hasSuffix("Worker")
                ? try await fleet.startWorker(program, environment) : try await fleet.start(program, environment)
            let number = state.withLock { state in
                state.starts += 1
                state.members[state.starts] = first
                return state.starts
            }
            let task = Task { [self] in
                var process = first
                while true {
                    _ = await process.exit()
                    if state.withLock({ $0.isEnding }) { return }
                    process = try await fleet.start(program, environment)
                    let next = process
                    state.withLock { state in
                        state.members[number] = next
                        state.starts += 1
                    }
                }
            }
            state.withLock { $0.tasks.append(task) }
        }
    }

    /// Those that run at this moment.
    public var members: [FleetProcess] {
        state.withLock { state in state.members.sorted { $0.key < $1.key }.map(\.value) }.filter(\.isRunning)
    }

    /// Nothing is started again from now on, and what runs is ended.
    public func end() async {
        let tasks = state.withLock { state in
            state.isEnding = true
            return state.tasks
        }
        for member in members { await member.kill() }
        for task in tasks { _ = try? await task.value }
    }
}
