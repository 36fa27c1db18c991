import Foundation
import Glibc
import Reactor
import Synchronization
import Testing

@testable import Operations

@Suite("The frame channel", .timeLimit(.minutes(1)))
struct FrameChannelTests {
    typealias Event = FrameChannel.Event

    private func connected(
        maximumFrameBytes: Int = 1 << 20, maximumQueuedBytes: Int = 1 << 24
    ) throws -> (FrameChannel, AsyncStream<Event>, far: DescriptorHandle) {
        let (events, sender) = AsyncStream.makeStream(of: Event.self)
        let (channel, far) = try FrameChannel.pair(
            maximumFrameBytes: maximumFrameBytes, maximumQueuedBytes: maximumQueuedBytes, on: TestSupport.loop
        ) { event in
            sender.yield(event)
            if case .closed = event { sender.finish() }
        }
        return (channel, events, far)
    }

    @Test("frames of every size come back from another process, whole and in order")
    func echo() async throws {
        let (channel, events, far) = try connected()
        let child = try TestSupport.probe("echo", descriptors: [3: far.number])
        far.close()
        var expected: [[UInt8]] = []
        for size in [0, 1, 16, 4096, 65_536, 1 << 20, 3] {
            expected.append(.init(repeating: UInt8(size & 255), count: size))
        }
        for frame in expected { try channel.send(frame) }
        var found: [[UInt8]] = []
        for await case .frames(let frames) in events {
            found += frames
            if found.count >= expected.count { break }
        }
        #expect(found == expected)
        channel.close()
        #expect(await child.ended() == .exited(0))
    }

    @Test("100,000 frames from four threads all arrive, each thread's in order")
    func threads() async throws {
        let (channel, events, far) = try connected(maximumQueuedBytes: .max)
        let child = try TestSupport.probe("echo", descriptors: [3: far.number])
        far.close()
        for thread in 0..<4 as Range<UInt8> {
            startThread(named: "sender") {
                for number in 0..<25_000 as Range<UInt32> {
                    try? channel.send([thread] + withUnsafeBytes(of: number) { Array($0) })
                }
            }
        }
        var next = [UInt32](repeating: 0, count: 4)
        var count = 0
        for await case .frames(let frames) in events {
            for frame in frames {
                let number = frame.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 1, as: UInt32.self) }
                if number != next[Int(frame[0])] { Issue.record("out of order") }
                next[Int(frame[0])] = number + 1
            }
            count += frames.count
            if count == 100_000 { break }
        }
        #expect(next == [25_000, 25_000, 25_000, 25_000])
        channel.close()
        _ = await child.ended()
    }

    @Test("a process killed with SIGKILL is a close, after what it had sent")
    func killed() async throws {
        let (channel, events, far) = try connected()
        let child = try TestSupport.probe("echo", descriptors: [3: far.number])
        far.close()
        try channel.send([42])
        var found: [[UInt8]] = []
        var closure: FrameChannelError?? = .none
        for await event in events {
            switch event {
            case .frames(let frames):
                found += frames
                child.signal(SIGKILL)
            case .closed(let error): closure = .some(error)
            }
        }
        #expect(found == [[42]] && closure == .some(.none))
        #expect(throws: FrameChannelError.closed) { try channel.send([1]) }
        #expect(await child.ended() == .signalled(SIGKILL))
    }

    @Test("sending never blocks: past the bound it says so, and goes on once the other end reads")
    func bounded() async throws {
        let (channel, events, far) = try connected(maximumQueuedBytes: 1 << 20)
        let frame = [UInt8](repeating: 1, count: 10_000)
        var taken = 0
        let refusal = #expect(throws: FrameChannelError.self) {
            while taken < 10_000 {
                try channel.send(frame)
                taken += 1
            }
        }
        #expect(refusal == .full)
        // Part of it may be with the system by now; the rest cannot leave.
        #expect(channel.queuedBytes > 1 << 19 && channel.queuedBytes < (1 << 20) + 10_100)
        #expect(await !channel.drain(within: .milliseconds(20)))

        let child = try TestSupport.probe("echo", descriptors: [3: far.number])
        far.close()
        #expect(await channel.drain(within: .seconds(30)))
        #expect(channel.queuedBytes == 0)
        var found = 0
        for await case .frames(let frames) in events {
            found += frames.count
            if found == taken { break }
        }
        channel.close()
        #expect(await child.ended() == .exited(0))
    }

    @Test("a frame beyond the limit is refused here and ends the channel there")
    func tooLarge() async throws {
        let (channel, events, far) = try connected(maximumFrameBytes: 100)
        #expect(throws: FrameChannelError.tooLarge(bytes: 101)) { try channel.send([UInt8](repeating: 0, count: 101)) }
        _ = [UInt8]([0, 0, 0, 1]).withUnsafeBytes { write(far.number, $0.baseAddress, 4) }
        for await event in events {
            guard case .closed(.tooLarge(let bytes)?) = event else {
                Issue.record("not closed for its length")
                break
            }
            #expect(bytes == 1 << 24)
        }
    }

    @Test("closing twice is closing once")
    func closesOnce() async throws {
        let (channel, events, far) = try connected()
        channel.close()
        channel.close()
        var count = 0
        for await _ in events { count += 1 }
        #expect(count == 1)
        withExtendedLifetime(far) {}
    }
}
