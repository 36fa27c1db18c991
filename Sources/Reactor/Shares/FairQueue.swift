/// Elements that wait for one of a few servers, in flows of which none delays another: of the flows that wait, the one
/// that was served least recently is next, so that a flow with one element waits for at most one of each other flow,
/// and one that asks rarely goes before those that ask all the time (start-time fair queueing with elements of one size).
///
/// A pure value: who holds it gives it elements and asks for the next.
public struct FairQueue<Element> {
    /// Whose elements wait in one line. Flows of one group share one place in the total.
    public struct Flow: Hashable, Sendable {
        public let group: String
        public let member: String
        /// Served only when no other waits, and every fourth time.
        public let isLow: Bool

        public init(group: String, member: String = "", isLow: Bool = false) {
            self.group = group
            self.member = member
            self.isLow = isLow
        }
    }

    public enum Admission {
        /// - Parameter evicted: had to leave for it; it is to be refused.
        case queued(id: UInt64, evicted: Element?)
        case refused
    }

    fileprivate struct Item {
        let id: UInt64
        let element: Element
    }

    /// Elements that one flow may have waiting.
    public var perFlow: Int
    /// Elements that may wait in all.
    public var total: Int
    private var lines: [Flow: [Item]] = [:]
    private var flows: [UInt64: Flow] = [:]
    private var lastID: UInt64 = 0
    /// Counts what was served: a flow's value here is when it was served last.
    private var clock: UInt64 = 0
    private var served: RecentTable<Flow, UInt64>

    /// - Parameter remembered: flows of which it is known when they were served last.
    public init(perFlow: Int, total: Int, remembered: Int = 8192) {
        self.perFlow = max(1, perFlow)
        self.total = max(1, total)
        served = RecentTable(capacity: remembered)
    }

    public var count: Int { flows.count }
    public var isEmpty: Bool { flows.isEmpty }

    public func count(of flow: Flow) -> Int { lines[flow]?.count ?? 0 }

    /// A flow with nothing waiting is let in even when all places are taken: then the last element of the longest flow,
    /// of the group that has most, leaves.
    public mutating func add(_ element: Element, to flow: Flow) -> Admission {
        guard count(of: flow) < perFlow else { return .refused }
        var evicted: Element?
        if count >= total {
            guard count(of: flow) == 0, let victim = longest(unlike: flow) else { return .refused }
            evicted = removeLast(of: victim)
        }
        lastID += 1
        lines[flow, default: []].append(Item(id: lastID, element: element))
        flows[lastID] = flow
        return .queued(id: lastID, evicted: evicted)
    }

    /// - Parameter mayRun: flows that may not be served just now are passed over.
    public mutating func next(where mayRun: (Flow) -> Bool = { _ in true }) -> (flow: Flow, element: Element)? {
        let prefersLow = clock % 4 == 3
        let best = lines.keys.filter(mayRun).min { rank($0, prefersLow) < rank($1, prefersLow) }
        guard let flow = best, var line = lines[flow], let item = line.first else { return nil }
        line.removeFirst()
        lines[flow] = line.isEmpty ? nil : line
        flows[item.id] = nil
        clock += 1
        served[flow] = clock
        return (flow, item.element)
    }

    /// - Returns: nil when it was served or evicted meanwhile.
    public mutating func remove(_ id: UInt64) -> Element? {
        guard let flow = flows.removeValue(forKey: id), var line = lines[flow],
            let index = line.firstIndex(where: { $0.id == id })
        else { return nil }
        let item = line.remove(at: index)
        lines[flow] = line.isEmpty ? nil : line
        return item.element
    }

    public mutating func removeAll() -> [Element] {
        defer {
            lines = [:]
            flows = [:]
        }
        return lines.values.flatMap { $0.map(\.element) }
    }

    private func rank(_ flow: Flow, _ prefersLow: Bool) -> (Int, UInt64, UInt64) {
        (flow.isLow == prefersLow ? 0 : 1, served.peek(flow) ?? 0, lines[flow]?.first?.id ?? 0)
    }

    /// The flow that has most of what there is: more than the one that asks has, or would have.
    private func longest(unlike flow: Flow) -> Flow? {
        var groups: [String: Int] = [:]
        for (flow, line) in lines { groups[flow.group, default: 0] += line.count }
        guard let group = groups.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
        let candidate = lines.filter { $0.key.group == group.key }.max {
            ($0.value.count, served.peek($0.key) ?? 0, $0.value.last?.id ?? 0)
                < ($1.value.count, served.peek($1.key) ?? 0, $1.value.last?.id ?? 0)
        }
        guard let candidate else { return nil }
        let isLarger = candidate.value.count > 1 || group.value > (groups[flow.group] ?? 0) + 1
        let isServedLater = (served.peek(candidate.key) ?? 0) > (served.peek(flow) ?? 0)
        return isLarger || isServedLater ? candidate.key : nil
    }

    private mutating func removeLast(of flow: Flow) -> Element? {
        guard let item = lines[flow]?.popLast() else { return nil }
        flows[item.id] = nil
        if lines[flow]?.isEmpty ?? false { lines[flow] = nil }
        return item.element
    }
}

extension FairQueue: Sendable where Element: Sendable {}
extension FairQueue.Item: Sendable where Element: Sendable {}
