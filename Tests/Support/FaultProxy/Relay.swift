import Reactor

/// The two ends of one connection through the proxy, and what is on its way between them. Not thread-safe.
final class Relay {
    enum Next {
        case cut
        /// Close; what was passed on may still be read.
        case end
        /// What to wait for at each end.
        case wait(client: EventLoop.Readiness, server: EventLoop.Readiness)
    }

    let client: Descriptor
    let server: Descriptor
    private var requests: [UInt8] = []
    private var replies: [UInt8] = []
    private var delayed: [[UInt8]] = []
    private var dripping: [UInt8] = []
    private var awaitsDrop = false
    private var clientHasEnded = false
    private var serverHasEnded = false
    /// How many bytes of replies may still pass, when there is a limit.
    private var allowance: Int?
    /// Beyond this much on its way an end is not read from.
    private static let mostKept = 1 << 20

    init(client: Descriptor, server: Descriptor, _ behaviour: FaultProxy.Behaviour) {
        (self.client, self.server) = (client, server)
        restart(behaviour)
    }

    /// A new behaviour begins.
    func restart(_ behaviour: FaultProxy.Behaviour) {
        if case .truncateReply(let bytes) = behaviour { allowance = bytes } else { allowance = nil }
        if case .drip = behaviour { return }
        replies += dripping
        dripping = []
    }

    /// - Returns: whether the next drop has to be waited for.
    func beginDrip() -> Bool {
        guard !dripping.isEmpty, !awaitsDrop else { return false }
        awaitsDrop = true
        return true
    }

    func drip(_ bytes: Int) {
        awaitsDrop = false
        replies += dripping.prefix(bytes)
        dripping.removeFirst(min(bytes, dripping.count))
    }

    func takeDelayed() -> [[UInt8]] {
        defer { delayed = [] }
        return delayed
    }

    func release(_ bytes: [UInt8]) { replies += bytes }

    /// Moves what can be moved.
    func pump(_ behaviour: FaultProxy.Behaviour) -> Next {
        if behaviour == .freeze { return .wait(client: [], server: []) }
        if !clientHasEnded, requests.count < Self.mostKept { clientHasEnded = client.read(into: &requests) }
        var arrived: [UInt8] = []
        if !serverHasEnded, replies.count < Self.mostKept { serverHasEnded = server.read(into: &arrived) }
        var mustCut = false
        switch behaviour {
        case .swallow: (requests, replies, arrived) = ([], [], [])
        case .delay where !arrived.isEmpty:
            delayed.append(arrived)
            arrived = []
        case .drip:
            dripping += arrived
            arrived = []
        case .loseReply where !arrived.isEmpty: return .cut
        case .truncateReply:
            let most = allowance ?? 0
            mustCut = arrived.count >= most
            arrived = Array(arrived.prefix(most))
            allowance = most - arrived.count
        default: break
        }
        replies += arrived
        guard server.write(&requests), client.write(&replies) else { return .cut }
        if mustCut || (clientHasEnded && requests.isEmpty) || (serverHasEnded && replies.isEmpty && dripping.isEmpty) {
            return .end
        }
        return .wait(
            client: interest(clientHasEnded, outgoing: replies, incoming: requests),
            server: interest(serverHasEnded, outgoing: requests, incoming: replies))
    }

    private func interest(_ hasEnded: Bool, outgoing: [UInt8], incoming: [UInt8]) -> EventLoop.Readiness {
        var interest: EventLoop.Readiness = []
        if !hasEnded && incoming.count < Self.mostKept { interest.insert(.readable) }
        if !outgoing.isEmpty { interest.insert(.writable) }
        return interest
    }
}
