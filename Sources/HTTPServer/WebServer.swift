import Glibc
import Reactor
import Synchronization

/// An HTTP/1.1 server over libmicrohttpd. TLS is the proxy's in front of it.
///
/// Its threads only move bytes; handlers are tasks, and a connection whose handler waits costs no thread. It answers
/// 503 where it cannot cope, and every wait has a limit. A request line that the library itself refuses (no version, a
/// target beyond the connection's memory) gets its plain answer instead of a problem, and one without a target none: such
/// a connection is closed.
public final class WebServer: Sendable {
    private struct Parts {
        let listener: Listener
        let daemon: Daemon
        let watch: Watch
    }

    private enum State {
        case new
        case running(Parts)
        case stopped
    }

    private let engine: Engine
    private let state = Mutex(State.new)

    public init(configuration: WebServerConfiguration, router: Router) {
        engine = Engine(configuration: configuration, router: router)
    }

    /// Handlers that are running.
    public var handlersRunning: Int { engine.handlersRunning }
    /// Streamed answers that are open.
    public var streamsOpen: Int { engine.streamsOpen }
    public var connectionsOpen: Int { engine.table.count }

    /// Listens and serves from here on; once.
    /// - Returns: the port, also when the system picked it.
    @discardableResult
    public func start() throws(WebServerError) -> Int {
        let result = state.withLock { state in
            Result { () throws(WebServerError) in
                guard case .new = state else { throw .alreadyStarted }
                let parts = try makeParts()
                state = .running(parts)
                return parts.listener.port
            }
        }
        return try result.get()
    }

    private func makeParts() throws(WebServerError) -> Parts {
        let configuration = engine.configuration
        let listener = try Listener.open(host: configuration.host, port: configuration.port)
        OpenFiles.allow(engine.table.capacity + 512)
        do throws(WebServerError) {
            let daemon = try Daemon(engine: engine, listener: listener)
            return Parts(listener: listener, daemon: daemon, watch: Watch(engine: engine))
        } catch {
            Glibc.close(listener.descriptor)
            throw error
        }
    }

    /// Stops accepting, lets what runs end within the grace, cancels the rest and answers it with 503, and closes.
    /// Takes at most the grace and 4 s, whatever the handlers do. Open-ended streams end at once.
    /// - Returns: whether every request ended by itself.
    @discardableResult
    public func stop(grace: Duration) async -> Bool {
        let parts: Parts? = state.withLock { state in
            defer { state = .stopped }
            if case .running(let parts) = state { return parts }
            return nil
        }
        guard let parts else { return true }
        return await withCheckedContinuation { continuation in
            // A thread of its own: it blocks, and handlers may have taken all of Swift's.
            startThread(named: "http-stop") { [engine] in
                let isClean = Self.drain(engine, parts, grace)
                Self.close(parts)
                continuation.resume(returning: isClean)
            }
        }
    }

    private static func drain(_ engine: Engine, _ parts: Parts, _ grace: Duration) -> Bool {
        engine.enter(.draining)
        parts.daemon.quiesce()
        // New connections are refused at once instead of waiting in a queue that is not served.
        shutdown(parts.listener.descriptor, Int32(SHUT_RDWR))
        for connection in engine.table.all {
            connection.exchange?.endOpenStream()
            connection.endIfIdle()
        }
        // Waiting for the connections, not for the requests: one that is between two requests may bring another.
        _ = engine.sockets.waitForNone(atMost: grace)
        let isClean = engine.requests.current == 0
        if !isClean {
            for connection in engine.table.all { connection.exchange?.cancelHandler() }
            _ = engine.sockets.waitForNone(atMost: .milliseconds(500))
        }
        engine.enter(.closing)
        for connection in engine.table.all { connection.exchange?.abandon() }
        _ = engine.sockets.waitForNone(atMost: .milliseconds(500))
        return isClean
    }

    private static func close(_ parts: Parts) {
        parts.watch.stop()
        // A handler that holds a thread of the library would hold this one too, for as long as it likes.
        let stopped = ActivityGauge()
        stopped.enter()
        startThread(named: "http-close") {
            parts.daemon.stop()
            Glibc.close(parts.listener.descriptor)
            stopped.leave()
        }
        _ = stopped.waitForNone(atMost: .seconds(3))
    }
}
