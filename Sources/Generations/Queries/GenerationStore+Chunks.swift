import Foundation
import Postgres
import Storage
import Vectors

extension GenerationStore {
    /// Rows that one statement reads or writes.
    private static let page = 2000

    /// How much text documents have, in bytes, all together.
    func textBytes(of documents: [UUID], tenant: UUID) async throws -> Int {
        let row = try await database.query(
            """
            select coalesce(sum(octet_length(text)), 0)::bigint as bytes from flotilla.document_chunks
            where tenant = \(tenant) and document_id = any(\(documents))
            """, of: tenant
        ).first
        return Int(clamping: try row?.decode("bytes", as: Int64.self) ?? 0)
    }

    /// What the documents say, in the order in which they are named.
    /// - Parameter step: 1: all of it; 3: the first passage of each three.
    func passages(of documents: [UUID], tenant: UUID, each step: Int = 1) async throws -> [Passage] {
        try await database.query(
            """
            select chunk.document_id, chunk.number, chunk.heading, chunk.text
            from unnest(\(documents)) with ordinality named (id, place)
                join flotilla.document_chunks chunk on chunk.document_id = named.id and chunk.tenant = \(tenant)
            where (chunk.number - 1) % \(Int32(clamping: step)) = 0
            order by named.place, chunk.number limit \(Int64(Self.page))
            """, of: tenant
        ).map { try Passage($0) }
    }

    /// Passages by document and number, in the order of the list; those that are gone are left out.
    func passages(_ places: [(document: UUID, chunk: Int)], tenant: UUID) async throws -> [Passage] {
        try await database.query(
            """
            select chunk.document_id, chunk.number, chunk.heading, chunk.text
            from unnest(\(places.map(\.document)), \(places.map { Int32(clamping: $0.chunk) }))
                    with ordinality named (id, number, place)
                join flotilla.document_chunks chunk
                    on chunk.document_id = named.id and chunk.number = named.number and chunk.tenant = \(tenant)
            order by named.place
            """, of: tenant
        ).map { try Passage($0) }
    }

    /// The chunks of the documents whose vectors are nearest to a question's, the nearest first: all are looked at, by the server
    /// where it has pgvector, and otherwise here, a page at a time, so that memory stays bounded.
    func nearestChunks(
        to query: [Float], in documents: [UUID], model: String, tenant: UUID, limit: Int
    ) async throws -> [(document: UUID, chunk: Int)] {
        var search = try VectorSearch(query, limit: limit)
        if let found = try await nearestEmbeddings(
            to: query, in: documents, model: model, tenant: tenant, limit: limit)
        {
            return found
        }
        var places: [(document: UUID, chunk: Int)] = []
        var beyond: (document: UUID, chunk: Int32) = (.zero, 0)
        while true {
            let row = try await database.query(
                """
                select array_agg(page.document_id order by page.document_id, page.number) as documents,
                    array_agg(page.number order by page.document_id, page.number) as numbers,
                    string_agg(page.vector, ''::bytea order by page.document_id, page.number) as vectors
                from (
                    select chunk.document_id, chunk.number, vector.vector
                    from flotilla.document_chunks chunk
                        join flotilla.chunk_vectors vector on vector.tenant = chunk.tenant and vector.model = \(model)
                            and vector.sha256 = chunk.sha256
                    where chunk.tenant = \(tenant) and chunk.document_id = any(\(documents))
                        and (chunk.document_id, chunk.number) > (\(beyond.document), \(beyond.chunk))
                    order by chunk.document_id, chunk.number limit \(Int64(Self.page))
                ) page
                """, of: tenant
            ).first
            guard let row, let ids = try row.decode("documents", as: [UUID]?.self) else { break }
            let numbers = try row.decode("numbers", as: [Int32].self)
            places += zip(ids, numbers).map { ($0, Int($1)) }
            try search.scan(try row.decode("vectors", as: [UInt8].self))
            guard ids.count == Self.page, let document = ids.last, let chunk = numbers.last else { break }
            beyond = (document, chunk)
        }
        return search.matches.filter { places.indices.contains($0.row) }.map { places[$0.row] }
    }

    /// Of these texts, those that have no vector of the model yet.
    func withoutVector(_ sums: [[UInt8]], model: String, tenant: UUID) async throws -> Set<[UInt8]> {
        var missing: Set<[UInt8]> = []
        for start in stride(from: 0, to: sums.count, by: Self.page) {
            let part = Array(sums[start..<min(start + Self.page, sums.count)])
            let rows = try await database.query(
                """
                select distinct wanted.sha256 from unnest(\(part)) wanted (sha256)
                where not exists (
                    select from flotilla.chunk_vectors vector
                    where vector.tenant = \(tenant) and vector.model = \(model) and vector.sha256 = wanted.sha256)
                """, of: tenant)
            for row in rows { missing.insert(try row.decode("sha256")) }
        }
        return missing
    }

    /// Keeps vectors at once: an attempt that is cut off need not make them again.
    func keep(_ vectors: [(sha256: [UInt8], vector: [Float])], model: String, tenant: UUID) async throws {
        guard let dimension = vectors.first?.vector.count else { return }
        _ = try await database.query(
            """
            insert into flotilla.chunk_vectors (tenant, model, sha256, dimension, vector)
            select \(tenant), \(model), made.sha256, \(Int32(clamping: dimension)), made.vector
            from unnest(\(vectors.map(\.sha256)), \(vectors.map { Vector.bytes(of: $0.vector) })) made (sha256, vector)
            on conflict do nothing
            """, of: tenant)
    }

    /// The chunks that a document had, as they can be embedded again.
    func chunkTexts(of document: UUID, tenant: UUID) async throws -> [(sha256: [UInt8], text: String)] {
        try await database.query(
            """
            select sha256, text from flotilla.document_chunks where tenant = \(tenant) and document_id = \(document)
            order by number
            """, of: tenant
        ).map { (try $0.decode("sha256"), try $0.decode("text")) }
    }
}

extension Passage {
    init(_ row: Row) throws {
        self.init(
            documentID: try row.decode("document_id"), chunk: Int(try row.decode("number", as: Int32.self)),
            heading: try row.decode("heading"), text: try row.decode("text"))
    }
}
