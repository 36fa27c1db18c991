import Foundation
import HTTPServer
import Jobs
import Storage

/// A schedule as callers see it.
enum ScheduleView {
    /// Occurrences to come that are shown.
    private static let shown = 5

    static func path(of id: UUID) -> String { "/schedules/\(id.uuidString.lowercased())" }

    /// What a caller said, and what `PATCH` changes.
    static func said(_ name: String, _ plan: SchedulePlan) -> JSONObject {
        var members: JSONObject = [
            "name": .string(name), "cron": .string(plan.cron), "time_zone": .string(plan.timeZone),
            "missed": .string(plan.missed.rawValue), "missed_limit": .integer(plan.missedLimit),
            "overlap": .string(plan.overlap.rawValue),
        ]
        if plan.template == JobTemplate.name {
            for (name, value) in JSONValue.stored(plan.body).objectValue ?? [:] { members[name] = value }
            members["payload"] = .stored(plan.payload)
        } else {
            members[plan.template] = .stored(plan.body)
        }
        return members
    }

    static func full(_ schedule: Schedule) -> JSONValue {
        var members: JSONObject = ["id": .uuid(schedule.id), "owner": schedule.tenant.map { .uuid($0) } ?? .null]
        for (name, value) in said(schedule.name, schedule.plan) { members[name] = value }
        members["paused"] = .bool(schedule.isPaused)
        members["declared"] = .bool(schedule.isDeclared)
        members["generation"] = .integer(schedule.generation)
        members["next_at"] = .date(schedule.isPaused ? nil : schedule.nextAt)
        members["next"] = .array(next(schedule).map { .date($0) })
        members["last_at"] = .date(schedule.lastAt)
        members["last_jobs"] = .array(schedule.lastJobs.map { .string("\($0)") })
        members["lag_seconds"] = .number(
            JSONNumber((schedule.lag / .seconds(1) * 1000).rounded() / 1000) ?? JSONNumber(0))
        members["overdue"] = .bool(schedule.isOverdue)
        members["error"] = .text(schedule.error)
        members["created_at"] = .date(schedule.createdAt)
        members["updated_at"] = .date(schedule.updatedAt)
        return .object(members)
    }

    private static func next(_ schedule: Schedule) -> [Date] {
        guard !schedule.isPaused, let first = schedule.nextAt, let timing = try? schedule.plan.timing() else {
            return []
        }
        return [first] + timing.next(shown - 1, after: first)
    }

    static func occurrence(_ record: OccurrenceRecord) -> JSONValue {
        .object([
            "occurrence": .date(record.occurrence), "through": .date(record.through),
            "outcome": .string(record.outcome.rawValue), "reason": .text(record.reason),
            "generation": .integer(record.generation), "jobs": .array(record.jobs.map { .string("\($0)") }),
            "recorded_at": .date(record.recordedAt),
        ])
    }
}
