public import Jobs
public import Operations
public import Storage

extension PeriodicService {
    /// A schedule that was added or changed is not announced: it is looked for this often.
    private static let longestSleep = Duration.seconds(1)

    /// Fires schedules when they are due. Any number may run; one is enough.
    public static func schedules(
        _ store: ScheduleStore, _ templates: [any ScheduleTemplate], broker: any JobBroker, logger: Logger
    ) -> PeriodicService {
        schedules(store, templates, offer: { try await broker.offer($0) }, logger: logger)
    }

    /// - Parameter offer: offers the fired jobs to the dispatcher.
    package static func schedules(
        _ store: ScheduleStore, _ templates: [any ScheduleTemplate],
        offer: @escaping @Sendable ([Offer]) async throws -> Void, logger: Logger
    ) -> PeriodicService {
        let minter = JobIDMinter()
        let limit = RepeatLimit(every: .seconds(30))
        return PeriodicService("schedules", logger: logger) {
            if let wait = try await store.untilNext(), wait > .zero { return min(wait, longestSleep) }
            let report = try await store.fireDue(templates, minter: minter)
            // An offer that fails here is made again by the reconciler (`offerRecent`).
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
            // Another process is firing what is due, or nothing ever is.
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

    /// Logs an error while due occurrences are not fired, and deletes the records of old ones.
    public static func scheduleWatch(_ store: ScheduleStore, logger: Logger) -> PeriodicService {
        PeriodicService("schedule-watch", logger: logger) {
            while try await store.forgetOccurrences() > 0 {}
            let overdue = try await store.lags().overdue
            if overdue > 0 { logger.error("schedules are overdue", ["schedules": .integer(overdue)]) }
            return .seconds(30)
        }
    }
}
