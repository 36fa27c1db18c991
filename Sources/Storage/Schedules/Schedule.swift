public import Cron
public import Foundation
public import Jobs

/// What is fired again and again, and how it is doing.
public struct Schedule: Sendable {
    public let id: UUID
    /// Who sees and changes it; nil: the fleet's own.
    public let tenant: UUID?
    /// Unique among those of its tenant, or of the fleet.
    public let name: String
    public let plan: SchedulePlan
    public let isPaused: Bool
    public let generation: Int
    /// The first occurrence that was not dealt with; nil when there is none.
    public let nextAt: Date?
    public let lastAt: Date?
    public let lastJobs: [JobID]
    /// Why it could not be fired when it was tried last.
    public let error: String?
    public let isDeclared: Bool
    public let createdBy: UUID?
    public let createdAt: Date
    public let updatedAt: Date
    /// How long its next occurrence has been due, by the database's clock.
    public let lag: Duration

    /// Due for longer than the tolerance, and not fired.
    public var isOverdue: Bool { lag > FiringPlan.tolerance }
}

/// When something is fired, and what: all that a caller says of a schedule but its name.
public struct SchedulePlan: Sendable, Hashable {
    public var cron: String
    /// A name of the IANA database.
    public var timeZone: String
    /// The name of the `ScheduleTemplate` that makes the jobs.
    public var template: String
    /// JSON that the template understands.
    public var body: [UInt8]
    /// JSON: an object.
    public var payload: [UInt8]
    public var missed: MissedPolicy
    /// Missed occurrences that `MissedPolicy.all` makes up for.
    public var missedLimit: Int
    public var overlap: OverlapPolicy

    public init(
        cron: String, timeZone: String, template: String = JobTemplate.name, body: [UInt8],
        payload: [UInt8] = Array("{}".utf8), missed: MissedPolicy = .once,
        missedLimit: Int = FiringPlan.defaultLimit, overlap: OverlapPolicy = .allow
    ) {
        self.cron = cron
        self.timeZone = timeZone
        self.template = template
        self.body = body
        self.payload = payload
        self.missed = missed
        self.missedLimit = missedLimit
        self.overlap = overlap
    }

    /// - Throws: `ScheduleRefusal` when the expression or the zone cannot be read.
    public func timing() throws(ScheduleRefusal) -> ScheduleTiming {
        guard let zone = TimeZone.named(timeZone) else {
            throw ScheduleRefusal("the time zone \(timeZone) is not known")
        }
        do {
            return ScheduleTiming(expression: try CronExpression(cron), zone: zone)
        } catch {
            throw ScheduleRefusal("the cron expression cannot be read: \(error)")
        }
    }
}

/// What becomes of an occurrence while a job of an earlier one is still open.
public enum OverlapPolicy: String, Sendable, Codable, CaseIterable {
    /// It is fired all the same.
    case allow
    /// It is left out.
    case skip
}

/// An expression and the zone whose clocks it is about.
public struct ScheduleTiming: Sendable {
    public let expression: CronExpression
    public let zone: TimeZone

    public func next(after date: Date) -> Date? { expression.next(after: date, in: zone) }
    public func next(_ count: Int, after date: Date) -> [Date] { expression.next(count, after: date, in: zone) }
}

/// Why a schedule cannot be as it is, or cannot be fired, in words for a person: no secret, no payload.
public struct ScheduleRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
