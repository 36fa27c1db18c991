import Cryptography
public import Foundation
public import Jobs
import Postgres
public import Storage

extension GenerationStore {
    /// Accepts a document with the job that prepares it.
    public func create(_ document: NewDocument, _ job: NewJob, recording answer: IdempotencyRecord? = nil) async throws
    {
        let sum = SHA256.digest(document.content)
        _ = try await jobs.enqueue(
            [job],
            with: [
                """
                insert into flotilla.documents
                    (id, tenant, user_id, title, content_type, language, sha256, bytes, job_id)
                values (\(document.id), \(document.tenant), \(document.userID), \(document.title), \(document.contentType),
                    \(document.language), \(sum), \(Int32(clamping: document.content.count)), \(job.id.uuid))
                on conflict (id) do nothing
                """,
                """
                insert into flotilla.document_sources (document_id, tenant, content)
                values (\(document.id), \(document.tenant), \(document.content)) on conflict (document_id) do nothing
                """,
            ], of: document.tenant, recording: answer)
    }

    /// How many documents a tenant has, and how many bytes were sent for them.
    public func documentUse(of tenant: UUID) async throws -> (count: Int, bytes: Int) {
        let row = try await database.query(
            """
            select count(*) as count, coalesce(sum(bytes), 0)::bigint as bytes from flotilla.documents
            where tenant = \(tenant)
            """, of: tenant
        ).first
        return (
            Int(try row?.decode("count", as: Int64.self) ?? 0), Int(try row?.decode("bytes", as: Int64.self) ?? 0)
        )
    }

    public func document(_ id: UUID, of tenant: UUID) async throws -> Document? {
        try await documents([id], of: tenant).first
    }

    /// Those of them that there are.
    public func documents(_ ids: [UUID], of tenant: UUID) async throws -> [Document] {
        try await database.query(
            "select \(Self.documentColumns) from flotilla.documents where tenant = \(tenant) and id = any(\(ids))",
            of: tenant
        ).map { try Document($0) }
    }

    /// Newest first.
    public func documents(of tenant: UUID, before cursor: UUID?, limit: Int) async throws -> (
        list: [Document], next: UUID?
    ) {
        var condition = ListBound.only("tenant", tenant)
        if let cursor { condition = "\(condition) and id < \(cursor)" }
        let rows = try await database.query(
            ListBound.page(
                of: "select \(Self.documentColumns) from flotilla.documents where \(condition) order by id desc",
                size: "octet_length(title) + coalesce(octet_length(error), 0)", order: "id desc", limit: limit),
            of: tenant)
        let list = try rows.map { try Document($0) }
        return (list, try ListBound.hasNext(rows) ? list.last?.id : nil)
    }

    /// - Returns: whether there was one.
    public func deleteDocument(_ id: UUID, of tenant: UUID) async throws -> Bool {
        try await !database.query(
            "delete from flotilla.documents where tenant = \(tenant) and id = \(id) returning id", of: tenant
        ).isEmpty
    }

    static let documentColumns: Query = """
        id, tenant, user_id, title, content_type, language, bytes, status, error_code, error, characters, chunks,
        embedding_model, job_id, created_at, prepared_at
        """

    /// As it came; nil once it is prepared, or when it is gone.
    func source(of document: UUID, tenant: UUID) async throws -> [UInt8]? {
        try await database.query(
            "select content from flotilla.document_sources where document_id = \(document) and tenant = \(tenant)",
            of: tenant
        ).first?.decode("content")
    }
}

extension Document {
    init(_ row: Row) throws {
        guard let status = Status(rawValue: try row.decode("status")) else {
            throw PostgresError.unreadable("a document's status")
        }
        self.init(
            id: try row.decode("id"), tenant: try row.decode("tenant"), userID: try row.decode("user_id"),
            title: try row.decode("title"), contentType: try row.decode("content_type"),
            language: try row.decode("language"), bytes: Int(try row.decode("bytes", as: Int32.self)), status: status,
            errorCode: try row.decode("error_code"), error: try row.decode("error"),
            characters: try row.decode("characters", as: Int32?.self).map { Int($0) },
            chunks: try row.decode("chunks", as: Int32?.self).map { Int($0) },
            embeddingModel: try row.decode("embedding_model"), jobID: JobID(try row.decode("job_id", as: UUID.self)),
            createdAt: try row.decode("created_at"), preparedAt: try row.decode("prepared_at"))
    }
}
