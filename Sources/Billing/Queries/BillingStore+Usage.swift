import Foundation
import Postgres
public import Storage

extension BillingStore {
    /// Keeps what was used. What is there already, by its source and id, counts as a duplicate, also among these events.
    /// - Parameters:
    ///   - events: of accounts that are known (`unknownSchools`).
    ///   - answer: what to keep under the caller's idempotency key, if anything, given how many events were new.
    /// - Returns: how many events were new.
    public func record(
        _ events: [UsageEvent], recording answer: (_ accepted: Int) throws -> IdempotencyRecord?
    ) async throws -> Int {
        // In one order, so that two requests with the same events wait for each other one way only.
        let events = events.sorted { ($0.source, $0.id) < ($1.source, $1.id) }
        return try await jobs.recording(
            [
                .enterOperators,
                """
                with added as (
                    insert into flotilla.usage_events (source, id, tenant, metric, quantity, at)
                    select * from unnest(\(events.map(\.source)), \(events.map(\.id)), \(events.map(\.tenant)),
                        \(events.map(\.metric)), \(events.map(\.quantity)), \(events.map(\.at)))
                    on conflict do nothing returning 1
                )
                select count(*) as added from added
                """,
            ], of: nil
        ) { rows in
            let added = Int(try rows.last?.first?.decode("added", as: Int64.self) ?? 0)
            return (added, try answer(added))
        }
    }
}
