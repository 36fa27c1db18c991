public import Jobs
public import Operations
public import Storage

extension PeriodicService {
    /// Nobody tells of a schedule that was added or changed: it is looked for so often.
    private static let longestSleep = Duration.seconds(1)

    /// Fires schedules when they are due. Any number may run, and each is enough.
    public static func schedules(
        _ store: ScheduleStore, _ templates: [any ScheduleTemplate], broker: any JobBroker, logger: Logger
    ) -> PeriodicService {
        schedules(store, templates, offer: { try await broker.offer($0) }, logger: logger)
    }

    /// - Parameter offer: tells the dispatcher.
    package static func schedules(
        _ store: ScheduleStore, _ templates: [any ScheduleTemplate],
        offer: @escaping @Sendable ([Offer]) async throws -> Void, logger: Logger
    ) -> PeriodicService {
        let minter = JobIDMinter()
        let limit = RepeatLimit(every: .seconds(30))
        return PeriodicService("schedules", logger: logger) {
            if let wait = try await store.untilNext(), wait > .zero { return min(wait, longestSleep) }
            let report = try await store.fireDue(templates, minter: minter)
            // What the dispatcher does not hear now, it hears from whoever looks for jobs of the last minute.
            if !report.jobs.isEmpty { try? await offer(report.jobs.map(\.offer)) }
            if let refusal = report.refusals.first, let suppressed = limit.admit("refused") {
                logger.error(
                    "a schedule could not be fired; it is tried again",
                    [
                        "schedule": .string(refusal.schedule.uuidString.lowercased()),
                        "error": .string(refusal.error), "refused": .integer(report.refusals.count),
                        "suppressed": .integer(suppressed),
                    ])
            }
            if let refusal = report.lastRefusal, let suppressed = limit.admit("tenant") {
                logger.info(
                    "an occurrence of a tenant's schedule was refused",
                    [
                        "schedule": .string(refusal.schedule.uuidString.lowercased()),
                        "error": .string(refusal.error), "refused": .integer(report.refused),
                        "suppressed": .integer(suppressed),
                    ])
            }
            if report.schedules > 0 { return .zero }
            // Somebody else is firing what is due, or nothing ever is.
            return try await store.untilNext() == nil ? longestSleep : .milliseconds(50)
        }
    }

    /// Keeps the schedules that a program brings along as it declares them.
    public static func declaredSchedules(
        _ declarations: [ScheduleDeclaration], in store: ScheduleStore, logger: Logger
    ) -> PeriodicService {
        PeriodicService("declared-schedules", logger: logger) {
            try await store.declare(declarations)
            return .seconds(60)
        }
    }

    /// Says aloud that occurrences are due and nobody fires them, and forgets what became of old ones.
    public static func scheduleWatch(_ store: ScheduleStore, logger: Logger) -> PeriodicService {
        PeriodicService("schedule-watch", logger: logger) {
            while try await store.forgetOccurrences() > 0 {}
            let overdue = try await store.lags().overdue
            if overdue > 0 { logger.error("schedules are overdue", ["schedules": .integer(overdue)]) }
            return .seconds(30)
        }
    }
}
