import Reactor

/// The thread of a client's connections. It ends with the last of those who use it, not with the client: callers that still
/// wait for something there keep it.
final class ClientLoop: Sendable {
    let loop = EventLoop(name: "redis")

    deinit { loop.stop() }
}
