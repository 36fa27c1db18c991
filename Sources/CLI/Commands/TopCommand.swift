import Assembly
import Fleet
import Foundation
import JSON
import Jobs
import Operations
import Storage

/// `flotilla top`: the figures of `GET /overview`, again and again.
enum TopCommand: Command {
    static let name = "top"
    static let synopsis = "[--once] [--every SECONDS] [--json]"
    static let summary = "shows whether all is well, the queues, limits and failures, every two seconds; q ends it"
    static let options: [CommandOption] = [
        .flag("once", "one picture, as text"), .value("every", "SECONDS", "between two pictures; 2 unless said"),
    ]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let pause = try arguments.integer("every", in: 1...3600, default: 2)
        let context = try CommandContext(arguments.settings, callDeadline: .seconds(10))
        let (redis, broker) = try Connections.broker(redisURL: context.configuration.redisURL, name: "cli")
        defer { redis.close() }
        try await ServerClock.shared.measure { try await context.store.serverTime() }
        let queues = try await context.store.knownQueues()
        let health = HealthMonitor(
            database: context.connections.database, needing: Domains.migrations, redis: redis, broker: broker,
            queues: { queues },
            registry: MetricsRegistry(), logger: Logger(label: "top", sink: MemoryLogSink()))
        let watching = Task { try await health.run() }
        defer { watching.cancel() }
        let figures = FleetFigures(store: context.store, broker: broker)
        let reader = OverviewReader(
            store: context.store, schedules: ScheduleStore(database: context.connections.database), broker: broker,
            figures: figures, lease: context.configuration.lease
        ) { await health.report() }
        let read = { @Sendable in
            try await figures.refresh()
            return TopFigures(
                overview: try await reader.read(), workers: try await context.store.sessions(limit: 1000),
                lease: context.configuration.lease)
        }
        if arguments.isJSON {
            let overview = try await read().overview
            print(Output.escaped(String(decoding: try JSONCoding.encode(overview), as: UTF8.self)))
            return 0
        }
        guard !arguments.has("once"), let terminal = Terminal() else {
            let frame = try await read().frame(by: .name)
            for line in frame.lines(width: .max, height: 1000) { print(line) }
            return 0
        }
        // A terminal that is left as it is now would show nothing of what is typed.
        try SignalListener.listen(to: [SIGTERM, SIGINT, SIGHUP], on: context.connections.loop) { number in
            terminal.restore()
            CurrentProcess.exit(128 + number)
        }
        return try await TopScreen(terminal, every: .seconds(pause), read).run()
    }
}
