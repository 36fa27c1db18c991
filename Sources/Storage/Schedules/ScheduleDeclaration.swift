public import Cron
public import Jobs
import Foundation

/// A schedule that a program declares: created when it is missing, changed when the declaration differs from the program's
/// last one. What an operator changed since, such as a pause or another time, stays until then.
public struct ScheduleDeclaration: Sendable, Hashable {
    public let name: String
    public let plan: SchedulePlan

    public init(name: String, plan: SchedulePlan) {
        self.name = name
        self.plan = plan
    }

    /// A job of one kind without a tenant: its handler finds out whom it concerns.
    /// - Parameter payload: JSON, an object; the job finds the time it is for beside it, as `scheduled_for`.
    public init(
        name: String, cron: String, timeZone: String, kind: JobKind, payload: [UInt8] = Array("{}".utf8),
        missed: MissedPolicy = .once, overlap: OverlapPolicy = .allow
    ) throws {
        self.init(
            name: name,
            plan: SchedulePlan(
                cron: cron, timeZone: timeZone, body: try JobTemplate.Body(kind: kind).encoded(), payload: payload,
                missed: missed, overlap: overlap))
    }

    /// A text that is equal for equal declarations.
    var words: String {
        [
            plan.cron, plan.timeZone, plan.template, String(decoding: plan.body, as: UTF8.self),
            String(decoding: plan.payload, as: UTF8.self), plan.missed.rawValue, "\(plan.missedLimit)",
            plan.overlap.rawValue,
        ].joined(separator: "\n")
    }
}

extension ScheduleStore {
    /// Any number of processes may declare at once and again and again.
    /// - Throws: `ScheduleRefusal` when one cannot be read.
    public func declare(_ declarations: [ScheduleDeclaration]) async throws {
        for declaration in declarations {
            do {
                if try await apply(declaration) { continue }
                try await create(
                    UUID(), named: declaration.name, declaration.plan, for: .everybody, declaration: declaration.words)
            } catch is ScheduleNameTaken {
                // Another process inserted it first, with this declaration or with that of its own version.
                _ = try await apply(declaration)
            }
        }
    }

    /// - Returns: whether there is one of that name.
    private func apply(_ declaration: ScheduleDeclaration) async throws -> Bool {
        let rows = try await database.query(
            """
            select declaration from flotilla.schedules
            where \(ScheduleReference.owner) = \(JobScope.everybody.owner) and name = \(declaration.name)
            """
        ).rows
        guard let row = rows.first else { return false }
        guard try row.decode(0, as: String?.self) != declaration.words else { return true }
        _ = try await update(.name(declaration.name), for: .everybody, declaration: declaration.words) { old in
            (old.name, declaration.plan)
        }
        return true
    }
}
