import Foundation
import Postgres
import Vectors

/// What needs pgvector: a second form of each vector, in a column that is there while the extension is.
extension GenerationStore {
    /// Vectors that one step converts.
    static let embeddedAtOnce = 500

    /// Gives a page of vectors the form that pgvector compares, if the server has it. Any number of processes may do so at once.
    /// - Returns: how many vectors got it.
    func fillEmbeddings() async throws -> Int {
        let place = try await database.query(
            "select flotilla.prepare_embedding_column() as place", as: Self.operators
        ).first?.decode("place", as: String?.self)
        guard let place else { return 0 }
        let rows = try await database.query(
            """
            select tenant, model, sha256, dimension, vector from flotilla.chunk_vectors where embedding is null
            order by made_at limit \(Int64(Self.embeddedAtOnce))
            """, as: Self.operators)
        var (tenants, models): ([UUID], [String]) = ([], [])
        var (sums, texts): ([[UInt8]], [String]) = ([], [])
        for row in rows {
            let vector = try Vector.vector(
                of: try row.decode("vector"), dimension: Int(try row.decode("dimension", as: Int32.self)))
            // pgvector holds no others; a search that meets one of these is the worker's.
            guard vector.allSatisfy(\.isFinite) else { continue }
            tenants.append(try row.decode("tenant"))
            models.append(try row.decode("model"))
            sums.append(try row.decode("sha256"))
            texts.append(Self.text(of: vector))
        }
        if texts.isEmpty { return 0 }
        return try await database.query(
            """
            update flotilla.chunk_vectors vector set embedding = made.embedding::\(unescaped: place).vector
            from unnest(\(tenants), \(models), \(sums), \(texts)) made (tenant, model, sha256, embedding)
            where vector.tenant = made.tenant and vector.model = made.model and vector.sha256 = made.sha256
            returning 1
            """, as: Self.operators
        ).count
    }

    /// The chunks that are nearest to a question, as the server finds them: by looking at all of the documents, like the worker.
    /// - Parameter query: of length 1.
    /// - Returns: nil when the worker is to find them: there is no pgvector, or a vector has no such form yet.
    func nearestEmbeddings(
        to query: [Float], in documents: [UUID], model: String, tenant: UUID, limit: Int
    ) async throws -> [(document: UUID, chunk: Int)]? {
        guard let place = try await embeddingPlace(tenant) else { return nil }
        let scope: Query = """
            from flotilla.document_chunks chunk
                join flotilla.chunk_vectors vector on vector.tenant = chunk.tenant and vector.model = \(model)
                    and vector.sha256 = chunk.sha256
            where chunk.tenant = \(tenant) and chunk.document_id = any(\(documents))
            """
        do {
            let rows = try await database.query(
                """
                select whole.is_whole, found.document_id, found.number
                from (
                    select not exists (
                        select \(scope) and (vector.embedding is null or vector.dimension <> \(Int32(clamping: query.count)))
                    ) as is_whole
                ) whole left join lateral (
                    select chunk.document_id, chunk.number \(scope) and whole.is_whole
                    order by vector.embedding operator(\(unescaped: place).<#>) \(Self.text(of: query))::text::\(unescaped: place).vector,
                        chunk.document_id, chunk.number
                    limit \(Int64(limit))
                ) found on true
                """, of: tenant)
            guard try rows.first?.decode("is_whole", as: Bool.self) == true else { return nil }
            return try rows.compactMap { row in
                guard let document = try row.decode("document_id", as: UUID?.self) else { return nil }
                return (document, Int(try row.decode("number", as: Int32.self)))
            }
        } catch let error as PostgresError where Self.isOfExtension(error) {
            return nil
        }
    }

    /// The schema of the extension, quoted; nil when there is no column to compare. It is asked for by each search, so that the
    /// extension may come and go.
    private func embeddingPlace(_ tenant: UUID) async throws -> String? {
        try await database.query(
            """
            select quote_ident(namespace.nspname) as place
            from pg_attribute attribute join pg_type type on type.oid = attribute.atttypid
                join pg_namespace namespace on namespace.oid = type.typnamespace
            where attribute.attrelid = 'flotilla.chunk_vectors'::regclass and attribute.attname = 'embedding'
                and not attribute.attisdropped
            """, of: tenant
        ).first?.decode("place")
    }

    /// Whether the extension has just gone, or cannot be loaded or used by the tenants' role (PostgreSQL documentation, Appendix A:
    /// syntax and access rules, errors of files, features).
    private static func isOfExtension(_ error: PostgresError) -> Bool {
        guard case .server(let state) = error.kind else { return false }
        return ["42", "58", "0A"].contains(String(state.prefix(2)))
    }

    /// As pgvector reads it; each number's shortest form that reads back as the same number.
    private static func text(of vector: [Float]) -> String {
        "[" + vector.map(\.description).joined(separator: ",") + "]"
    }
}
