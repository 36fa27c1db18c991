import Glibc
import Synchronization
import Testing

@testable import Reactor

@Suite("The event loop")
struct EventLoopTests {
    private actor Counter {
        let loop: EventLoop
        var value = 0
        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
        init(loop: EventLoop) { self.loop = loop }
        func add() -> Bool {
            value += 1
            return loop.isCurrent
        }
    }

    @Test("an actor that names the loop as its executor runs on the loop's thread")
    func actors() async {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        let counter = Counter(loop: loop)
        #expect(!loop.isCurrent)
        for _ in 0..<100 { #expect(await counter.add()) }
        #expect(await counter.value == 100)
    }

    @Test("work runs in the order in which one thread handed it in")
    func order() async {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        let seen = Mutex<[Int]>([])
        for index in 0..<1000 { loop.execute { seen.withLock { $0.append(index) } } }
        await withCheckedContinuation { done in loop.execute { done.resume() } }
        #expect(seen.withLock { $0 } == Array(0..<1000))
    }

    @Test("timers fire in the order of their deadlines, cancelled ones never")
    func timers() async {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        let seen = Mutex<[Int]>([])
        await withCheckedContinuation { done in
            loop.execute {
                loop.schedule(after: .milliseconds(20)) { seen.withLock { $0.append(2) } }
                loop.schedule(after: .milliseconds(30)) { done.resume() }
                let cancelled = loop.schedule(after: .milliseconds(10)) { seen.withLock { $0.append(0) } }
                loop.schedule(after: .milliseconds(5)) { seen.withLock { $0.append(1) } }
                loop.cancel(cancelled)
            }
        }
        #expect(seen.withLock { $0 } == [1, 2])
    }

    @Test("a descriptor's bytes and its end are reported, and nothing after unwatch")
    func descriptors() async throws {
        let loop = EventLoop(name: "test")
        defer { loop.stop() }
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        let (near, far) = (ends[0], ends[1])
        write(far, "x", 1)
        let first = await withCheckedContinuation { done in
            loop.execute {
                loop.watch(near, for: .readable) { readiness in
                    loop.unwatch(near)
                    done.resume(returning: readiness)
                }
            }
        }
        #expect(first == .readable)
        close(far)
        let second = await withCheckedContinuation { done in
            loop.execute {
                loop.watch(near, for: .readable) { readiness in
                    loop.unwatch(near)
                    done.resume(returning: readiness)
                }
            }
        }
        #expect(second.contains(.closed))
        close(near)
    }
}
