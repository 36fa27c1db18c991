import Foundation
import Jobs
import ModelProviders
import Postgres

extension GenerationStore {
    /// Writes the ledger's row of a request that is about to be made, with what its prompt will cost: a request that its worker
    /// does not survive was made all the same, and what others ask meanwhile finds it in the budget.
    /// - Parameter tokens: of the prompt, as we estimate them.
    /// - Throws: `BudgetSpent` when the tenant may spend nothing more.
    func beginCall(
        _ id: UUID, _ purpose: CallPurpose, operation: String, provider: String, model: String, tokens: Int
    ) async throws {
        let rows = try await database.query(
            """
            insert into flotilla.model_calls
                (id, tenant, job_id, attempt, generation_id, operation, provider, model, prompt_version, prompt_tokens,
                cost_micros)
            select \(id), \(purpose.tenant), \(purpose.job.uuid), \(Int32(clamping: purpose.attempt)),
                \(purpose.generation), \(operation), \(provider), \(model), \(purpose.promptVersion),
                \(Int32(clamping: tokens)), coalesce((
                    select least(round(\(Int32(clamping: tokens))::numeric * price.prompt_micros / 1000000), 1000000000000)
                    from flotilla.model_prices price where price.model = \(model)
                )::bigint, 0)
            where not exists (
                select from flotilla.generation_budgets budget cross join lateral flotilla.spent_on_models() spent
                where budget.tenant = \(purpose.tenant)
                    and (spent.cost_micros >= budget.cost_micros or spent.tokens >= budget.tokens))
            returning id
            """, of: purpose.tenant)
        if rows.isEmpty { throw BudgetSpent() }
    }

    /// Completes the row, with what the request cost.
    /// - Parameters:
    ///   - outcome: `succeeded`, `invalid` or `failed`.
    ///   - model: the one that answered, by which the price is found when the one that was asked for has none.
    func endCall(
        _ id: UUID, of tenant: UUID, outcome: String, code: String?, model: String?, usage: TokenUsage?,
        firstToken: Duration?, latency: Duration
    ) async throws {
        let usage = usage ?? TokenUsage(prompt: 0, completion: 0, isEstimated: false)
        let (prompt, cached) = (Int32(clamping: usage.prompt), Int32(clamping: min(usage.cached, usage.prompt)))
        let completion = Int32(clamping: usage.completion)
        _ = try await database.query(
            """
            update flotilla.model_calls call
            set outcome = \(outcome), code = \(code), prompt_tokens = \(prompt), cached_tokens = \(cached),
                completion_tokens = \(completion), is_estimated = \(usage.isEstimated),
                first_token_ms = \(firstToken.map(Self.milliseconds)), latency_ms = \(Self.milliseconds(latency)),
                ended_at = clock_timestamp(), cost_micros = coalesce((
                    select least(round((
                        (\(prompt)::numeric - \(cached)) * price.prompt_micros
                        + \(cached)::numeric * coalesce(price.cached_micros, price.prompt_micros)
                        + \(completion)::numeric * price.completion_micros) / 1000000), 1000000000000)
                    from flotilla.model_prices price where price.model in (call.model, \(model))
                    order by price.model = call.model desc limit 1
                )::bigint, 0)
            where id = \(id) and tenant = \(tenant) and outcome is null
            """, of: tenant)
    }

    private static func milliseconds(_ duration: Duration) -> Int32 {
        let value = duration / .milliseconds(1)
        return value.isFinite ? Int32(clamping: Int64(min(max(value, 0), 1e12))) : 0
    }
}
