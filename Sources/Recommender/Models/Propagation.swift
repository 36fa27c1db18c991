/// The propagation of LightGCN: `e_u(k+1) = Σ_{i ∈ N(u)} w_ui e_i(k) / √(d_u d_i)`, and the same for items, where a degree `d` is
/// the sum of the weights of a node's edges. No weights are learned, nothing is between the layers.
///
/// He, Deng, Wang, Li, Zhang, Wang: LightGCN, SIGIR 2020, equations 3 and 4.
struct Propagation {
    static let layers = 3

    /// Nodes × nodes: users first, then items; symmetric.
    private let rows: CompressedRows
    private var current: Embeddings
    private var next: Embeddings

    init(_ graph: InteractionGraph) {
        let userScale = Self.scales(graph.byUser)
        let itemScale = Self.scales(graph.byItem)
        let users = Int32(graph.users)
        var entries: [(row: Int32, column: Int32, value: Float)] = []
        entries.reserveCapacity(2 * graph.edges)
        for user in 0..<graph.users {
            for entry in graph.byUser.entries(of: user) {
                let item = graph.byUser.columns[entry]
                let value = graph.byUser.values[entry] * userScale[user] * itemScale[Int(item)]
                entries.append((row: Int32(user), column: users + item, value: value))
                entries.append((row: users + item, column: Int32(user), value: value))
            }
        }
        rows = CompressedRows(count: graph.users + graph.items, entries: entries)
        current = Embeddings(count: rows.count)
        next = current
    }

    /// The mean of the layers 0 to 3. As the matrix is symmetric, it takes a gradient back, too.
    /// - Parameter output: as many rows as there are nodes; what it held is lost.
    mutating func mean(of input: Embeddings, into output: inout Embeddings) {
        for place in input.lanes.indices { output.lanes[place] = input.lanes[place] }
        Self.multiply(rows, input, into: &current, adding: &output)
        for _ in 1..<Self.layers {
            Self.multiply(rows, current, into: &next, adding: &output)
            swap(&current, &next)
        }
        let share = 1 / Float(Self.layers + 1)
        for place in output.lanes.indices { output.lanes[place] *= share }
    }

    /// Half a row at a time: two lanes are eight of the sixteen registers that every x86-64 has.
    private static func multiply(
        _ rows: CompressedRows, _ input: Embeddings, into output: inout Embeddings, adding sum: inout Embeddings
    ) {
        for row in 0..<rows.count {
            let entries = rows.entries(of: row)
            for half in 0..<2 {
                var first = Embeddings.Lane.zero
                var second = Embeddings.Lane.zero
                for entry in entries {
                    let place = Int(rows.columns[entry]) * Embeddings.lanesPerRow + 2 * half
                    let value = rows.values[entry]
                    first += input.lanes[place] * value
                    second += input.lanes[place + 1] * value
                }
                let place = row * Embeddings.lanesPerRow + 2 * half
                output.lanes[place] = first
                output.lanes[place + 1] = second
                sum.lanes[place] += first
                sum.lanes[place + 1] += second
            }
        }
    }

    /// 1/√d; 0 for a node without an edge.
    private static func scales(_ rows: CompressedRows) -> [Float] {
        (0..<rows.count).map { row in
            let degree = rows.values[rows.entries(of: row)].reduce(0, +)
            return degree > 0 ? 1 / degree.squareRoot() : 0
        }
    }
}
