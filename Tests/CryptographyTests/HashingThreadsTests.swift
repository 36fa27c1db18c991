import Dispatch
import Foundation
import Testing

@testable import Cryptography

@Suite("The threads that hash")
struct HashingThreadsTests {
    /// Work that says when it has begun and goes on only when it is released.
    private struct Gate {
        let began = DispatchSemaphore(value: 0)
        let open = DispatchSemaphore(value: 0)

        @Sendable func pass() {
            began.signal()
            open.wait()
        }

        func waitUntilBegun() async {
            await withCheckedContinuation { done in
                DispatchQueue(label: "gate").async {
                    began.wait()
                    done.resume()
                }
            }
        }
    }

    @Test("work beyond the threads and the queue is refused at once, and accepted again when there is room")
    func overload() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 2)
        defer { threads.stop() }
        let gate = Gate()
        let first = Task { try await threads.run(gate.pass) }
        await gate.waitUntilBegun()
        // One runs; of the next four, two find a place.
        let answers = await withTaskGroup(of: Result<Void, PasswordError>.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do throws(PasswordError) {
                        return .success(try await threads.run {})
                    } catch {
                        return .failure(error)
                    }
                }
            }
            var answers: [Result<Void, PasswordError>] = []
            for await answer in group {
                answers.append(answer)
                // Both refusals came while the thread was held; the waiting two need it.
                if answers.count == 2 { gate.open.signal() }
            }
            return answers
        }
        for answer in answers.prefix(2) { #expect(throws: PasswordError.overloaded) { try answer.get() } }
        for answer in answers.suffix(2) { #expect(throws: Never.self) { try answer.get() } }
        try await first.value
        #expect(try await threads.run { 7 } == 7)
    }

    @Test("a task that is cancelled while it waits gives its place back at once")
    func cancellation() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 1)
        defer { threads.stop() }
        let gate = Gate()
        let first = Task { try await threads.run(gate.pass) }
        await gate.waitUntilBegun()
        for _ in 0..<100 {
            let waiting = Task { try await threads.run {} }
            waiting.cancel()
            await #expect(throws: PasswordError.cancelled) { try await waiting.value }
        }
        let second = Task { try await threads.run { 2 } }
        gate.open.signal()
        try await first.value
        #expect(try await second.value == 2)
    }

    @Test("as many run at once as there are threads, and what is stopped refuses what waits")
    func parallel() async throws {
        let threads = HashingThreads(count: 2, queueLimit: 1)
        let (first, second) = (Gate(), Gate())
        let running = [Task { try await threads.run(first.pass) }, Task { try await threads.run(second.pass) }]
        await first.waitUntilBegun()
        await second.waitUntilBegun()
        threads.stop()
        await #expect(throws: PasswordError.cancelled) { try await threads.run {} }
        first.open.signal()
        second.open.signal()
        for task in running { try await task.value }
    }

    @Test("more blocked work than there are cores leaves Swift's own pool free")
    func coexistence() async throws {
        let count = ProcessInfo.processInfo.activeProcessorCount * 2 + 1
        let threads = HashingThreads(count: count, queueLimit: 0)
        defer { threads.stop() }
        let gate = Gate()
        let running = (0..<count).map { _ in Task { try await threads.run(gate.pass) } }
        for _ in 0..<count { await gate.waitUntilBegun() }
        // Every one is held now; the pool still runs what it is given.
        #expect(await Task.detached { 7 }.value == 7)
        for _ in 0..<count { gate.open.signal() }
        for task in running { try await task.value }
    }
}
