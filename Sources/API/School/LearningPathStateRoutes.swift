import Foundation
import Generations
import HTTPServer
import Jobs
import School

/// `POST /learning-paths/{id}/validate`, `/retry` and `/archive`.
struct LearningPathStateRoutes: APIModule {
    private let context: APIContext
    private let store: SchoolStore
    private let generations: GenerationStore

    init(_ context: APIContext) {
        self.context = context
        store = SchoolStore(database: context.connections.domains)
        generations = GenerationStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        let professors = LearningPathRoutes.professors
        router.post(
            "/learning-paths/{id}/validate", for: professors,
            APIOperation("validateLearningPath", "Lets pupils see a learning path, and notifies each once").answers(
                LearningPathView.Reference.self), validate)
        router.post(
            "/learning-paths/{id}/retry", for: professors,
            APIOperation("retryLearningPath", "Asks again for what failed of a learning path").answers(
                LearningPathView.Reference.self, .accepted), retry)
        router.post(
            "/learning-paths/{id}/archive", for: professors,
            APIOperation("archiveLearningPath", "Archives a learning path").answers(LearningPathView.Reference.self),
            archive)
    }

    /// The pupils learn of the path, each once, and each step gets its quiz: jobs that commit with the validation.
    @Sendable private func validate(_ call: Call) async throws -> HTTPResponse {
        let (path, tenant) = (try await store.path(of: call), call.principal.tenant)
        if path.status == .validated { return try call.answer(reference(path)) }
        guard path.status == .ready else { throw SchoolRefusal.pathStatus(path.status, expected: [.ready]) }
        let now = ServerClock.shared.now
        let students = path.people.filter { $0.notifiedAt == nil }.map(\.id)
        var work = PathWork(PathWork.PathSubject(path, of: tenant), context, call.request.trace)
        for step in path.steps { try work.add(.quiz, step: step.number) }
        let professor = try await store.person(call.principal.userID, of: tenant)
        let notifications = try work.notifications(of: path.id, to: students, by: professor?.name)
        let statements =
            [store.validation(of: path.id, at: now), store.notification(of: students, of: path.id, at: now)]
            + store.statements(adding: work.records, to: path.id, tenant: tenant)
        let view = LearningPathView.Reference(
            path.id, .validated, students: path.students, path.generations + work.records)
        let (made, generations) = (work.generations, generations)
        return try await refusingBySchoolRules {
            try await context.accepting(made.map(\.job) + notifications, for: call) { _ in
                try call.answer(view)
            } commit: { recorded in
                try await generations.create(
                    made, and: notifications, with: statements, of: tenant, recording: recorded)
                return [:]
            }
        }
    }

    /// What failed is asked for again; no pupil hears of that.
    @Sendable private func retry(_ call: Call) async throws -> HTTPResponse {
        let (path, tenant) = (try await store.path(of: call), call.principal.tenant)
        guard path.status != .archived else {
            throw SchoolRefusal.pathStatus(path.status, expected: [.draft, .preparing, .ready, .validated])
        }
        let failed = path.generations.filter { $0.status.isRepeatable }
        if failed.isEmpty { throw SchoolRefusal.nothingFailed }
        var work = PathWork(PathWork.PathSubject(path, of: tenant), context, call.request.trace)
        // In the order in which they were asked for: documents come before what draws on them.
        for generation in failed { try work.add(generation.purpose, step: generation.step) }
        let (old, new) = (failed.map(\.id), work.records.map(\.id))
        let statements =
            [store.hold(latest: old, of: path.id, orTheirSuccessors: new)]
            + store.statements(adding: work.records, to: path.id, replacing: old, tenant: tenant)
        let others = path.generations.filter { !$0.status.isRepeatable }
        let view = LearningPathView.Reference(
            path.id, path.status == .validated ? .validated : .preparing, students: path.students,
            others + work.records)
        let (made, generations) = (work.generations, generations)
        return try await refusingBySchoolRules {
            try await context.accepting(made.map(\.job), for: call) { _ in
                try call.answer(view, .accepted, location: view.statusURL)
            } commit: { recorded in
                try await generations.create(made, with: statements, of: tenant, recording: recorded)
                return [:]
            }
        }
    }

    /// Its pupils see it no more; what they did stays.
    @Sendable private func archive(_ call: Call) async throws -> HTTPResponse {
        let path = try await store.path(of: call)
        let view = LearningPathView.Reference(path.id, .archived, students: path.students, path.generations)
        return try await context.committing(
            [store.archival(of: path.id, tenant: call.principal.tenant)], try call.answer(view), for: call)
    }

    private func reference(_ path: LearningPath) -> LearningPathView.Reference {
        LearningPathView.Reference(path.id, path.status, students: path.students, path.generations)
    }
}
