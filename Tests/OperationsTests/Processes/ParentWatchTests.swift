import Foundation
import Glibc
import Reactor
import Testing

@testable import Operations

@Suite("The watch over the parent", .timeLimit(.minutes(1)))
struct ParentWatchTests {
    @Test("a child whose lifeline is closed ends at once, with the status it was given")
    func closed() async throws {
        let (reading, writing) = try DescriptorHandle.pipe()
        let child = try TestSupport.probe("watched", descriptors: [3: reading.number])
        reading.close()
        #expect(await TestSupport.line(of: child.standardOutput, startingWith: "watched") != nil)
        #expect(child.exitStatus == nil)
        writing.close()
        #expect(await child.ended() == .exited(9))
    }

    @Test("a parent killed with SIGKILL takes its child along within 100 ms")
    func parentKilled() async throws {
        // The quickest of up to five: a slower one may only have waited for a busy machine.
        var quickest = Duration.seconds(60)
        for _ in 0..<5 where quickest > .milliseconds(100) {
            quickest = min(quickest, try await Self.timeToFollow())
        }
        #expect(quickest < .milliseconds(100))
    }

    /// From the kill of the parent to the end of its child.
    private static func timeToFollow() async throws -> Duration {
        let (reading, writing) = try DescriptorHandle.pipe()
        let parent = try TestSupport.probe("parent", descriptors: [1: writing.number])
        writing.close()
        // The grandchild writes to the same pipe: its end is the end of the text.
        let (line, _) = await read(reading, upTo: "\n")
        let grandchild = try #require(Int32(line.dropFirst("watched ".count)))
        #expect(kill(grandchild, 0) == 0)
        let begin = ContinuousClock.now
        parent.signal(SIGKILL)
        let (rest, end) = await read(reading, upTo: nil)
        #expect(rest.isEmpty)
        #expect(await parent.ended() == .signalled(SIGKILL))
        return end - begin
    }

    /// Reads on a thread of its own, so that the time does not depend on what other tests do to the pool.
    private static func read(
        _ source: DescriptorHandle, upTo last: Unicode.Scalar?
    ) async -> (text: String, time: ContinuousClock.Instant) {
        await withCheckedContinuation { done in
            startThread(named: "reader") {
                var text = ""
                var byte: UInt8 = 0
                while Glibc.read(source.number, &byte, 1) == 1, Unicode.Scalar(byte) != last {
                    text.unicodeScalars.append(Unicode.Scalar(byte))
                }
                done.resume(returning: (text, .now))
            }
        }
    }
}
