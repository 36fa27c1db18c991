import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas
import Storage

/// A schedule as callers see it.
struct ScheduleView: Encodable, Sendable {
    /// Occurrences to come that are shown.
    private static let shown = 5

    private let said: JSONObject
    private let standing: Standing

    init(_ schedule: Schedule) {
        said = Self.said(schedule.name, schedule.plan)
        standing = Standing(
            id: schedule.id, owner: schedule.tenant, paused: schedule.isPaused, declared: schedule.isDeclared,
            generation: schedule.generation, nextAt: schedule.isPaused ? nil : schedule.nextAt,
            next: Self.next(schedule), lastAt: schedule.lastAt, lastJobs: schedule.lastJobs.map { "\($0)" },
            lagSeconds: (schedule.lag / .seconds(1) * 1000).rounded() / 1000, overdue: schedule.isOverdue,
            error: schedule.error, createdAt: schedule.createdAt, updatedAt: schedule.updatedAt)
    }

    /// What the caller said stands beside the other members, in the words of the body.
    func encode(to encoder: any Encoder) throws {
        try standing.encode(to: encoder)
        var members = encoder.container(keyedBy: Name.self)
        for (name, value) in said { try members.encode(value, forKey: Name(name)) }
    }

    private struct Standing: Encodable {
        let id: UUID
        let owner: UUID?
        let paused: Bool
        let declared: Bool
        let generation: Int
        let nextAt: Date?
        let next: [Date]
        let lastAt: Date?
        let lastJobs: [String]
        let lagSeconds: Double
        let overdue: Bool
        let error: String?
        let createdAt: Date
        let updatedAt: Date
    }

    /// What a caller said, and what `PATCH` changes.
    static func said(_ name: String, _ plan: SchedulePlan) -> JSONObject {
        var members: JSONObject = [
            "name": .string(name), "cron": .string(plan.cron), "time_zone": .string(plan.timeZone),
            "missed": .string(plan.missed.rawValue), "missed_limit": .integer(plan.missedLimit),
            "overlap": .string(plan.overlap.rawValue),
        ]
        let body = (try? JSONValue(parsing: plan.body)) ?? .null
        if plan.template == JobTemplate.name {
            for (name, value) in body.objectValue ?? [:] { members[name] = value }
            members["payload"] = (try? JSONValue(parsing: plan.payload)) ?? .null
        } else {
            members[plan.template] = body
        }
        return members
    }

    private static func next(_ schedule: Schedule) -> [Date] {
        guard !schedule.isPaused, let first = schedule.nextAt, let timing = try? schedule.plan.timing() else {
            return []
        }
        return [first] + timing.next(shown - 1, after: first)
    }
}

extension ScheduleView {
    /// One that was made just now.
    struct Reference: Encodable, Sendable {
        let id: UUID
        let name: String
        let statusURL: Link
    }

    /// One that was fired beside its times.
    struct Fired: Encodable, Sendable {
        let schedule: UUID
        let occurrence: Date
        let jobs: [JobReference]
    }

    /// What became of an occurrence.
    struct Occurrence: Encodable, Sendable {
        let occurrence: Date
        let through: Date?
        let outcome: String
        let reason: String?
        let generation: Int
        let jobs: [String]
        let recordedAt: Date

        init(_ record: OccurrenceRecord) {
            occurrence = record.occurrence
            through = record.through
            outcome = record.outcome.rawValue
            reason = record.reason
            generation = record.generation
            jobs = record.jobs.map { "\($0)" }
            recordedAt = record.recordedAt
        }
    }
}

extension Link {
    init(toSchedule id: UUID) { self.init("/schedules/\(id.uuidString.lowercased())") }
}

extension ScheduleView: DescribedJSON {
    static func schema(in definitions: inout SchemaDefinitions) -> Schema {
        .all(of: [definitions.schema(of: Standing.self), ScheduleBody.said])
    }
}
