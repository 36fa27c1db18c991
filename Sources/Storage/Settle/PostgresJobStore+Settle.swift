import Foundation
public import Jobs
import Postgres

extension PostgresJobStore: JobStore {
    /// The batch commits as one transaction. When one claim of it was replaced, or one effect is refused, all of it
    /// rolls back, and each settlement is tried by itself. What the server's state keeps from being written is thrown:
    /// it is no settlement's fault, and the same call may succeed later.
    public func settle(_ settlements: [Settlement]) async throws -> SettleReport {
        guard !settlements.isEmpty else { return SettleReport() }
        let ordered = settlements.sorted { $0.claim.id < $1.claim.id }
        do {
            _ = try await database.execute(try SettleUnit(ordered).statements())
            var report = SettleReport()
            report.committed = ordered.map(\.claim)
            return report
        } catch let error as PostgresError where error.isRefusal || error.mayBeOfOneStatement {
            return try await settleOneByOne(ordered)
        } catch is UnknownEffect {
            return try await settleOneByOne(ordered)
        }
    }

    private func settleOneByOne(_ settlements: [Settlement]) async throws -> SettleReport {
        var report = SettleReport()
        for settlement in settlements {
            do {
                _ = try await database.execute(try SettleUnit([settlement]).statements())
                report.committed.append(settlement.claim)
            } catch let error as PostgresError where error.sqlState == SettleUnit.claimReplaced {
                if try await hasSettled(settlement.claim) {
                    report.committed.append(settlement.claim)
                } else {
                    report.superseded.append(settlement.claim)
                }
            } catch let error as PostgresError where error.mayBeOfOneStatement {
                report.held.append(settlement.claim)
            } catch let error as PostgresError where error.isRefusal {
                report.refused[settlement.claim] = EffectRefusal(error).description
            } catch let error as UnknownEffect {
                report.refused[settlement.claim] = error.description
            }
        }
        return report
    }

    /// Replacing a claim changes the row's token, so a row that is not running and still carries the token was settled by
    /// it: the answer to an earlier try got lost.
    private func hasSettled(_ claim: Claim) async throws -> Bool {
        let rows = try await database.query(
            """
            select 1 from flotilla.jobs
            where id = \(claim.id.uuid) and token = \(claim.token.value) and status <> 'running'
            """
        ).rows
        return !rows.isEmpty
    }
}

extension PostgresError {
    /// Whether the same statements would be refused again: by the server, or because they cannot be sent at all.
    fileprivate var isRefusal: Bool { condition == nil && (sqlState != nil || kind == .invalid) }

    /// Whether the settlements beside the one that met it may be written all the same.
    fileprivate var mayBeOfOneStatement: Bool { sqlState != nil && condition?.mayBeOfOneStatement == true }
}

extension PostgresError: StoreFailure {
    public var isOutage: Bool { isRetryable && condition?.mayBeOfOneStatement == false }
}

/// An effect that this store cannot write.
struct UnknownEffect: Error, CustomStringConvertible {
    let description: String
}
