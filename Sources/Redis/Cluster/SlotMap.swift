/// Which master serves which slots, as `CLUSTER SLOTS` says, with what single answers have corrected since.
struct SlotMap: Sendable, Equatable {
    private(set) var masters: [RedisEndpoint] = []
    private(set) var replicas: [RedisEndpoint] = []
    /// For each slot the place of its master in `masters`; -1 where none serves it.
    private var owners = [Int16](repeating: -1, count: HashSlot.count)

    init() {}

    /// - Parameter asked: who answered; a node that does not know its own name leaves it out.
    /// - Returns: nil for an answer of another shape.
    init?(_ answer: RedisValue, from asked: RedisEndpoint) {
        guard let ranges = answer.array else { return nil }
        for range in ranges {
            guard let parts = range.array, parts.count >= 3, let first = parts[0].int, let last = parts[1].int,
                (0...last).contains(first), last < HashSlot.count,
                let master = Self.endpoint(parts[2], asked)
            else { return nil }
            let place = self.place(of: master)
            for slot in Int(first)...Int(last) { owners[slot] = place }
            for node in parts.dropFirst(3) {
                if let replica = Self.endpoint(node, asked), !replicas.contains(replica) { replicas.append(replica) }
            }
        }
    }

    var isWhole: Bool { !owners.contains(-1) }

    func master(of slot: Int) -> RedisEndpoint? {
        owners.indices.contains(slot) && owners[slot] >= 0 ? masters[Int(owners[slot])] : nil
    }

    mutating func move(_ slot: Int, to master: RedisEndpoint) {
        if owners.indices.contains(slot) { owners[slot] = place(of: master) }
    }

    private mutating func place(of master: RedisEndpoint) -> Int16 {
        if let place = masters.firstIndex(of: master) { return Int16(place) }
        masters.append(master)
        return Int16(masters.count - 1)
    }

    private static func endpoint(_ node: RedisValue, _ asked: RedisEndpoint) -> RedisEndpoint? {
        guard let parts = node.array, parts.count >= 2, let port = parts[1].int.flatMap(UInt16.init(exactly:)) else {
            return nil
        }
        return endpoint(host: parts[0].utf8 ?? "", port, asked)
    }

    static func endpoint(host: String, _ port: UInt16, _ asked: RedisEndpoint) -> RedisEndpoint? {
        if !host.isEmpty, host != "?" { return .tcp(host: host, port: port) }
        guard case .tcp(let own, _) = asked else { return nil }
        return .tcp(host: own, port: port)
    }
}

/// A redirection: `MOVED 3999 127.0.0.1:6381`.
struct MovedSlot {
    let slot: Int
    let host: String
    let port: UInt16

    /// - Parameter message: what follows the code; nil for another form.
    init?(_ message: String) {
        let words = message.split(separator: " ")
        guard words.count >= 2, let slot = Int(words[0]), let colon = words[1].lastIndex(of: ":"),
            let port = UInt16(words[1][words[1].index(after: colon)...])
        else { return nil }
        self.slot = slot
        self.port = port
        host = String(words[1][..<colon])
    }
}
