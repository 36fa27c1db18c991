import Postgres

extension GenerationStore {
    /// Rows of one step.
    private static let page: Int64 = 500

    /// Deletes a page of what is older than it is kept: generations that have ended, with the marks that they were given; rows of
    /// the ledger, whose sums stay; trainings whose model is not served. Any number of processes may do so at once.
    /// - Parameter retention: by the time at which each was asked for.
    /// - Returns: how many generations were deleted, and whether there may be more to do.
    func collect(olderThan retention: Duration) async throws -> (deleted: Int, hasMore: Bool) {
        let floor: Query = """
            flotilla.uuid_floor(now() - \(retention / .seconds(1)) * interval '1 second')
            """
        let generations = try await database.query(
            """
            delete from flotilla.generations where id in (
                select id from flotilla.generations where id < \(floor) and status <> 'open'
                order by id limit \(Self.page))
            returning 1
            """, as: Self.operators)
        let calls = try await database.query(
            """
            with gone as (
                delete from flotilla.model_calls where id in (
                    select id from flotilla.model_calls where id < \(floor) order by id limit \(Self.page))
                returning *
            ), kept as (
                insert into flotilla.model_call_sums as sums
                    (tenant, month, provider, operation, model, calls, estimated_calls, prompt_tokens, cached_tokens,
                    completion_tokens, cost_micros)
                select tenant, date_trunc('month', started_at at time zone 'UTC')::date as month, provider, operation, model,
                    count(*), count(*) filter (where is_estimated), sum(prompt_tokens), sum(cached_tokens),
                    sum(completion_tokens), sum(cost_micros)
                from gone group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
                on conflict (tenant, month, provider, operation, model) do update set
                    calls = sums.calls + excluded.calls,
                    estimated_calls = sums.estimated_calls + excluded.estimated_calls,
                    prompt_tokens = sums.prompt_tokens + excluded.prompt_tokens,
                    cached_tokens = sums.cached_tokens + excluded.cached_tokens,
                    completion_tokens = sums.completion_tokens + excluded.completion_tokens,
                    cost_micros = sums.cost_micros + excluded.cost_micros
            )
            select 1 from gone
            """, as: Self.operators)
        let models = try await database.query(
            """
            delete from flotilla.recommendation_models where id in (
                select id from flotilla.recommendation_models where id < \(floor) and model is null
                order by id limit \(Self.page))
            returning 1
            """, as: Self.operators)
        let most = max(generations.count, calls.count, models.count)
        return (generations.count, most >= Int(Self.page))
    }
}
