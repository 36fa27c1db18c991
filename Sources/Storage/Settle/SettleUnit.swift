import Foundation
import Jobs
import Postgres

/// The statements of one transaction that settles a batch: rows first, so that a replaced claim stops everything,
/// then each tenant's effects under that tenant's rights, then the jobs that follow.
package struct SettleUnit {
    static let claimReplaced = "FL001"

    private let settlements: [Settlement]

    /// - Parameter settlements: in the order of their ids.
    package init(_ settlements: [Settlement]) {
        self.settlements = settlements
    }

    package func statements() throws -> [Query] {
        let followUps = JobInsertion(settlements.flatMap(\.followUps))
        var unit = followUps.parentLocks(settlements.map(\.claim.id)).map { [$0] } ?? []
        // One group in most batches: what a worker begins without claims is of one session.
        for (session, group) in Dictionary(grouping: settlements, by: { $0.start?.session }) {
            unit += Self.rows(of: group, begunBy: session)
        }
        let freed = settlements.filter { $0.isUnique && $0.transition.status.isSettled }.map(\.claim.id.uuid)
        if !freed.isEmpty { unit.append(UniqueKeys.release("job_id = any(\(freed))")) }
        let left = settlements.filter(\.isLimited).map(\.claim)
        if !left.isEmpty { unit.append(PostgresJobStore.leave(left)) }
        unit += try effects()
        if let membership = followUps.batchMembership(open: false) { unit.append(membership) }
        if settlements.contains(where: { !$0.followUps.isEmpty }) { unit += followUps.statements() }
        return unit
    }

    /// - Parameter session: that began them without a claim; nil of claimed ones.
    private static func rows(of settlements: [Settlement], begunBy session: WorkerSession.ID?) -> [Query] {
        var succeeded: [(Settlement, [UInt8])] = []
        var others: [Settlement] = []
        for settlement in settlements {
            if case .succeeded(let result) = settlement.transition {
                succeeded.append((settlement, result))
            } else {
                others.append(settlement)
            }
        }
        var unit: [Query] = []
        if let list = ClaimList(succeeded.map(\.0.claim)) {
            let run = SettledRuns(succeeded.map(\.0), list, begunBy: session)
            unit.append(succeed(list, run, results: succeeded.map { JSONText($0.1) }))
        }
        if let list = ClaimList(others.map(\.claim)) {
            let run = SettledRuns(others, list, begunBy: session)
            unit.append(end(list, run, others.map { TransitionRow($0.transition) }))
        }
        return unit
    }

    /// - Parameter results: in the order of the list.
    private static func succeed(_ list: ClaimList, _ runs: SettledRuns, results: [JSONText]) -> Query {
        """
        with \(list.lists([("results", "\(results)")] + runs.lists)), settled as (
            update flotilla.jobs job
            set status = 'succeeded', result = \(list.value(of: "results")), finished_at = now(),
                attempt_end = 'succeeded'\(runs.assignments)
            where \(list.names) and \(runs.areCurrent)
            returning 1
        )
        select flotilla.assert_claims(count(*), \(Int64(list.count))) from settled
        """
    }

    /// A job whose cancellation was requested meanwhile does not run again.
    /// - Parameter rows: in the order of the list.
    private static func end(_ list: ClaimList, _ runs: SettledRuns, _ rows: [TransitionRow]) -> Query {
        let lists: [(name: String, values: Query)] =
            runs.lists + [
                ("statuses", "\(rows.map(\.status))"), ("ends", "\(rows.map(\.end))"),
                ("errors", "\(rows.map(\.error))"),
                ("delays", "\(rows.map(\.delay))"), ("times", "\(rows.map(\.runAt))"),
                ("counts", "\(rows.map(\.errors))"),
            ]
        let isOpen: Query = "\(list.value(of: "statuses")) in ('queued', 'scheduled', 'retrying')"
        return """
            with \(list.lists(lists)), settled as (
                update flotilla.jobs job
                set status = case
                        when job.cancel_requested_at is not null and \(isOpen) then 'cancelled'
                        else \(list.value(of: "statuses")) end::flotilla.job_status,
                    attempt_end = \(list.value(of: "ends")),
                    error = \(list.value(of: "errors")), finished_at = now(),
                    errors = job.errors + \(list.value(of: "counts")),
                    run_at = coalesce(
                        now() + \(list.value(of: "delays")) * interval '1 millisecond', \(list.value(of: "times")),
                        job.run_at)\(runs.assignments)
                where \(list.names) and \(runs.areCurrent)
                returning job.id, job.status, job.run_at
            ), waiting as (
                insert into flotilla.due select case when status = 'queued' then now() else run_at end, id from settled
                where status in ('scheduled', 'retrying', 'queued') on conflict do nothing
            ), freed as (
                delete from flotilla.job_unique using settled
                where job_unique.job_id = settled.id and settled.status = 'cancelled' and \(UniqueKeys.isReleasable)
            )
            select flotilla.assert_claims(count(*), \(Int64(list.count))) from settled
            """
    }

    private func effects() throws -> [Query] {
        var byTenant: [UUID: [any Effect]] = [:]
        for settlement in settlements where !settlement.effects.isEmpty {
            byTenant[settlement.tenant, default: []] += settlement.effects
        }
        guard !byTenant.isEmpty else { return [] }
        var unit: [Query] = []
        for (tenant, effects) in byTenant {
            unit.append(.enter(tenant: tenant))
            unit += try EffectPlan(effects).statements()
        }
        return unit + [.enterDispatcher]
    }
}

/// A transition as the columns of the settling statement.
private struct TransitionRow {
    let status: String
    let end: String
    var error: JSONText?
    var delay: Int64?
    var runAt: Date?
    let errors: Int32

    init(_ transition: Transition) {
        status = transition.status.rawValue
        end = transition.end.rawValue
        errors = transition.end.countsAsError ? 1 : 0
        error = transition.error?.json
        switch transition {
        case .retry(let delay, _, _): self.delay = delay.milliseconds
        case .snoozed(let date, _): runAt = date
        case .failed, .requeued, .cancelled, .succeeded: break
        }
    }
}

extension JobError {
    /// As the column `jobs.error` holds it.
    var json: JSONText? {
        (try? JSONEncoder().encode(self)).map { JSONText(Array($0)) }
    }
}
