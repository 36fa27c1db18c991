import Contracts
import Foundation
import Jobs
import Postgres

/// Opens and closes the findings of an account by what is known of its resources now.
struct FindingSweep {
    /// At most so many findings are counted by one notification.
    private static let mostAnnounced: Int64 = 500

    let receipt: ScanResultWriter

    /// After a run of a type: its own rules over what the run saw, and the rules of other types that look at it.
    func statements(after type: ResourceType) -> [Query] {
        var statements: [Query] = []
        let own = FindingRule.all.filter { $0.type == type }
        if !own.isEmpty {
            statements.append(
                Self.judgement(
                    own, account: receipt.account, run: receipt.runID, time: receipt.timestamp,
                    where: "known.latest_run = \(receipt.runID)"))
        }
        for (other, rules) in Self.byType(FindingRule.all.filter { $0.type != type && $0.alsoReads.contains(type) }) {
            statements.append(
                Self.judgement(
                    rules, account: receipt.account, run: receipt.runID, time: receipt.timestamp,
                    where: "known.type = \(other.name) and known.cloud_account = \(receipt.cloudAccount)"))
        }
        return statements + [gone, announcement]
    }

    static func byType(_ rules: [FindingRule]) -> [(ResourceType, [FindingRule])] {
        ResourceType.all.compactMap { type in
            let own = rules.filter { $0.type == type }
            return own.isEmpty ? nil : (type, own)
        }
    }

    /// Judges resources of one type by their latest rows. A verdict that is null, not known, neither opens nor closes.
    /// - Parameter rules: of one type.
    static func judgement(
        _ rules: [FindingRule], account: UUID, run: UUID?, time: Date?, where condition: Query
    ) -> Query {
        guard let type = rules.first?.type else { return "select" }
        let verdicts = rules.map { rule in
            let evidence = rule.evidence.map { "'\($0)', seen.\($0)" }.joined(separator: ", ")
            return "('\(rule.name)', '\(rule.severity.rawValue)', (\(rule.condition)), "
                + "jsonb_build_object(\(evidence), 'scan_timestamp', seen.scan_timestamp))"
        }
        let list = verdicts.joined(separator: ",\n")
        return """
            with verdict as materialized (
                select known.id as resource_id, coalesce(\(time as Date?), known.latest_seen_at) as time,
                    judged.rule, judged.severity, judged.is_met, judged.evidence
                from flotilla.resources known
                    join \(unescaped: type.table) seen on seen.resource_id = known.id
                        and seen.scan_timestamp = known.latest_seen_at and seen.scan_run_id = known.latest_run
                    cross join lateral (values \(unescaped: list)) as judged(rule, severity, is_met, evidence)
                where known.account = \(account) and known.type = \(type.name) and known.closed_at is null
                    and \(condition)
            ), mended as (
                update flotilla.findings set closed_at = verdict.time, close_reason = 'mended'
                from verdict
                where findings.resource_id = verdict.resource_id and findings.rule = verdict.rule
                    and findings.closed_at is null and verdict.is_met is false
            )
            insert into flotilla.findings as old (account, resource_id, rule, severity, evidence, opened_run, opened_at,
                confirmed_at, muted_at, muted_by, mute_reason)
            select \(account), verdict.resource_id, verdict.rule, verdict.severity, verdict.evidence, \(run as UUID?),
                verdict.time, verdict.time, earlier.muted_at, earlier.muted_by, earlier.mute_reason
            from verdict
                -- An accepted finding stays accepted when it comes back.
                left join lateral (
                    select muted_at, muted_by, mute_reason from flotilla.findings
                    where findings.resource_id = verdict.resource_id and findings.rule = verdict.rule
                    order by opened_at desc limit 1
                ) earlier on true
            where verdict.is_met
            order by verdict.resource_id, verdict.rule
            on conflict (resource_id, rule) where closed_at is null do update
                set confirmed_at = excluded.confirmed_at, severity = excluded.severity, evidence = excluded.evidence
            """
    }

    /// What does not exist any more is not wrong any more.
    private var gone: Query {
        """
        update flotilla.findings set closed_at = known.closed_at, close_reason = 'gone'
        from flotilla.resources known
        where known.closed_run = \(receipt.runID) and findings.resource_id = known.id and findings.closed_at is null
        """
    }

    /// One job for all critical findings that the run opened.
    private var announcement: Query {
        """
        select flotilla.announce_findings(\(NotificationRequest.definition.kind.rawValue), \(receipt.runID), jsonb_agg(
            concat_ws(': ', coalesce(known.title, opened.rule), opened.identifier) order by opened.id))
        from (
            select findings.id, findings.rule, resources.identifier
            from flotilla.findings join flotilla.resources on resources.id = findings.resource_id
            where opened_run = \(receipt.runID) and severity = 'critical' and findings.closed_at is null
                and muted_at is null
            order by findings.id limit \(Self.mostAnnounced)
        ) as opened
            left join unnest(\(FindingRule.all.map(\.name)), \(FindingRule.all.map(\.title))) as known(rule, title)
                on known.rule = opened.rule
        having count(*) > 0
        """
    }
}
