internal import CLinux
import Glibc
import Reactor

/// Looks after the connections a few times a second: enforces deadlines and limits, sends heartbeats, and finds the
/// clients that left while their connection was suspended, to which the library is blind.
final class Watch: Sendable {
    private static let interval = Duration.milliseconds(200)

    private let loop = EventLoop(name: "http-watch")
    private let engine: Engine

    init(engine: Engine) {
        self.engine = engine
        engine.linger.begin(on: loop)
        engine.watchLoop.withLock { $0 = loop }
        loop.execute { self.scheduleNext() }
    }

    func stop() {
        engine.watchLoop.withLock { $0 = nil }
        engine.linger.stop()
        loop.stop()
    }

    private func scheduleNext(_ round: Int = 1, after delay: Duration = interval) {
        loop.schedule(after: delay) { [weak self] in
            let start = ContinuousClock.now
            // What is not suspended is the library's to watch; the little that it misses may wait a second.
            self?.look(atAll: round % 5 == 0)
            // With very many connections it looks less often, so that it takes a fiftieth of a core at most.
            self?.scheduleNext(round + 1, after: max(Self.interval, (.now - start) * 50))
        }
    }

    private func look(atAll: Bool) {
        let now = ContinuousClock.now
        let configuration = engine.configuration
        // Nothing is accepted any more, and so nothing else asks for it, once the library's own limit is reached.
        if engine.table.count > engine.table.crowded { engine.relieve() }
        var watched: [(connection: ClientConnection, exchange: Exchange?)] = []
        var polled: [pollfd] = []
        for connection in engine.table.all {
            connection.enforceDeadline(now: now)
            connection.enforceRate(configuration.leastRate, over: configuration.ratePeriod, now: now)
            let exchange = connection.exchange
            exchange?.enforceLimit(now: now)
            let suspended = exchange.flatMap { $0.isSuspended ? $0 : nil }
            guard atAll || suspended != nil else { continue }
            watched.append((connection, suspended))
            // No interest in bytes: a pipelined request may be waiting there. poll(2) has epoll's number for this.
            polled.append(pollfd(fd: connection.descriptor, events: Int16(flotilla_epoll_hangup), revents: 0))
        }
        guard !polled.isEmpty, poll(&polled, nfds_t(polled.count), 0) > 0 else { return }
        // A descriptor may have been closed and used again since it was gathered, so both calls look again for
        // themselves: an exchange that is still suspended has had its socket all the while.
        for (watched, descriptor) in zip(watched, polled) where descriptor.revents != 0 {
            if let exchange = watched.exchange { exchange.clientLeft() } else { watched.connection.endIfFinished() }
        }
    }
}
