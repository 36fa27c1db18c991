import Assembly
import Jobs

enum QueuesCommand: Command {
    static let name = "queues"
    static let synopsis = "[--watch[=SECONDS]] [--json]"
    static let summary = "shows what the dispatcher holds per queue"
    static let options: [CommandOption] = [.watch]

    private struct Row: Encodable {
        let queue: String
        let ready: Int
        let leased: Int
        let due: Int
        let tenants: Int
        let paused: Bool
        let pausedKinds: [String]
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        try arguments.refusePositions()
        let context = try CommandContext(listing: arguments)
        let (redis, broker) = try Connections.broker(redisURL: context.configuration.redisURL, name: "cli")
        defer { redis.close() }
        return try await arguments.show {
            var rows: [Row] = []
            for queue in try await context.queues() {
                let stats = try await broker.stats(of: queue)
                let paused = try await context.store.rules(of: queue).filter { $0.isPaused == true }.map(\.target)
                rows.append(
                    Row(
                        queue: queue.rawValue, ready: stats.ready, leased: stats.leased, due: stats.due,
                        tenants: stats.tenants, paused: paused.contains { $0.scope == .queue },
                        pausedKinds: paused.filter { $0.scope == .kind }.compactMap { $0.kind?.rawValue }))
            }
            return try Listing(rows, ["QUEUE", "READY", "LEASED", "DUE", "TENANTS", "PAUSED"]) { row in
                [
                    row.queue, "\(row.ready)", "\(row.leased)", "\(row.due)", "\(row.tenants)",
                    row.paused ? "all" : row.pausedKinds.isEmpty ? "-" : row.pausedKinds.joined(separator: ","),
                ]
            }
        }
    }
}
