import Accounts
import Foundation
import HTTPServer
import JSON
import School

/// `GET` and `POST /classes`, `GET` and `PATCH /classes/{id}`: the school's, and for a professor the own ones.
struct ClassRoutes: APIModule {
    static let readers = Set<Role>.readers.union([.professor])
    static let authors = Set<Role>.managers.union([.professor])

    private let context: APIContext
    private let store: SchoolStore
    private let lists: SchoolStore

    init(_ context: APIContext) {
        self.context = context
        store = SchoolStore(database: context.connections.domains)
        lists = SchoolStore(database: context.lists.domains)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/classes", for: Self.readers,
            APIOperation("listClasses", "Classes").page(of: ClassView.self, isTable: true), list)
        router.post(
            "/classes", for: Self.authors,
            APIOperation("createClass", "Makes a class").body(ClassBody.schema(isNew: true), example: ClassBody.example)
                .answers(ClassView.Reference.self, .created), create)
        router.get(
            "/classes/{id}", for: Self.readers,
            APIOperation("getClass", "A class").answers(ClassView.self), show)
        router.patch(
            "/classes/{id}", for: Self.authors,
            APIOperation("changeClass", "Changes a class").body(ClassBody.schema(isNew: false)).answers(ClassView.self)
                .refuses(.conflict), patch)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let page = try await context.lists.read(by: call.principal) {
            try await lists.classes(
                of: call.principal.tenant, for: SchoolReader(call.principal), before: cursor, limit: limit)
        }
        return try call.answerList(Page(page.list.map { ClassView($0) }, next: page.next))
    }

    /// A professor who makes a class is in it.
    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let body = try ClassBody(try call.request.document(), isNew: true)
        let (id, tenant) = (context.minter.mint().uuid, call.principal.tenant)
        let change = try await checked(body.change, isNew: true, by: call.principal)
        let answer = try call.answer(
            ClassView.Reference(id: id, name: change.name ?? ""), .created,
            location: Link("/classes/\(id.uuidString.lowercased())"))
        return try await context.committing(store.creation(of: id, change, tenant: tenant), answer, for: call)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(ClassView(try await found(call)))
    }

    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let body = try ClassBody(try call.request.document(), isNew: false)
        let id = try await found(call).id
        let change = try await checked(body.change, isNew: false, by: call.principal)
        try await store.change(id, change, of: call.principal.tenant)
        return try call.answer(ClassView(try await found(call)))
    }

    private func found(_ call: Call) async throws -> SchoolClass {
        let found = try await store.schoolClass(
            try call.request.pathID(), of: call.principal.tenant, for: SchoolReader(call.principal))
        guard let found else { throw Problem.notFound() }
        return found
    }

    /// - Throws: 422 for people of another school, or in another role.
    private func checked(_ change: ClassChange, isNew: Bool, by principal: Principal) async throws -> ClassChange {
        var change = change
        // No professor loses sight of the own class by a list without the one who sent it.
        if principal.role == .professor, isNew || change.professorIDs != nil {
            let named = change.professorIDs ?? []
            change.professorIDs = named.contains(principal.userID) ? named : named + [principal.userID]
        }
        try await store.check(
            [
                ("/professor_ids", change.professorIDs ?? [], .professor),
                ("/student_ids", change.studentIDs ?? [], .student),
            ], of: principal.tenant)
        return change
    }
}
