import Foundation
import Postgres

extension GenerationStore {
    /// Rows that one step looks at.
    static let checkedAtOnce = 1000

    /// Ends generations and documents whose job ended without saying so: it ran out of time or attempts, or was cancelled. One
    /// step, from where the last one ended.
    /// - Returns: where the next step begins; nil after the last generation.
    func endAbandoned(after cursor: UUID?) async throws -> UUID? {
        let beyond: Query = cursor.map { "id > \($0)" } ?? "true"
        let rows = try await database.query(
            """
            with page as (
                select id, job_id from flotilla.generations where status = 'open' and \(beyond)
                order by id limit \(Int64(Self.checkedAtOnce))
            ), ended as (
                update flotilla.generations generation
                set status = flotilla.generation_status('open', job.status), finished_at = coalesce(job.finished_at, now()),
                    error_code = coalesce(job.error ->> 'code', job.status::text), error = job.error ->> 'message'
                from page join lateral (
                    select status, error, finished_at from flotilla.jobs where id = page.job_id limit 1
                ) job on job.status in ('failed', 'cancelled', 'succeeded')
                where generation.id = page.id and generation.status = 'open'
            )
            select (select id from page order by id desc limit 1) as last, (select count(*) from page) as looked_at
            """, as: Self.operators)
        guard let row = rows.first else { return nil }
        let isWhole = try row.decode("looked_at", as: Int64.self) == Int64(Self.checkedAtOnce)
        return isWhole ? try row.decode("last") : nil
    }

    func failAbandonedDocuments() async throws {
        _ = try await database.query(
            """
            update flotilla.documents document
            set status = 'failed', error_code = coalesce(job.error ->> 'code', job.status::text),
                error = coalesce(job.error ->> 'message', 'Its job ended without preparing it.')
            from (
                select id, job_id from flotilla.documents where status = 'preparing'
                order by id limit \(Int64(Self.checkedAtOnce))
            ) page join lateral (
                select status, error from flotilla.jobs where id = page.job_id limit 1
            ) job on job.status in ('failed', 'cancelled', 'succeeded')
            where document.id = page.id and document.status = 'preparing'
            """, as: Self.operators)
    }

    /// Deletes a page of vectors of texts that no document has any more. Young ones may be of a document that is being prepared.
    /// - Returns: whether there may be more.
    func deleteOrphanedVectors() async throws -> Bool {
        try await database.query(
            """
            delete from flotilla.chunk_vectors vector
            using (
                select tenant, model, sha256 from flotilla.chunk_vectors old
                where made_at < now() - interval '1 day' and not exists (
                    select from flotilla.document_chunks chunk
                    where chunk.tenant = old.tenant and chunk.sha256 = old.sha256)
                limit \(Int64(Self.checkedAtOnce))
            ) orphan
            where vector.tenant = orphan.tenant and vector.model = orphan.model and vector.sha256 = orphan.sha256
            returning 1
            """, as: Self.operators
        ).count == Self.checkedAtOnce
    }
}
