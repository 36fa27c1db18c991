import Catalogue
import Assembly
import Jobs

enum QueuesCommand: Command {
    static let name = "queues"
    static let synopsis = "[--json]"
    static let summary = "shows what the dispatcher holds per queue"

    private struct Row: Encodable {
        let queue: String
        let ready: Int
        let leased: Int
        let due: Int
        let tenants: Int
    }

    static func run(_ arguments: [String]) async throws -> Int32 {
        let arguments = try CommandArguments(arguments)
        try arguments.refusePositions()
        let context = try CommandContext(arguments.settings)
        let (redis, broker) = try Connections.broker(redisURL: context.configuration.redisURL, name: "cli")
        defer { redis.close() }
        var rows: [Row] = []
        for queue in Queues.all {
            let stats = try await broker.stats(of: queue)
            rows.append(
                Row(
                    queue: queue.rawValue, ready: stats.ready, leased: stats.leased, due: stats.due,
                    tenants: stats.tenants))
        }
        if arguments.isJSON {
            try Output.json(["items": rows])
        } else {
            Output.table(
                ["QUEUE", "READY", "LEASED", "DUE", "TENANTS"],
                rows.map { [$0.queue, "\($0.ready)", "\($0.leased)", "\($0.due)", "\($0.tenants)"] })
        }
        return 0
    }
}
