import Channels
import Foundation
import Postgres
import Storage

/// The ledger: a row before the other side is called, filled in afterwards.
extension NotificationStore {
    /// Records attempts in one round trip and one transaction.
    /// - Returns: for each whether it is recorded; false when there is one of its number already.
    func begin(_ attempts: [NewAttempt]) async throws -> [Bool] {
        let tenants = Dictionary(grouping: attempts, by: \.tenant)
        let rows = try await database.queries(
            tenants.map { tenant, attempts in
                let cutOff = attempts.filter(\.followsCutOff).map(\.delivery)
                return TenantDatabase.Part(
                    of: tenant,
                    (cutOff.isEmpty ? [] : [Self.cutOff(where: "delivery_id = any(\(cutOff))")]) + [
                        Self.begin(attempts, of: tenant)
                    ])
            })
        let begun = Set(try rows.compactMap(\.last).joined().map { try $0.decode("delivery_id", as: UUID.self) })
        return attempts.map { begun.contains($0.delivery) }
    }

    private static func begin(_ attempts: [NewAttempt], of tenant: UUID) -> Query {
        """
        insert into flotilla.delivery_attempts (delivery_id, number, tenant, channel)
        select delivery, number, \(tenant), channel
        from unnest(\(attempts.map(\.delivery)), \(attempts.map(\.number)), \(attempts.map(\.channel.rawValue)))
            as attempt(delivery, number, channel)
        on conflict do nothing returning delivery_id
        """
    }

    /// Writes statements that cannot wait for the job's result.
    func write(_ statements: [Query], of tenant: UUID) async throws {
        _ = try await database.queries(statements, of: tenant)
    }

    static func cutOff(_ work: DeliveryWork) -> Query { cutOff(where: attempts(of: work)) }

    private static func cutOff(where condition: Query) -> Query {
        """
        update flotilla.delivery_attempts set outcome = 'unknown', code = 'cut_off', finished_at = clock_timestamp(),
            text = 'The worker ended before it knew the answer.'
        where \(condition) and outcome is null
        """
    }
}
