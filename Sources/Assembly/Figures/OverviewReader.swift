public import Broker
import Foundation
import Jobs
import Operations
public import Storage

/// Reads the overview: some statements that each read a few rows, the last reading of the queues, and Redis for at most 20 ms.
public struct OverviewReader: Sendable {
    /// Of the figures from which rates follow: this many whole minutes and the one under way.
    private static let ratedMinutes = 2.0
    private static let minute = 60.0
    /// Counts are written this much later than what they count happens, in seconds.
    private static let lag = 5.0
    static let recent = Duration.seconds(900)
    private static let mostWorkers = 1000
    private static let mostLimits = 20
    private static let mostGroups = 10
    private static let brokerLimit = Duration.milliseconds(20)

    private let store: PostgresJobStore
    private let schedules: ScheduleStore
    private let broker: RedisBroker
    private let figures: FleetFigures
    private let lease: Duration
    private let health: @Sendable () async -> HealthReport

    public init(
        store: PostgresJobStore, schedules: ScheduleStore, broker: RedisBroker, figures: FleetFigures, lease: Duration,
        health: @escaping @Sendable () async -> HealthReport
    ) {
        self.store = store
        self.schedules = schedules
        self.broker = broker
        self.figures = figures
        self.lease = lease
        self.health = health
    }

    public func read() async throws -> FleetOverview {
        let names = try await store.knownQueues()
        async let limits = self.limits(of: names)
        let now = ServerClock.shared.now
        let depths = try? figures.young()
        let rates = try await self.rates(at: now)
        let recent = try await self.recent(at: now)
        let (workers, serving) = try await self.workers()
        let pauses = try await store.pauses()
        let queues = names.map { name in
            QueueOverview(
                name, isPaused: pauses.queues.contains(name), pausedKinds: pauses.kinds[name] ?? [],
                figures: depths.map { $0[name] ?? QueueFigures() }, slots: serving[name]?.slots ?? 0,
                workers: serving[name]?.workers ?? 0, rates: rates.byQueue[name] ?? JobRates(),
                recent: recent[name] ?? ActivityCount())
        }
        let lags = try await schedules.lags(most: 1)
        let overdue = FleetOverview.Schedules(
            overdue: lags.overdue,
            mostOverdueSeconds: lags.overdue == 0
                ? 0 : (max(lags.ofTenants, lags.named.first?.lag ?? 0) * 10).rounded() / 10)
        let health = await self.health()
        var alarms = FleetAlarm.all(
            health: health, workers: workers, schedules: overdue, queues: queues, hasStrays: try await store.hasStrays()
        )
        if depths == nil, alarms.isEmpty { alarms.append(.noReading) }
        let groups = try await store.errorGroups(
            by: Set(ErrorGrouping.allCases), seenWithin: .seconds(3600), limit: Self.mostGroups)
        return FleetOverview(
            alarms: alarms, health: health, rates: rates.total, workers: workers, schedules: overdue, queues: queues,
            limits: await limits, failures: groups.map { ErrorGroupFigure($0) })
    }

    private func rates(at now: Date) async throws -> (total: JobRates, byQueue: [QueueName: JobRates]) {
        let start = (now.timeIntervalSince1970 / Self.minute).rounded(.down) - Self.ratedMinutes
        let from = Date(timeIntervalSince1970: start * Self.minute)
        let seconds = now.timeIntervalSince(from) - Self.lag
        let rows = try await store.activity(
            from: from, to: now, step: Self.recent * 2, by: .queue, hasDurations: false, limit: Self.mostWorkers)
        var counts: [QueueName: ActivityCount] = [:]
        var total = ActivityCount()
        for row in rows {
            counts[QueueName(rawValue: row.name ?? ""), default: ActivityCount()].add(row.count)
            total.add(row.count)
        }
        return (JobRates(total, in: seconds), counts.mapValues { JobRates($0, in: seconds) })
    }

    private func recent(at now: Date) async throws -> [QueueName: ActivityCount] {
        let from = now - Self.recent / .seconds(1)
        let rows = try await store.activity(
            from: from, to: now, step: Self.recent * 2, by: .queue, hasDurations: true, limit: Self.mostWorkers)
        return Dictionary(rows.map { (QueueName(rawValue: $0.name ?? ""), $0.count) }) { first, _ in first }
    }

    private func workers() async throws -> (
        all: FleetOverview.Workers, serving: [QueueName: (slots: Int, workers: Int)]
    ) {
        var all = FleetOverview.Workers()
        var serving: [QueueName: (slots: Int, workers: Int)] = [:]
        for record in try await store.sessions(limit: Self.mostWorkers) {
            guard record.silence < lease else {
                all.silent += 1
                continue
            }
            all.alive += 1
            all.running += record.session.running
            guard !record.isQuiet else {
                all.quiet += 1
                continue
            }
            all.slots += record.session.concurrency
            for queue in record.session.queues {
                serving[queue, default: (0, 0)].slots += record.session.concurrency
                serving[queue, default: (0, 0)].workers += 1
            }
        }
        return (all, serving)
    }

    /// nil when the dispatcher does not answer in time.
    private func limits(of queues: [QueueName]) async -> [FleetOverview.Limit]? {
        let broker = broker
        return await withTaskGroup(of: [FleetOverview.Limit]?.self) { group in
            group.addTask {
                var limits: [FleetOverview.Limit] = []
                for queue in queues {
                    guard let usage = try? await broker.usage(of: queue, limit: Self.mostLimits) else { return nil }
                    limits += usage.map { FleetOverview.Limit($0, in: queue) }
                }
                return limits
            }
            group.addTask {
                try? await Task.sleep(for: Self.brokerLimit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

extension FleetOverview.Limit {
    fileprivate init(_ usage: LimitUsage, in queue: QueueName) {
        self.init(
            queue: queue, scope: usage.scope, kind: usage.kind, subject: usage.subject, running: usage.running,
            limit: usage.limit, waitingLines: usage.waiting)
    }
}
