/// Interactions with ids as numbers: each (user, item) once.
struct InteractionTable {
    struct Edge {
        let user: Int32
        let item: Int32
        var weight: Float
        var at: Int64
    }

    /// Ascending, so that a lower number is a lower id.
    let users: [String]
    let items: [String]
    /// By user, then by item.
    let edges: [Edge]

    /// Of repeated interactions the greatest weight and the latest time stay.
    /// - Parameter catalogue: items that may have no interaction yet.
    init(_ interactions: [Interaction], catalogue: [String] = []) throws(TrainingError) {
        for interaction in interactions where !(interaction.weight > 0 && interaction.weight.isFinite) {
            throw .invalidWeight(interaction.weight)
        }
        users = Set(interactions.lazy.map(\.user)).sorted()
        items = Set(interactions.lazy.map(\.item)).union(catalogue).sorted()
        guard users.count + items.count <= Int(Int32.max), interactions.count <= Int(Int32.max) else {
            throw .tooMany(interactions.count)
        }
        let userNumbers = Self.numbers(users)
        let itemNumbers = Self.numbers(items)
        var all: [Edge] = []
        all.reserveCapacity(interactions.count)
        for interaction in interactions {
            guard let user = userNumbers[interaction.user], let item = itemNumbers[interaction.item] else { continue }
            all.append(Edge(user: user, item: item, weight: interaction.weight, at: interaction.at))
        }
        all.sort { ($0.user, $0.item) < ($1.user, $1.item) }
        var merged: [Edge] = []
        merged.reserveCapacity(all.count)
        for edge in all {
            if let last = merged.last, last.user == edge.user, last.item == edge.item {
                merged[merged.count - 1].weight = max(last.weight, edge.weight)
                merged[merged.count - 1].at = max(last.at, edge.at)
            } else {
                merged.append(edge)
            }
        }
        edges = merged
    }

    /// All of it as one graph.
    var graph: InteractionGraph { InteractionGraph(users: users.count, items: items.count, edges: edges) }

    private static func numbers(_ ids: [String]) -> [String: Int32] {
        Dictionary(ids.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }
}
