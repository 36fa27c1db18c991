import Foundation
import Operations
import Reactor
import Synchronization

/// A service that says on standard output what happens to it.
final class ProbeService: Service {
    struct Failure: Error, CustomStringConvertible { let description = "broken" }

    let name: String
    private let kind: String
    private let loop: EventLoop
    private let (stops, stopper) = AsyncStream.makeStream(of: Void.self)

    init(name: String, kind: String, loop: EventLoop) {
        self.name = name
        self.kind = kind
        self.loop = loop
    }

    func start() async throws {
        say("start \(name)")
        if kind == "refuses" { throw Failure() }
    }

    func run() async throws {
        say("run \(name)")
        switch kind {
        case "throws": throw Failure()
        case "returns": return
        case "stuck": await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
        case "hog":
            // Takes every thread of the pool and never gives one back.
            for _ in 0..<64 { Task.detached { while true { usleep(1000) } } }
            while true { usleep(1000) }
        case "blocks":
            // Holds the event loop for ever.
            loop.execute { while true { usleep(1000) } }
            for await _ in stops { break }
        default: for await _ in stops { break }
        }
        say("end \(name)")
    }

    func stop(by deadline: ContinuousClock.Instant) async {
        say("stop \(name)")
        if kind != "stuck" { stopper.finish() }
    }
}
