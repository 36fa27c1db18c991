import Foundation
import HTTPServer
import Reactor
import Synchronization
import Testing

@testable import API

@Suite("The gate of lists")
struct ListGateTests {
    /// Lists that stand still in the gate until they are let go, by tenant, in the order in which they got in.
    private final class Crowd: Sendable {
        private struct State {
            var entered: [UUID] = []
            var inside: [(tenant: UUID, release: CheckedContinuation<Void, Never>)] = []
            var refused: [UUID] = []
        }

        private let gate: ListGate
        private let state = Mutex(State())

        init(_ gate: ListGate) {
            self.gate = gate
        }

        var entered: [UUID] { state.withLock { $0.entered } }
        var refused: [UUID] { state.withLock { $0.refused } }

        func ask(_ count: Int, for tenant: UUID, in group: inout TaskGroup<Void>) {
            for _ in 0..<count {
                group.addTask {
                    do {
                        try await self.gate.run(for: tenant) {
                            await withCheckedContinuation { release in
                                self.state.withLock {
                                    $0.entered.append(tenant)
                                    $0.inside.append((tenant, release))
                                }
                            }
                        }
                    } catch {
                        #expect((error as? Problem)?.status == .tooManyRequests)
                        self.state.withLock { $0.refused.append(tenant) }
                    }
                }
            }
        }

        /// Lets the list go that got in first.
        func releaseOne() {
            state.withLock { $0.inside.isEmpty ? nil : $0.inside.removeFirst() }?.release.resume()
        }

        func reach(_ condition: @Sendable (_ entered: Int, _ refused: Int) -> Bool) async -> Bool {
            for _ in 0..<1_000_000 {
                if state.withLock({ condition($0.entered.count, $0.refused.count) }) { return true }
                await Task.yield()
            }
            return false
        }
    }

    @Test(
        "four at once, two of one tenant, 64 of it wait, the next is refused, and another tenant's is not behind them")
    func shares() async throws {
        let crowd = Crowd(ListGate(atOnce: 4, perTenant: 2, waiting: 64))
        let (busy, other, third) = (UUID(), UUID(), UUID())
        await withTaskGroup(of: Void.self) { group in
            crowd.ask(70, for: busy, in: &group)
            #expect(await crowd.reach { entered, refused in entered == 2 && refused == 4 })
            crowd.ask(2, for: other, in: &group)
            #expect(await crowd.reach { entered, _ in entered == 4 })
            #expect(crowd.entered == [busy, busy, other, other])
            crowd.ask(1, for: third, in: &group)
            // All four places are taken: the third tenant gets in only when one is free.
            crowd.releaseOne()
            #expect(await crowd.reach { entered, _ in entered == 5 })
            #expect(crowd.entered.last == busy || crowd.entered.last == third)
            crowd.releaseOne()
            #expect(await crowd.reach { entered, _ in entered == 6 })
            #expect(crowd.entered.contains(third))
            let draining = Task {
                while !Task.isCancelled {
                    crowd.releaseOne()
                    await Task.yield()
                }
            }
            await group.waitForAll()
            draining.cancel()
        }
        #expect(crowd.entered.count == 69)
        #expect(crowd.refused == Array(repeating: busy, count: 4))
    }
}
