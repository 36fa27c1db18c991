import Reactor

/// What waits for one server: tenants in turn, and in a tenant's turn its callers. So neither many pieces of one caller
/// nor many callers of one tenant delay another tenant's piece by more than the one that is being served.
struct CallerTurns<Element> {
    private static var remembered: Int { 1024 }

    /// An entry for each element, in the flow of its tenant.
    private var tenants = FairQueue<Void>(perFlow: .max, total: .max, remembered: remembered)
    private var callers: [String: FairQueue<Element>] = [:]

    var isEmpty: Bool { tenants.isEmpty }

    /// Nothing is refused: what comes is bounded by the shares of bodies and of requests.
    mutating func add(_ element: Element, by caller: Caller) {
        let flow = FairQueue<Element>.Flow(
            group: (caller.group ?? caller.key).description, member: caller.key.description)
        _ = callers[flow.group, default: FairQueue(perFlow: .max, total: .max, remembered: Self.remembered)]
            .add(element, to: flow)
        _ = tenants.add((), to: .init(group: flow.group))
    }

    mutating func next() -> Element? {
        guard let tenant = tenants.next()?.flow.group, let element = callers[tenant]?.next()?.element else {
            return nil
        }
        if callers[tenant]?.isEmpty ?? true { callers[tenant] = nil }
        return element
    }
}
