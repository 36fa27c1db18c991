import Foundation
import Postgres

extension GenerationStore {
    /// Seconds after which the row of a call that ended has committed.
    private static let settling = 10.0

    struct EndedCalls: Sendable {
        let provider: String
        let operation: String
        let outcome: String
        let count: Int
        let prompt: Int
        let completion: Int
    }

    /// Calls that ended since a moment, some seconds behind the present: their rows commit a little after they are dated.
    /// - Parameter moment: nil to begin now.
    func endedCalls(after moment: Date?) async throws -> (list: [EndedCalls], until: Date?) {
        let rows = try await database.query(
            """
            with clock as (
                select last, coalesce(\(moment), last) as start
                from (select now() - \(Self.settling) * interval '1 second' as last) moment
            )
            select clock.last, ended.* from clock left join lateral (
                select provider, operation, outcome, count(*) as count, sum(prompt_tokens)::bigint as prompt,
                    sum(completion_tokens)::bigint as completion
                from flotilla.model_calls
                where ended_at > clock.start and ended_at <= clock.last and outcome is not null
                group by provider, operation, outcome
            ) ended on true
            """, as: Self.operators)
        var list: [EndedCalls] = []
        for row in rows {
            guard let provider = try row.decode("provider", as: String?.self) else { continue }
            list.append(
                EndedCalls(
                    provider: provider, operation: try row.decode("operation"), outcome: try row.decode("outcome"),
                    count: Int(try row.decode("count", as: Int64.self)),
                    prompt: Int(try row.decode("prompt", as: Int64.self)),
                    completion: Int(try row.decode("completion", as: Int64.self))))
        }
        return (list, try rows.first?.decode("last") ?? moment)
    }
}
