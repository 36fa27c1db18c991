import Assembly
import Jobs
import Notifications

extension CommandContext {
    var notifications: NotificationStore { NotificationStore(database: connections.domains, jobs: store) }

    /// Offers accepted jobs to the dispatcher, so that they start at once. Without it the enqueuer finds them.
    func offer(_ jobs: [NewJob]) async {
        guard !jobs.isEmpty,
            let (redis, broker) = try? Connections.broker(redisURL: configuration.redisURL, name: "cli")
        else { return }
        defer { redis.close() }
        try? await broker.offer(jobs.map(\.offer))
    }
}
