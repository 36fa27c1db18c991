import Foundation
public import Invoices
import Postgres
public import Storage

/// A plan is changed by so many at once that this change found no turn.
public struct PlanContention: Error {}

extension BillingStore {
    /// Changes that may come before one that was begun before them.
    private static let mostTurns = 100

    /// The newest version of each plan, in the order of their codes.
    public func plans(after cursor: String?, limit: Int) async throws -> [PlanVersion] {
        try await database.query(
            """
            select distinct on (code) plan, created_at from flotilla.plans where code > \(cursor ?? "")
            order by code, version desc limit \(Int64(limit))
            """, as: Self.operators
        ).map { try PlanVersion($0) }
    }

    /// The newest version; nil when there is no such plan.
    public func plan(_ code: String) async throws -> PlanVersion? {
        try await database.query(
            "select plan, created_at from flotilla.plans where code = \(code) order by version desc limit 1",
            as: Self.operators
        ).first.map { try PlanVersion($0) }
    }

    /// Keeps the first version of a plan.
    /// - Parameter answer: what to keep under the caller's idempotency key, if anything.
    /// - Returns: nil when there is a plan of that code.
    public func create(
        _ plan: Plan, by actor: BillingActor, recording answer: (PlanVersion) throws -> IdempotencyRecord?
    ) async throws -> PlanVersion? {
        try await insert(plan, by: actor, recording: answer)
    }

    /// Makes a new version of a plan. Of changes that are made at once, each finds what the one before it made.
    /// - Parameter change: makes the new terms of the present ones; when they are the same, nothing is written.
    /// - Returns: nil when there is no such plan.
    /// - Throws: `PlanContention`; whatever `change` throws.
    public func change(
        _ code: String, by actor: BillingActor, _ change: (Plan) throws -> Plan
    ) async throws -> PlanVersion? {
        for _ in 0..<Self.mostTurns {
            guard let old = try await plan(code) else { return nil }
            let new = try change(old.plan)
            if new.with(version: old.plan.version) == old.plan { return old }
            if let made = try await insert(
                new.with(version: old.plan.version + 1), by: actor, recording: { _ in nil })
            {
                return made
            }
        }
        throw PlanContention()
    }

    private func insert(
        _ plan: Plan, by actor: BillingActor, recording answer: (PlanVersion) throws -> IdempotencyRecord?
    ) async throws -> PlanVersion? {
        let json = try JSONText(encoding: plan)
        return try await jobs.recording(
            [
                .enterOperators, .act(as: actor),
                """
                insert into flotilla.plans (code, version, plan)
                values (\(plan.code), \(Int32(clamping: plan.version)), \(json))
                on conflict do nothing returning plan, created_at
                """,
            ], of: nil
        ) { rows in
            guard let row = rows.last?.first else { return (nil, nil) }
            let made = try PlanVersion(row)
            return (made, try answer(made))
        }
    }
}

extension Plan {
    fileprivate func with(version: Int) -> Plan {
        Plan(
            code: code, version: version, name: name, currency: currency, priceCents: priceCents,
            includedUsers: includedUsers, userPriceCents: userPriceCents, modules: modules, metered: metered,
            vatRate: vatRate, vatExemptionReason: vatExemptionReason)
    }
}

extension PlanVersion {
    fileprivate init(_ row: Row) throws {
        plan = try JSONDecoder().decode(Plan.self, from: Data(row.decode("plan", as: JSONText.self).bytes))
        createdAt = try row.decode("created_at")
    }
}
