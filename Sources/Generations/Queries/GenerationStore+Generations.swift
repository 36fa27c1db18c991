public import Foundation
import JSON
public import Jobs
import Postgres
public import Storage

extension GenerationStore {
    /// Accepts generations with their jobs, all of them or none.
    /// - Parameters:
    ///   - others: jobs that are accepted with them.
    ///   - statements: of what brings the generations about; they run before, with the tenant's rights.
    public func create(
        _ generations: [NewGeneration], and others: [NewJob] = [], with statements: [Query] = [], of tenant: UUID,
        recording answer: IdempotencyRecord? = nil
    ) async throws {
        let rows = try generations.map { generation -> Query in
            """
            insert into flotilla.generations
                (id, tenant, user_id, type, input, asked_model, seed, max_tokens, reader_id, job_id)
            values (\(generation.id), \(tenant), \(generation.userID), \(generation.request.type.rawValue),
                \(JSONText(try generation.request.encoded())), \(generation.model), \(generation.seed),
                \(generation.maxTokens.map { Int32(clamping: $0) }), \(generation.readerID), \(generation.job.id.uuid))
            on conflict (id) do nothing
            """
        }
        _ = try await jobs.enqueue(
            generations.map(\.job) + others, with: statements + rows, of: tenant, recording: answer)
    }

    /// With its calls.
    public func generation(
        _ id: UUID, of tenant: UUID, for reader: GenerationReader = .account
    ) async throws -> Generation? {
        let rows = try await database.queries(
            [
                """
                select \(Self.columns) from flotilla.generations generation \(Self.withJob)
                where generation.tenant = \(tenant) and generation.id = \(id) and \(reader.sees)
                """,
                """
                select started_at, outcome, code, prompt_tokens, completion_tokens, is_estimated, latency_ms, cost_micros
                from flotilla.model_calls where tenant = \(tenant) and generation_id = \(id) order by started_at, id
                limit 1000
                """,
            ], of: tenant)
        guard let row = rows.first?.first, let calls = rows.last else { return nil }
        var generation = try Generation(row)
        generation.calls = try calls.map { try ModelCall($0) }
        generation.totals = CallTotals(generation.calls)
        return generation
    }

    /// Newest first.
    public func generations(
        of tenant: UUID, type: GenerationType?, status: Generation.Status?, for reader: GenerationReader,
        before cursor: UUID?, limit: Int
    ) async throws -> (list: [Generation], next: UUID?) {
        var condition: Query = "\(ListBound.only("generation.tenant", tenant)) and \(reader.sees)"
        if let type { condition = "\(condition) and generation.type = \(type.rawValue)" }
        if let cursor { condition = "\(condition) and generation.id < \(cursor)" }
        if let status, !status.isOpen {
            condition = "\(condition) and generation.status in ('open', \(status.rawValue))"
        }
        if let status, status.isOpen { condition = "\(condition) and generation.status = 'open'" }
        let looked: Query = """
            select \(Self.columns) from (
                select * from flotilla.generations generation where \(condition)
                order by generation.id desc \(ListBound.limit)
            ) generation \(Self.withJob)
            """
        let chosen: Query = status.map { "where found.status = \($0.rawValue)" } ?? "where true"
        let rows = try await database.query(
            ListBound.page(
                of: "select found.* from (\(looked)) found \(chosen) order by id desc",
                size: "octet_length(input::text) + coalesce(octet_length(output::text), 0)", order: "id desc",
                limit: limit),
            of: tenant)
        let list = try rows.map { try Generation($0) }
        return (try await withTotals(list, of: tenant), try ListBound.hasNext(rows) ? list.last?.id : nil)
    }

    /// Whether a job is that of a generation which this reader sees.
    public func sees(_ reader: GenerationReader, job: JobID, of tenant: UUID) async throws -> Bool {
        try await !database.query(
            """
            select id from flotilla.generations generation
            where generation.tenant = \(tenant) and generation.job_id = \(job.uuid) and \(reader.sees) limit 1
            """, of: tenant
        ).isEmpty
    }

    private func withTotals(_ list: [Generation], of tenant: UUID) async throws -> [Generation] {
        if list.isEmpty { return [] }
        let rows = try await database.query(
            """
            select generation_id, sum(prompt_tokens)::bigint as prompt_tokens,
                sum(completion_tokens)::bigint as completion_tokens, bool_or(is_estimated) as is_estimated,
                sum(cost_micros)::bigint as cost_micros, coalesce(sum(latency_ms), 0)::bigint as latency_ms
            from flotilla.model_calls where tenant = \(tenant) and generation_id = any(\(list.map(\.id)))
            group by generation_id
            """, of: tenant)
        var totals: [UUID: CallTotals] = [:]
        for row in rows { totals[try row.decode("generation_id")] = try CallTotals(row) }
        return list.map { generation in
            var generation = generation
            generation.totals = totals[generation.id] ?? CallTotals()
            return generation
        }
    }

    static let columns: Query = """
        generation.id, generation.tenant, generation.user_id, generation.type, generation.input, generation.asked_model,
        generation.seed, generation.max_tokens, generation.job_id, generation.output, generation.citations,
        generation.model, generation.prompt_version, generation.truncated, generation.invalid_output,
        generation.created_at, coalesce(generation.finished_at, job.finished_at) as finished_at,
        flotilla.generation_status(generation.status, job.status) as status,
        coalesce(generation.error_code, job.error ->> 'code',
            case when generation.status = 'open' and job.id is null then 'job_gone' end) as error_code,
        coalesce(generation.error, job.error ->> 'message',
            case when generation.status = 'open' and job.id is null
                then 'The job of this generation is not kept any more.' end) as error
        """

    /// Only what has not ended asks its job how far it is.
    static let withJob: Query = """
        left join lateral (
            select * from flotilla.jobs where id = case when generation.status = 'open' then generation.job_id end limit 1
        ) job on true
        """
}

extension Generation {
    init(_ row: Row) throws {
        guard let type = GenerationType(rawValue: try row.decode("type")),
            let status = Status(rawValue: try row.decode("status"))
        else { throw PostgresError.unreadable("a generation's type or status") }
        self.init(
            id: try row.decode("id"), tenant: try row.decode("tenant"), userID: try row.decode("user_id"), type: type,
            input: try JSONValue(parsing: try row.decode("input", as: JSONText.self).bytes),
            askedModel: try row.decode("asked_model"), seed: try row.decode("seed"),
            maxTokens: try row.decode("max_tokens", as: Int32?.self).map { Int($0) },
            jobID: JobID(try row.decode("job_id", as: UUID.self)), status: status,
            output: try row.decode("output", as: JSONText?.self).map { try JSONValue(parsing: $0.bytes) },
            citations: try JSONDecoder().decode(
                [Citation].self, from: Data(try row.decode("citations", as: JSONText.self).bytes)),
            model: try row.decode("model"), promptVersion: try row.decode("prompt_version"),
            isTruncated: try row.decode("truncated"),
            errorCode: status == .failed || status == .cancelled ? try row.decode("error_code") : nil,
            error: status == .failed || status == .cancelled ? try row.decode("error") : nil,
            invalidOutput: try row.decode("invalid_output"), createdAt: try row.decode("created_at"),
            finishedAt: status.isOpen ? nil : try row.decode("finished_at"))
    }
}

extension ModelCall {
    init(_ row: Row) throws {
        self.init(
            at: try row.decode("started_at"), outcome: try row.decode("outcome"), code: try row.decode("code"),
            promptTokens: Int(try row.decode("prompt_tokens", as: Int32.self)),
            completionTokens: Int(try row.decode("completion_tokens", as: Int32.self)),
            isEstimated: try row.decode("is_estimated"),
            latencyMilliseconds: try row.decode("latency_ms", as: Int32?.self).map { Int($0) },
            costMicros: try row.decode("cost_micros"))
    }
}

extension CallTotals {
    init(_ row: Row) throws {
        promptTokens = Int(try row.decode("prompt_tokens", as: Int64.self))
        completionTokens = Int(try row.decode("completion_tokens", as: Int64.self))
        isEstimated = try row.decode("is_estimated")
        costMicros = try row.decode("cost_micros")
        latencyMilliseconds = Int(try row.decode("latency_ms", as: Int64.self))
    }

    init(_ calls: [ModelCall]) {
        for call in calls {
            promptTokens += call.promptTokens
            completionTokens += call.completionTokens
            isEstimated = isEstimated || call.isEstimated
            costMicros += call.costMicros
            latencyMilliseconds += call.latencyMilliseconds ?? 0
        }
    }
}
