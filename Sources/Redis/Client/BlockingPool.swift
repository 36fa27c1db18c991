import Synchronization

/// The connections for blocking commands, one caller each; a few idle ones are kept for the next caller.
final class BlockingPool: Sendable {
    private struct State {
        var idle: [(connection: Connection, server: RedisServer)] = []
        var busy: [ObjectIdentifier: Connection] = [:]
        var isClosed = false
    }

    /// Each idle connection costs the server a client.
    private static let mostIdle = 4

    private let state = Mutex(State())

    /// A connection of an earlier wait at the same server, if there is one.
    func takeIdle(for server: RedisServer) -> Connection? {
        let (found, stale) = state.withLock { state -> (Connection?, [Connection]) in
            let stale = state.idle.filter { $0.server != server }.map(\.connection)
            state.idle.removeAll { $0.server != server || !$0.connection.isOpen }
            return (state.idle.popLast()?.connection, stale)
        }
        for connection in stale { connection.close(.unavailable("another server took over")) }
        return found
    }

    /// False when the client is closed.
    func begin(_ connection: Connection) -> Bool {
        state.withLock { state in
            if !state.isClosed { state.busy[ObjectIdentifier(connection)] = connection }
            return !state.isClosed
        }
    }

    /// - Parameter isReusable: nothing is under way on it.
    func end(_ connection: Connection, at server: RedisServer, isReusable: Bool) {
        let isKept = state.withLock { state in
            state.busy[ObjectIdentifier(connection)] = nil
            guard isReusable, !state.isClosed, state.idle.count < Self.mostIdle else { return false }
            state.idle.append((connection, server))
            return true
        }
        if !isKept { connection.close(.unavailable("no longer needed")) }
    }

    func close(_ reason: RedisError) {
        let connections = state.withLock { state in
            state.isClosed = true
            defer { (state.idle, state.busy) = ([], [:]) }
            return state.idle.map(\.connection) + state.busy.values
        }
        for connection in connections { connection.close(reason) }
    }
}
