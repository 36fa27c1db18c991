import Glibc
import Reactor
import Testing

@testable import HTTPServer

@Suite("Connections that are kept until their clients have sent what they send", .timeLimit(.minutes(1)))
struct LingerTests {
    @Test("a stop while connections come to be kept closes each of them, on the loop that watches them")
    func stop() async throws {
        for _ in 0..<200 {
            let loop = EventLoop(name: "linger-test")
            let linger = Linger()
            linger.begin(on: loop)
            let pairs = (0..<32).map { _ in
                var ends: [Int32] = [0, 0]
                socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
                return (own: ends[0], peer: ends[1])
            }
            async let stopped: Void = onThread { linger.stop() }
            try await onThread {
                for pair in pairs {
                    linger.keep(pair.own)
                    close(pair.own)
                }
            }
            try await stopped
            await withCheckedContinuation { done in loop.execute { done.resume() } }
            loop.stop()
            for pair in pairs {
                #expect(send(pair.peer, "x", 1, Int32(MSG_NOSIGNAL)) == -1)
                close(pair.peer)
            }
        }
    }
}
