import Glibc
import Testing

@testable import Operations

@Suite("Memory that was freed")
struct FreedMemoryTests {
    @Test("what the allocator keeps between used pieces goes back to the system", .timeLimit(.minutes(1)))
    func between() async throws {
        func resident() -> Int { ResourceUsage(of: getpid())?.residentBytes ?? 0 }
        let service = PeriodicService.freedMemory(
            every: .milliseconds(100), logger: Logger(label: "test", sink: MemoryLogSink()))
        let running = Task { try await service.run() }
        try await Task.sleep(for: .milliseconds(50))
        // Pieces of the size of a connection's, too small for a mapping of their own; the last one keeps the heap long.
        var pieces = (0..<40_000).compactMap { _ in malloc(4_000) }
        for piece in pieces { memset(piece, 1, 4_000) }
        let last = pieces.removeLast()
        for piece in pieces { free(piece) }
        let full = resident()
        var left = full
        let end = ContinuousClock.now + .seconds(20)
        while full - left < 64 << 20, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
            left = resident()
        }
        free(last)
        print("figure: freed memory: \(full >> 20) MB resident, then \(left >> 20)")
        #expect(full - left >= 64 << 20)
        await service.stop(by: .now)
        try await running.value
    }
}
