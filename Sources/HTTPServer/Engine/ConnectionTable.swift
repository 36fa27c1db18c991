import Reactor
import Synchronization

/// The connections that are open, and how many may be.
///
/// A client that connects is never left to wait because others keep connections open: long before the table is full those
/// that nothing depends on are closed, first of the addresses that have most, the ones that have waited longest first.
final class ConnectionTable: Sendable {
    /// Above this some are given up.
    let crowded: Int
    /// Down to this.
    private let relieved: Int
    /// Above this a request gets 503, unless it is a probe.
    let full: Int

    private let connections = Mutex<[ObjectIdentifier: ClientConnection]>([:])
    /// When connections may be given up again; a relief that is under way has no end yet.
    private let nextRelief = Mutex<ContinuousClock.Instant?>(.now)

    init(limit: Int) {
        full = limit
        crowded = limit - limit / 8
        relieved = crowded - limit / 16
    }

    /// How many the library may accept: those beyond the limit are accepted to be answered with 503.
    var capacity: Int { Self.capacity(for: full) }

    static func capacity(for limit: Int) -> Int { limit + max(16, limit / 8) }

    var count: Int { connections.withLock { $0.count } }
    var all: [ClientConnection] { connections.withLock { Array($0.values) } }

    /// - Returns: how many there are now.
    func insert(_ connection: ClientConnection) -> Int {
        connections.withLock { connections in
            connections[ObjectIdentifier(connection)] = connection
            return connections.count
        }
    }

    func remove(_ connection: ClientConnection) {
        _ = connections.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    /// Whether the caller is the one to call `relieve` now.
    func beginRelief() -> Bool {
        nextRelief.withLock { next in
            guard let time = next, time <= .now else { return false }
            next = nil
            return true
        }
    }

    /// Closes what can be spared.
    /// - Returns: how many of them each address had; empty when there was no need.
    func relieve() -> [IPNetwork?: Int] {
        // Where there is little to give up, looking through all of them soon again would cost more than it brings.
        var pause = Duration.zero
        defer { nextRelief.withLock { $0 = .now + pause } }
        let now = ContinuousClock.now
        let all = all
        let excess = all.count - relieved
        guard all.count > crowded else { return [:] }
        var crowds: [IPNetwork?: Int] = [:]
        for connection in all { crowds[connection.peer?.subscriber, default: 0] += 1 }
        var candidates: [Candidate] = []
        for connection in all {
            guard let (rank, since) = connection.expendability(now: now) else { continue }
            let crowd = crowds[connection.peer?.subscriber, default: 1]
            candidates.append(
                Candidate(
                    connection: connection, crowd: Int.bitWidth - crowd.leadingZeroBitCount, rank: rank, since: since))
        }
        candidates.sort { $0.goesBefore($1) }
        var given: [IPNetwork?: Int] = [:]
        for candidate in candidates.prefix(excess) where candidate.connection.giveUp(chosenSince: candidate.since) {
            given[candidate.connection.peer?.subscriber, default: 0] += 1
        }
        if candidates.count < excess { pause = .milliseconds(100) }
        return given
    }

    private struct Candidate {
        let connection: ClientConnection
        /// The size, in powers of two, of the crowd of connections from its address.
        let crowd: Int
        let rank: Int
        let since: ContinuousClock.Instant

        func goesBefore(_ other: Candidate) -> Bool {
            if crowd != other.crowd { return crowd > other.crowd }
            return rank != other.rank ? rank < other.rank : since < other.since
        }
    }
}
