import Accounts
import Contracts
import Foundation
import Generations
import HTTPServer
import Jobs
import School

/// `GET` and `POST /learning-paths`, `GET` and `PATCH /learning-paths/{id}`.
struct LearningPathRoutes: APIModule {
    static let professors: Set<Role> = [.professor]

    private let context: APIContext
    private let store: SchoolStore
    private let lists: SchoolStore
    private let generations: GenerationStore
    private let subscription: SchoolSubscription

    init(_ context: APIContext) {
        self.context = context
        store = SchoolStore(database: context.connections.domains)
        lists = SchoolStore(database: context.lists.domains)
        generations = GenerationStore(database: context.connections.domains, jobs: context.store)
        subscription = SchoolSubscription(context)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/learning-paths", for: .everybody,
            APIOperation("listLearningPaths", "Learning paths that the caller may see").page(
                of: LearningPathView.self, isTable: true), list)
        router.post(
            "/learning-paths", for: Self.professors, isAudited: false,
            APIOperation("createLearningPath", "Makes a learning path").body(
                LearningPathBody.schema(isNew: true), example: LearningPathBody.example
            ).answers(LearningPathView.Reference.self, .accepted), create)
        router.get(
            "/learning-paths/{id}", for: .everybody,
            APIOperation("getLearningPath", "A learning path with its steps").answers(LearningPathView.self), show)
        router.patch(
            "/learning-paths/{id}", for: Self.professors,
            APIOperation("changeLearningPath", "Changes a learning path").body(LearningPathBody.schema(isNew: false))
                .answers(LearningPathView.self).refuses(.conflict), patch)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let reader = SchoolReader(call.principal)
        let page = try await context.lists.read(by: call.principal) {
            try await lists.paths(of: call.principal.tenant, for: reader, before: cursor, limit: limit)
        }
        return try call.answerList(
            Page(page.list.map { LearningPathView($0, for: reader, isWhole: false) }, next: page.next))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(
            LearningPathView(try await store.path(of: call), for: SchoolReader(call.principal), isWhole: true))
    }

    /// Documents are prepared, and steps written when that is asked for: each a job, which the answer names.
    @Sendable private func create(_ call: Call) async throws -> HTTPResponse {
        let body = try LearningPathBody(try call.request.document(), isNew: true)
        let tenant = call.principal.tenant
        let students = try await students(of: body, for: call.principal) ?? []
        try await check(body.documentIDs, of: tenant)
        try await subscription.check(tenant)
        let path = try await newPath(body, students, by: call.principal)
        var work = PathWork(PathWork.PathSubject(path), context, call.request.trace)
        if !path.documentIDs.isEmpty { try work.add(.context) }
        if body.generates { try work.add(.steps) }
        let status: LearningPath.Status =
            work.records.isEmpty ? (path.steps.isEmpty ? .draft : .ready) : .preparing
        let view = LearningPathView.Reference(path.id, status, students: students.count, work.records)
        let statements = store.creation(of: path) + store.statements(adding: work.records, to: path.id, tenant: tenant)
        let (made, generations) = (work.generations, generations)
        return try await context.accepting(made.map(\.job), for: call) { _ in
            try call.answer(view, .accepted, location: view.statusURL)
        } commit: { recorded in
            try await generations.create(made, with: statements, of: tenant, recording: recorded)
            return [:]
        }
    }

    private func newPath(
        _ body: LearningPathBody, _ students: [UUID], by principal: Principal
    ) async throws -> NewLearningPath {
        let locale = try await store.person(principal.userID, of: principal.tenant)?.locale
        var path = NewLearningPath(
            id: context.minter.mint().uuid, tenant: principal.tenant, professorID: principal.userID,
            name: body.change.name ?? "", goals: body.change.goals ?? [], level: body.change.level ?? "",
            language: (body.language ?? Language(locale: locale)).rawValue)
        path.allowed = body.change.allowed ?? []
        path.agent = body.change.agent ?? nil
        path.documentIDs = body.documentIDs
        path.studentIDs = students
        path.steps = body.change.steps ?? []
        return path
    }

    /// While it is no path yet all of it; once it is validated, its words and pupils: new ones learn of it.
    @Sendable private func patch(_ call: Call) async throws -> HTTPResponse {
        let body = try LearningPathBody(try call.request.document(), isNew: false)
        let (path, tenant) = (try await store.path(of: call), call.principal.tenant)
        let statuses: [LearningPath.Status] =
            body.change.steps == nil ? [.draft, .preparing, .ready, .validated] : [.draft, .ready]
        guard statuses.contains(path.status) else { throw SchoolRefusal.pathStatus(path.status, expected: statuses) }
        var change = body.change
        change.studentIDs = try await students(of: body, for: call.principal)
        if change.studentIDs != nil, body.change.studentIDs == nil {
            // Classes alone add to the pupils that there are.
            let known = Set(path.people.map(\.id))
            change.studentIDs = path.people.map(\.id) + (change.studentIDs ?? []).filter { !known.contains($0) }
        }
        let now = ServerClock.shared.now
        var statements = store.statements(changing: path.id, change, while: [path.status], tenant: tenant)
        var jobs: [NewJob] = []
        if path.status == .validated, let students = change.studentIDs {
            let known = Set(path.people.filter { $0.notifiedAt != nil }.map(\.id))
            let new = students.filter { !known.contains($0) }
            if !new.isEmpty {
                statements.append(store.notification(of: new, of: path.id, at: now))
                jobs = try await notifications(of: path, to: new, call)
            }
        }
        let (committed, store) = (statements, context.store)
        let sent = jobs
        try await refusingBySchoolRules {
            _ = try await context.admitting(sent) {
                try await store.enqueue(sent, with: committed, of: tenant)
            }
        }
        return try await show(call)
    }

    private func notifications(of path: LearningPath, to students: [UUID], _ call: Call) async throws -> [NewJob] {
        let professor = try await store.person(call.principal.userID, of: call.principal.tenant)
        return try PathWork(
            PathWork.PathSubject(path, of: call.principal.tenant), context, call.request.trace
        ).notifications(of: path.id, to: students, by: professor?.name)
    }

    /// The pupils that a body names, with those of its classes; nil when it names none.
    private func students(of body: LearningPathBody, for principal: Principal) async throws -> [UUID]? {
        let tenant = principal.tenant
        if body.change.studentIDs == nil, body.classIDs.isEmpty { return nil }
        let named = body.change.studentIDs ?? []
        try await store.check([("/student_ids", named, .student)], of: tenant)
        let known = Set(
            try await store.classes(body.classIDs, of: tenant, for: SchoolReader(principal)).map(\.id))
        let unknown = body.classIDs.enumerated().filter { !known.contains($0.element) }
        if !unknown.isEmpty {
            throw Problem.invalid(
                unknown.map {
                    Problem.FieldError(pointer: "/class_ids/\($0.offset)", message: "is no class of the caller")
                })
        }
        let members = try await store.students(of: body.classIDs, tenant: tenant).filter { !named.contains($0) }
        guard named.count + members.count <= SchoolLimits.pathStudents else {
            throw Problem.invalid([
                Problem.FieldError(
                    pointer: "/class_ids", message: "lead to more than \(SchoolLimits.pathStudents) pupils")
            ])
        }
        return named + members
    }

    private func check(_ documents: [UUID], of tenant: UUID) async throws {
        if documents.isEmpty { return }
        let found = Dictionary(
            try await generations.documents(documents, of: tenant).map { ($0.id, $0.status) }
        ) { first, _ in first }
        var errors = FieldErrors()
        for (index, id) in documents.enumerated() {
            switch found[id] {
            case nil: errors.add("/document_ids/\(index)", "is no document of the account")
            case .failed: errors.add("/document_ids/\(index)", "could not be prepared: see GET /documents/{id}")
            case .preparing, .ready: break
            }
        }
        if !errors.isEmpty { throw Problem.invalid(errors) }
    }
}

extension SchoolStore {
    /// The path of the request, for its caller.
    /// - Throws: 404 where the caller sees none.
    func path(of call: Call) async throws -> LearningPath {
        let found = try await path(
            try call.request.pathID(), of: call.principal.tenant, for: SchoolReader(call.principal))
        guard let found else { throw Problem.notFound() }
        return found
    }
}
