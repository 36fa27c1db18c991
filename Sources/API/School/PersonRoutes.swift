import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas
import School

/// `POST /users/{id}/export` and `/erase`, `GET /exports/{id}` and its archive: what there is about one person, for the person and
/// the school; and its removal, by the school.
struct PersonRoutes: APIModule {
    private static let people = Set<Role>.managers.union([.professor, .student])

    private let context: APIContext
    private let store: SchoolStore
    private let accounts: AccountStore

    init(_ context: APIContext) {
        self.context = context
        store = SchoolStore(database: context.connections.domains)
        accounts = AccountStore(database: context.connections.domains)
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/users/{id}/export", for: Self.people,
            APIOperation("exportPerson", "Makes an archive of all that is kept about a person").parameter(.tenant)
                .answers(PersonArchiveView.Reference.self, .accepted), export)
        router.get(
            "/users/{id}/exports", for: Self.people,
            APIOperation("listExports", "Archives of a person").parameter(.tenant).answers(
                Page<PersonArchiveView>.self), list)
        router.get(
            "/exports/{id}", for: Self.people,
            APIOperation("getExport", "An archive of a person, and whether it is made").parameter(.tenant).answers(
                PersonArchiveView.self), show)
        router.get(
            "/exports/{id}/archive", for: Self.people,
            APIOperation("getExportArchive", "The archive itself").parameter(.tenant).answers(Schema.object)
                .refuses(.conflict), fetch)
        router.post(
            "/users/{id}/erase", for: .managers,
            APIOperation("erasePerson", "Removes all that is kept about a person").parameter(.tenant).answers(
                JobReference.self, .ok, .accepted), erase)
    }

    @Sendable private func export(_ call: Call) async throws -> HTTPResponse {
        let (user, tenant) = (try await user(call).user.id, try tenant(call))
        if try await store.archives(of: user, tenant: tenant).count >= PersonArchive.most {
            throw SchoolRefusal.tooManyExports(PersonArchive.most)
        }
        let id = context.minter.mint().uuid
        let job = NewJob(
            id: context.minter.mint(), tenant: tenant, definition: ExportPerson.definition,
            payload: try ExportPerson(archiveID: id, userID: user).encoded(), trace: call.request.trace)
        let view = PersonArchiveView.Reference(id: id, jobID: job.id)
        let statements =
            [
                store.creation(of: id, of: user, job: job.id, at: ServerClock.shared.now, tenant: tenant)
            ] + store.auditing("user.export_requested", of: user, job, by: call.principal)
        let jobs = context.store
        return try await context.accepting([job], for: call) { _ in
            try call.answer(view, .accepted, location: view.statusURL)
        } commit: { recorded in
            try await jobs.enqueue([job], with: statements, of: tenant, recording: recorded)
        }
    }

    /// A user who is being erased already is not erased twice. One whose account was ended before is erased, too: what that left.
    @Sendable private func erase(_ call: Call) async throws -> HTTPResponse {
        let (id, tenant) = (try call.request.pathID(), try tenant(call))
        let byAdmin = call.principal.role == .admin
        let record = try await accounts.user(id, of: tenant)
        if let record {
            guard [.school, .professor, .student].contains(record.user.role) else {
                throw UserChangeRefusal.isOperator
            }
            if record.user.role == .school, !byAdmin, try await store.isLastSchool(record.user.id, of: tenant) {
                throw UserChangeRefusal.isLastSchool
            }
        } else if try await !store.wasRemoved(id, from: tenant) {
            throw Problem.notFound()
        }
        var job = NewJob(
            id: context.minter.mint(), tenant: tenant, definition: ErasePerson.definition,
            payload: try ErasePerson(userID: id, byAdmin: byAdmin).encoded(), trace: call.request.trace)
        job.uniqueKey = "erase:\(id.uuidString.lowercased())"
        // A token of a user who was removed a moment ago may still write.
        if record == nil { job.runAt = ServerClock.shared.now + ErasureRunner.tokensEnd }
        let (new, jobs, statements) = (
            job, context.store, store.auditing("user.erasure_requested", of: id, job, by: call.principal)
        )
        return try await context.accepting([new], for: call) { existing in
            let reference = JobReference(
                id: existing[new.id] ?? new.id, kind: new.kind, status: new.status)
            return try call.answer(reference, existing.isEmpty ? .accepted : .ok, location: reference.statusURL)
        } commit: { recorded in
            try await jobs.enqueue([new], with: statements, of: tenant, recording: recorded)
        }
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let found = try await store.archives(of: try await user(call).user.id, tenant: try tenant(call))
        var views: [PersonArchiveView] = []
        for archive in found { views.append(PersonArchiveView(archive, try await status(of: archive))) }
        return try call.answer(Page(views, next: UUID?.none))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let archive = try await archive(call)
        return try call.answer(PersonArchiveView(archive, try await status(of: archive)))
    }

    @Sendable private func fetch(_ call: Call) async throws -> HTTPResponse {
        let archive = try await archive(call)
        guard let content = try await store.content(of: archive.id, tenant: try tenant(call)) else {
            throw Problem(.conflict, detail: "The archive is not made yet: see GET /exports/{id}.")
        }
        var response = HTTPResponse(status: .ok, body: .bytes(content))
        response.headers["Content-Type"] = "application/json"
        response.headers["Content-Disposition"] =
            "attachment; filename=\"\(archive.userID.uuidString.lowercased()).json\""
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    private func status(of archive: PersonArchive) async throws -> PersonArchiveView.Status {
        if archive.madeAt != nil { return .ready }
        let job = try await context.store.job(archive.jobID, for: .everybody)
        // It may have succeeded since the archive was looked at: the next look sees that.
        return job.map { $0.status.isSettled && $0.status != .succeeded } ?? true ? .failed : .preparing
    }

    /// An administrator may name another account, by `?tenant=`.
    private func tenant(_ call: Call) throws -> UUID {
        try call.request.allowQuery(["tenant"])
        return try call.school(named: try call.request.query(Field.uuid("tenant"))) ?? call.principal.tenant
    }

    /// The user of the path: for those who manage no account, themselves alone.
    private func user(_ call: Call) async throws -> UserRecord {
        let id = try call.request.pathID()
        guard maySee(id, call), let record = try await accounts.user(id, of: try tenant(call)) else {
            throw Problem.notFound()
        }
        return record
    }

    private func archive(_ call: Call) async throws -> PersonArchive {
        let found = try await store.archive(try call.request.pathID(), tenant: try tenant(call))
        guard let found, maySee(found.userID, call) else { throw Problem.notFound() }
        return found
    }

    private func maySee(_ user: UUID, _ call: Call) -> Bool {
        Set<Role>.managers.contains(call.principal.role) || call.principal.userID == user
    }
}
