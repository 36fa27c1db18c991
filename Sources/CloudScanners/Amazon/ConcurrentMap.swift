/// Does one thing for many, so many at once, and gives the results in the order of what they are for.
enum ConcurrentMap {
    static func map<Item: Sendable, Output: Sendable>(
        _ items: [Item], atOnce: Int, _ work: @escaping @Sendable (Item) async -> Output
    ) async -> [Output] {
        await withTaskGroup(of: (Int, Output).self) { group in
            var outputs = [Output?](repeating: nil, count: items.count)
            for (index, item) in items.enumerated() {
                if index >= max(1, atOnce), let done = await group.next() { outputs[done.0] = done.1 }
                group.addTask { (index, await work(item)) }
            }
            for await done in group { outputs[done.0] = done.1 }
            return outputs.compactMap { $0 }
        }
    }
}
