/// How much a training allocates at its peak, from above.
enum MemoryEstimate {
    /// - Parameter interactions: as given, before repeated ones are merged.
    static func bytes(interactions: Int, users: Int, items: Int) -> Int {
        let nodes = users + items
        // Base, mean, variance, vectors, slope, its propagation, two layers, the best so far, and what is served.
        let vectors = product(10, nodes, Embeddings.bytesPerRow)
        // The table twice while it is sorted, its split, the graph from both sides twice, the matrix and its entries.
        let edges = product(interactions, 3 * MemoryLayout<InteractionTable.Edge>.stride + 2 * 2 * 8 + 2 * (8 + 12))
        // Both directions, each list grown to at most twice its need.
        let neighbours = product(items, min(items, ItemNeighbours.sizes.max() ?? 0), 2 * 2 * 16)
        // Offsets, the ids' places in dictionaries, scores, lists of held-out items.
        let nodesApart = product(nodes, 256)
        return sum(sum(vectors, edges), sum(neighbours, nodesApart))
    }

    private static func product(_ factors: Int...) -> Int {
        factors.reduce(1) { result, factor in
            let (value, overflows) = result.multipliedReportingOverflow(by: factor)
            return overflows ? .max : value
        }
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (value, overflows) = left.addingReportingOverflow(right)
        return overflows ? .max : value
    }
}
