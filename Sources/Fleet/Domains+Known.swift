public import Jobs

extension Domains {
    /// The queues of this program, and those of kinds that other programs registered.
    public static func queues(with registered: some KindStore) async throws -> [QueueName] {
        Set(queues + (try await registered.knownKinds().map(\.queue))).sorted { $0.rawValue < $1.rawValue }
    }

    /// The kinds of a queue: of this program, and those that other programs registered.
    public static func kinds(of queue: QueueName, with registered: some KindStore) async throws -> Set<JobKind> {
        let own = kinds(includingBench: true).values.filter { $0.queue == queue }.map(\.kind)
        return Set(own + (try await registered.knownKinds().filter { $0.queue == queue }.map(\.kind)))
    }
}
