import Cron
import Foundation
import Jobs
import Postgres

extension FiringRound {
    /// An occurrence's row to be.
    private struct Entry {
        let schedule: Schedule
        let occurrence: Date
        var through: Date?
        var outcome = OccurrenceRecord.Outcome.run
        var reason: String?
        var work: ScheduledWork?

        var jobs: [UUID] { work?.jobs.map(\.id.uuid) ?? [] }
    }

    /// What became of the occurrences, their jobs, and the schedules' next times.
    /// - Returns: the jobs that were inserted.
    func write(_ parts: [Part], on connection: Connection) async throws -> [NewJob] {
        guard !parts.isEmpty else { return [] }
        let entries = parts.flatMap(Self.entries)
        // A row that is there was written by an earlier firing: then the occurrence has its jobs.
        let inserted = try await connection.query(Self.insertion(entries)).rows
        let new = Set(
            try inserted.map {
                Key(schedule: try $0.decode(0, as: UUID.self), occurrence: try $0.decode(1, as: Date.self))
            })
        let fresh = entries.filter { $0.work != nil && new.contains(Key($0.schedule.id, $0.occurrence)) }
        let works = fresh.compactMap(\.work)
        let jobs = works.flatMap(\.jobs)
        var unit = works.flatMap(\.rowStatements)
        let insertion = JobInsertion(jobs)
        unit += insertion.statements()
        let position = unit.count - 1
        unit.append(Self.advance(parts, fresh))
        let answers = try await connection.execute(unit)
        let holders = try insertion.holders(answers[position])
        guard !holders.isEmpty else { return jobs }
        try await connection.query(Self.correction(fresh, holders))
        return jobs.filter { holders[$0.id] == nil }
    }

    private struct Key: Hashable {
        let schedule: UUID
        /// Microseconds, as the database keeps them.
        let time: Int64

        init(_ schedule: UUID, _ occurrence: Date) {
            self.schedule = schedule
            time = Int64(exactly: (occurrence.timeIntervalSince1970 * 1_000_000).rounded()) ?? .max
        }

        init(schedule: UUID, occurrence: Date) { self.init(schedule, occurrence) }
    }

    private static func entries(_ part: Part) -> [Entry] {
        var entries: [Entry] = []
        if let skipped = part.plan.skipped {
            entries.append(
                Entry(
                    schedule: part.schedule, occurrence: skipped.first, through: skipped.last, outcome: .skipped,
                    reason: "missed"))
        }
        for date in part.overlapped {
            entries.append(Entry(schedule: part.schedule, occurrence: date, outcome: .skipped, reason: "overlap"))
        }
        for (date, reason) in part.refused {
            entries.append(
                Entry(
                    schedule: part.schedule, occurrence: date, outcome: .skipped,
                    reason: "refused: \(String(reason.prefix(500)))"))
        }
        for (date, work) in part.works {
            entries.append(Entry(schedule: part.schedule, occurrence: date, work: work))
        }
        return entries
    }

    private static func insertion(_ entries: [Entry]) -> Query {
        """
        insert into flotilla.schedule_occurrences
            (schedule, generation, occurrence, tenant, through, outcome, reason, jobs)
        select schedule, generation, occurrence, tenant, through, outcome, reason, jobs::uuid[]
        from unnest(\(entries.map(\.schedule.id)), \(entries.map { Int32(clamping: $0.schedule.generation) }),
            \(entries.map(\.occurrence)), \(entries.map(\.schedule.tenant)), \(entries.map(\.through)),
            \(entries.map(\.outcome.rawValue)), \(entries.map(\.reason)), \(entries.map { literal($0.jobs) }))
            as entry(schedule, generation, occurrence, tenant, through, outcome, reason, jobs)
        on conflict do nothing returning schedule, occurrence
        """
    }

    private static func advance(_ parts: [Part], _ fresh: [Entry]) -> Query {
        var last: [UUID: Entry] = [:]
        for entry in fresh { last[entry.schedule.id] = entry }
        return """
            update flotilla.schedules set next_at = fired.next_at, try_at = fired.next_at,
                last_at = greatest(schedules.last_at, fired.last_at),
                last_jobs = coalesce(fired.last_jobs::uuid[], schedules.last_jobs),
                error = fired.error, failures = case when fired.error is null then 0 else schedules.failures + 1 end
            from unnest(\(parts.map(\.schedule.id)), \(parts.map(\.plan.next)),
                \(parts.map { last[$0.schedule.id]?.occurrence }),
                \(parts.map { part in last[part.schedule.id].map { literal($0.jobs) } }),
                \(parts.map { $0.works.isEmpty ? $0.refused.last?.reason : nil }))
                as fired(id, next_at, last_at, last_jobs, error)
            where schedules.id = fired.id
            """
    }

    /// Occurrences of which a job met its unique key: the job that holds it stands for them.
    private static func correction(_ fresh: [Entry], _ holders: [JobID: JobID]) -> Query {
        let met = fresh.filter { $0.work?.jobs.contains { holders[$0.id] != nil } ?? false }
        let jobs = met.map { entry in literal(entry.work?.jobs.map { (holders[$0.id] ?? $0.id).uuid } ?? []) }
        return """
            update flotilla.schedule_occurrences set outcome = 'skipped', reason = 'unique_key', jobs = met.jobs::uuid[]
            from unnest(\(met.map(\.schedule.id)), \(met.map { Int32(clamping: $0.schedule.generation) }),
                \(met.map(\.occurrence)), \(jobs)) as met(schedule, generation, occurrence, jobs)
            where schedule_occurrences.schedule = met.schedule
                and schedule_occurrences.generation = met.generation
                and schedule_occurrences.occurrence = met.occurrence
            """
    }

    /// An array within an array, as text: those of the protocol have one length each.
    private static func literal(_ ids: [UUID]) -> String { "{\(ids.map(\.uuidString).joined(separator: ","))}" }
}
