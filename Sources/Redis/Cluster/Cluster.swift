import Synchronization

/// The nodes of a Redis Cluster: which master serves which slots, and one connection to each master.
///
/// `MOVED` is followed at once and corrects the map, which is asked for anew every two seconds, and more often while something
/// is out of order. `ASK` is not followed: a script finds the keys of a queue only while it runs, and would see the half of them
/// that was moved already. While a slot is being moved its queues are without a dispatcher, as when Redis is away.
final class Cluster: Sendable {
    private struct Node {
        let supervisor: Supervisor
        let running: Task<Void, Never>
        var lastNamed: ContinuousClock.Instant
    }

    private struct State {
        var configuration: RedisConfiguration
        var slots: SlotMap?
        /// Why there is no map; nil before the first attempt has ended.
        var failure: RedisError?
        var nodes: [RedisEndpoint: Node] = [:]
        var isStale = true
        var isClosed = false
    }

    private static let pause = Duration.seconds(2)
    private static let shortPause = Duration.milliseconds(200)
    /// A node that has no slot any more may still answer what was sent before.
    private static let farewell = Duration.seconds(5)
    private static let mostMoves = 4

    private let thread: ClientLoop
    private let state: Mutex<State>

    init(_ configuration: RedisConfiguration, on thread: ClientLoop) {
        self.thread = thread
        state = Mutex(State(configuration: configuration))
    }

    // MARK: For callers

    /// Sends commands to the master of a key; those that it answers with `MOVED` go where that says.
    func send(
        _ commands: [RedisCommand], key: RedisArgument?, deadline: Connection.Instant, patience: Connection.Instant
    ) async throws(RedisError) -> [RedisValue] {
        var replies: [RedisValue] = []
        for _ in 0..<Self.mostMoves {
            let rest = commands.dropFirst(replies.count)
            let answers = try await following(key, until: deadline) { supervisor throws(RedisError) in
                let target = try await supervisor.link.target(until: deadline)
                return try await target.connection.send(
                    CommandEncoder.encode(Array(rest)), count: rest.count, deadline: deadline, patience: patience
                ).get()
            }
            // A pipeline may be cut by the move: what was carried out before is not said again.
            guard let cut = answers.firstIndex(where: { follow($0) }) else { return replies + answers }
            replies += answers[..<cut]
        }
        throw .refused(.moved)
    }

    /// Runs `body` with the master of a key; a failure of the connection makes the map suspect.
    func following<Value>(
        _ key: RedisArgument?, until deadline: Connection.Instant,
        _ body: (Supervisor) async throws(RedisError) -> Value
    ) async throws(RedisError) -> Value {
        do throws(RedisError) {
            return try await body(try await supervisor(of: key, until: deadline))
        } catch {
            suspect()
            throw error
        }
    }

    /// Takes over what a `MOVED` says.
    /// - Returns: whether the reply was one, so that the command is to be sent again.
    func follow(_ reply: RedisValue) -> Bool {
        guard case .error(let code, let message) = reply else { return false }
        if code == "CLUSTERDOWN" || code == "ASK" || code == "TRYAGAIN" { state.withLock { $0.isStale = true } }
        guard code == "MOVED", let moved = MovedSlot(message) else { return false }
        state.withLock { state in
            state.isStale = true
            guard let asked = state.slots?.master(of: moved.slot) ?? state.slots?.masters.first,
                let master = SlotMap.endpoint(host: moved.host, moved.port, asked)
            else { return }
            state.slots?.move(moved.slot, to: master)
            keep(master, &state)
        }
        return true
    }

    /// The map is asked for at the next occasion.
    func suspect() { state.withLock { $0.isStale = true } }

    private func supervisor(
        of key: RedisArgument?, until deadline: Connection.Instant
    ) async throws(RedisError) -> Supervisor {
        while true {
            let found = state.withLock { state -> Result<Supervisor, RedisError>? in
                if state.isClosed { return .failure(.unavailable("the client is closed")) }
                guard let slots = state.slots else { return state.failure.map { .failure($0.whileDown) } }
                let master = key.map { slots.master(of: HashSlot.of($0)) } ?? slots.masters.first
                guard let node = master.flatMap({ state.nodes[$0] }) else {
                    return .failure(.unavailable("no node of the cluster serves the slot", .clusterDown))
                }
                return .success(node.supervisor)
            }
            if let found { return try found.get() }
            // Only before the first map is there.
            guard ContinuousClock.now < deadline else { throw .unavailable("not connected yet") }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// All masters.
    func supervisors(until deadline: Connection.Instant) async throws(RedisError) -> [Supervisor] {
        _ = try await supervisor(of: nil, until: deadline)
        return state.withLock { state in (state.slots?.masters ?? []).compactMap { state.nodes[$0]?.supervisor } }
    }

    /// Of the master of a key; without one, up where all masters are.
    func status(of key: RedisArgument?) -> RedisStatus? {
        state.withLock { state in
            guard let slots = state.slots else { return state.failure.map { .down($0) } }
            if let key {
                return slots.master(of: HashSlot.of(key)).flatMap { state.nodes[$0]?.supervisor.link.status }
            }
            guard slots.isWhole else { return .down(.unavailable("slots without a node", .clusterDown)) }
            let statuses = slots.masters.map { state.nodes[$0]?.supervisor.link.status }
            return statuses.first { if case .up = $0 { false } else { true } } ?? statuses.first ?? nil
        }
    }

    // MARK: For the client

    func renew(_ configuration: RedisConfiguration) {
        let nodes = state.withLock { state in
            state.configuration = configuration
            state.isStale = true
            return state.nodes
        }
        for (endpoint, node) in nodes { node.supervisor.renew(configuration.at(endpoint)) }
    }

    func close(_ reason: RedisError) {
        let nodes = state.withLock { state in
            state.isClosed = true
            defer { state.nodes = [:] }
            return Array(state.nodes.values)
        }
        for node in nodes { Self.end(node, reason) }
    }

    /// Looks at the map again and again, until its task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let isInOrder = await look()
            let rest = ContinuousClock.now + (isInOrder ? Self.pause : Self.shortPause)
            while ContinuousClock.now < rest, !Task.isCancelled {
                try? await Task.sleep(for: Self.shortPause)
                if state.withLock({ $0.isStale }) { break }
            }
        }
    }

    /// - Returns: whether every slot has a master that is connected.
    private func look() async -> Bool {
        let (configuration, up, others) = state.withLock { state in
            state.isStale = false
            let up = state.nodes.values.map(\.supervisor).filter {
                if case .up = $0.link.status { true } else { false }
            }
            var others = state.slots.map { $0.masters + $0.replicas } ?? []
            if case .cluster(let seeds) = state.configuration.server { others += seeds.filter { !others.contains($0) } }
            return (state.configuration, up, others)
        }
        let map = SlotQuestion(configuration, on: thread)
        var failure = RedisError.unavailable("no node of the cluster answers", .clusterDown)
        for supervisor in up.shuffled() {
            if let slots = try? await map.ask(supervisor) { return take(slots) }
        }
        for endpoint in others {
            do throws(RedisError) {
                return take(try await map.ask(endpoint))
            } catch {
                failure = error
            }
        }
        state.withLock { $0.failure = failure }
        return false
    }

    private func take(_ slots: SlotMap) -> Bool {
        let (left, isInOrder) = state.withLock { state -> ([Node], Bool) in
            guard !state.isClosed else { return ([], true) }
            state.slots = slots
            state.failure = nil
            for master in slots.masters { keep(master, &state) }
            let old = state.nodes.filter { $0.value.lastNamed + Self.farewell < .now }
            for endpoint in old.keys { state.nodes[endpoint] = nil }
            let isUp = state.nodes.values.allSatisfy { if case .up = $0.supervisor.link.status { true } else { false } }
            return (Array(old.values), slots.isWhole && isUp)
        }
        for node in left { Self.end(node, .unavailable("the node serves no slot any more")) }
        return isInOrder
    }

    private func keep(_ master: RedisEndpoint, _ state: inout State) {
        guard !state.isClosed else { return }
        if state.nodes[master] != nil {
            state.nodes[master]?.lastNamed = .now
        } else {
            let supervisor = Supervisor(state.configuration.at(master), on: thread)
            state.nodes[master] = Node(
                supervisor: supervisor, running: Task { await supervisor.run() }, lastNamed: .now)
        }
    }

    private static func end(_ node: Node, _ reason: RedisError) {
        node.running.cancel()
        node.supervisor.close(reason)
    }
}

extension RedisConfiguration {
    /// The same user and the same times at one node.
    fileprivate func at(_ endpoint: RedisEndpoint) -> RedisConfiguration {
        var configuration = self
        configuration.server = .single(endpoint)
        return configuration
    }
}
