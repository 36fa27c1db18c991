import Glibc
import Testing

@testable import Operations

@Suite("What a process uses")
struct ResourceUsageTests {
    @Test("memory and processor time are those of this process")
    func own() throws {
        let before = try #require(ResourceUsage(of: getpid(), measuresProportional: true))
        #expect(before.residentBytes > 1 << 20 && before.threads > 0)
        let proportional = try #require(before.proportionalBytes)
        #expect(proportional > 0 && proportional <= before.residentBytes * 2)
        let block = UnsafeMutableRawPointer.allocate(byteCount: 64 << 20, alignment: 4096)
        memset(block, 1, 64 << 20)
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < .milliseconds(60) {}
        let after = try #require(ResourceUsage(of: getpid()))
        #expect(after.residentBytes - before.residentBytes > 32 << 20)
        #expect(after.processorTime > before.processorTime)
        #expect(after.proportionalBytes == nil)
        block.deallocate()
    }

    @Test("a process that is gone has none")
    func gone() async throws {
        let child = try TestSupport.shell("exit 0")
        _ = await child.ended()
        #expect(ResourceUsage(of: child.pid) == nil)
    }
}
