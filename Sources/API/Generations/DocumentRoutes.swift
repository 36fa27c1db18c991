import Contracts
import Accounts
import Foundation
import Generations
import HTTPServer
import Jobs

/// `POST` and `GET /documents`, `GET` and `DELETE /documents/{id}`.
struct DocumentRoutes: APIModule {
    private let context: APIContext
    private let store: GenerationStore
    private let lists: GenerationStore

    init(_ context: APIContext) {
        self.context = context
        store = GenerationStore(database: context.connections.domains, jobs: context.store)
        lists = GenerationStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        let authors = GenerationRoutes.authors
        router.post(
            "/documents", for: authors, isAudited: false, bodyLimit: DocumentBody.bodyLimit,
            APIOperation("createDocument", "Takes a document in: JSON, or the file itself").query(
                Field.line("title", atMost: 500), Field<Language>.choice("language")
            ).body(DocumentBody.schema, example: DocumentBody.example).file([
                "text/plain", "text/markdown", "text/html", "application/pdf",
            ]).answers(DocumentView.Reference.self, .accepted), create)
        router.get(
            "/documents", for: GenerationRoutes.readers,
            APIOperation("listDocuments", "Documents, the newest first").page(of: DocumentView.self), list)
        router.get(
            "/documents/{id}", for: GenerationRoutes.readers,
            APIOperation("getDocument", "A document, and how far it is prepared").answers(DocumentView.self), show)
        router.delete(
            "/documents/{id}", for: authors,
            APIOperation("deleteDocument", "Removes a document").answersNothing(), delete)
    }

    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let body = try DocumentBody(call.request)
        try await requireRoom(for: body, of: call.principal.tenant)
        let document = NewDocument(
            id: context.minter.mint().uuid, tenant: call.principal.tenant, userID: call.principal.userID,
            title: body.title, contentType: body.contentType, language: body.language?.rawValue,
            content: body.content, jobID: context.minter.mint())
        let job = try document.job(provider: context.generations.providerName, trace: call.request.trace)
        let view = DocumentView.Reference(document)
        return try await context.accepting([job], for: call) { _ in
            try call.answer(view, .accepted, location: view.statusURL)
        } commit: { recorded in
            try await store.create(document, job, recording: recorded)
            return [:]
        }
    }

    /// What is prepared at the same time may together go a little beyond.
    private func requireRoom(for body: DocumentBody, of tenant: UUID) async throws {
        let (use, bounds) = (try await store.documentUse(of: tenant), context.generations.documents)
        if use.count >= bounds.count {
            throw Problem(
                .unprocessableContent,
                detail:
                    "The account has \(use.count) documents and may have \(bounds.count): delete some of them first.",
                extensions: ["documents": .integer(use.count), "limit": .integer(bounds.count)])
        }
        if body.content.count > bounds.bytes - use.bytes {
            throw Problem(
                .unprocessableContent,
                detail: "The account's documents have \(use.bytes) bytes and may have \(bounds.bytes); this one has "
                    + "\(body.content.count): delete some of them first.",
                extensions: ["bytes": .integer(use.bytes), "limit": .integer(bounds.bytes)])
        }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let page = try await context.lists.read(by: call.principal) {
            try await lists.documents(of: call.principal.tenant, before: cursor, limit: limit)
        }
        return try call.answer(Page(page.list.map { DocumentView($0) }, next: page.next))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let found = try await store.document(try call.request.pathID(), of: call.principal.tenant)
        guard let found else { throw Problem.notFound() }
        return try call.answer(DocumentView(found))
    }

    /// Its chunks go with it; what was generated from it stays, and so do the words that it was quoted with.
    @Sendable private func delete(_ call: Call) async throws -> HTTPResponse {
        let (id, tenant) = (try call.request.pathID(), call.principal.tenant)
        guard let document = try await store.document(id, of: tenant), try await store.deleteDocument(id, of: tenant)
        else { throw Problem.notFound() }
        // What prepares it asks a model for nothing any more.
        if document.status == .preparing { _ = try await context.store.cancel(document.jobID, for: .tenant(tenant)) }
        return HTTPResponse(status: .noContent)
    }
}
