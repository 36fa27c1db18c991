import Foundation
import Jobs
import Postgres

/// The statements of one transaction that settles a batch: rows first, so that a replaced claim stops everything,
/// then each tenant's effects under that tenant's rights, then the jobs that follow.
struct SettleUnit {
    static let claimReplaced = "FL001"

    private let settlements: [Settlement]

    /// - Parameter settlements: in the order of their ids.
    init(_ settlements: [Settlement]) {
        self.settlements = settlements
    }

    func statements() throws -> [Query] {
        var unit: [Query] = []
        var succeeded: [(Settlement, [UInt8])] = []
        var others: [Settlement] = []
        for settlement in settlements {
            if case .succeeded(let result) = settlement.transition {
                succeeded.append((settlement, result))
            } else {
                others.append(settlement)
            }
        }
        if !succeeded.isEmpty { unit.append(Self.succeed(succeeded)) }
        if !others.isEmpty { unit.append(Self.end(others)) }
        let freed = settlements.filter { $0.isUnique && $0.transition.status.isSettled }.map(\.claim.id.uuid)
        if !freed.isEmpty { unit.append("delete from job_unique where job_id = any(\(freed))") }
        unit += try effects()
        let followUps = settlements.flatMap(\.followUps)
        if !followUps.isEmpty { unit += JobInsertion(followUps).statements() }
        return unit
    }

    private static func succeed(_ settled: [(Settlement, [UInt8])]) -> Query {
        let ids = settled.map(\.0.claim.id.uuid)
        let tokens = settled.map(\.0.claim.token.value)
        let results = settled.map { JSONText($0.1) }
        return """
            with input as (
                select * from unnest(\(ids), \(tokens), \(results)) as input(id, token, result)
            ), settled as (
                update jobs job
                set status = 'succeeded', result = input.result, finished_at = now(), attempt_end = 'succeeded'
                from input
                where job.id = input.id and job.id between \(ids[0]) and \(ids[ids.count - 1])
                    and job.token = input.token and job.status = 'running'
                returning 1
            )
            select flotilla.demand(count(*), \(Int64(ids.count))) from settled
            """
    }

    private static func end(_ settled: [Settlement]) -> Query {
        let ids = settled.map(\.claim.id.uuid)
        let rows = settled.map { TransitionRow($0.transition) }
        return """
            with input as (
                select * from unnest(
                    \(ids), \(settled.map(\.claim.token.value)), \(rows.map(\.status)), \(rows.map(\.end)),
                    \(rows.map(\.error)), \(rows.map(\.delay)), \(rows.map(\.runAt)), \(rows.map(\.errors))
                ) as input(id, token, status, ended, error, delay_ms, run_at, errors)
            ), settled as (
                update jobs job
                set status = input.status::job_status, attempt_end = input.ended, error = input.error,
                    finished_at = now(), errors = job.errors + input.errors,
                    run_at = coalesce(now() + input.delay_ms * interval '1 millisecond', input.run_at, job.run_at)
                from input
                where job.id = input.id and job.id between \(ids[0]) and \(ids[ids.count - 1])
                    and job.token = input.token and job.status = 'running'
                returning job.id, job.status, job.run_at
            ), waiting as (
                insert into due select run_at, id from settled where status in ('scheduled', 'retrying')
                on conflict do nothing
            )
            select flotilla.demand(count(*), \(Int64(ids.count))) from settled
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
        switch transition {
        case .retry(let delay, let error, _):
            self.delay = delay.milliseconds
            self.error = error.json
        case .failed(let error, _): self.error = error.json
        case .requeued(_, let error): self.error = error?.json
        case .postponed(let date, let reason):
            runAt = date
            error = JobError(code: "postponed", message: reason).json
        case .cancelled: error = JobError.cancelled.json
        case .succeeded: break
        }
    }
}

extension JobError {
    /// As the column `jobs.error` holds it.
    var json: JSONText? {
        (try? JSONEncoder().encode(self)).map { JSONText(Array($0)) }
    }
}

extension Duration {
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
