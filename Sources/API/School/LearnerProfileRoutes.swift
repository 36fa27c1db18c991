import Accounts
import Foundation
import HTTPServer
import School

/// `GET` and `PUT /users/{id}/learner-profile`: a pupil's own, and those that a professor or the school looks after.
struct LearnerProfileRoutes: APIModule {
    private static let people = Set<Role>.managers.union([.professor, .student])

    private let store: SchoolStore

    init(_ context: APIContext) {
        store = SchoolStore(database: context.connections.domains)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/users/{id}/learner-profile", for: Self.people,
            APIOperation("getLearnerProfile", "What a pupil can and wants to learn").answers(LearnerProfileView.self),
            show)
        router.put(
            "/users/{id}/learner-profile", for: Self.people,
            APIOperation("putLearnerProfile", "Says what a pupil can and wants to learn").body(
                LearnerProfileBody.schema, example: LearnerProfileBody.example
            ).answers(LearnerProfileView.self), put)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let student = try call.request.pathID()
        return try call.answer(LearnerProfileView(try await found(student, call), of: student))
    }

    @Sendable private func put(_ call: Call) async throws -> HTTPResponse {
        let body = try LearnerProfileBody(try call.request.document())
        let student = try call.request.pathID()
        _ = try await found(student, call)
        try await store.keep(body.profile, of: student, tenant: call.principal.tenant)
        return try call.answer(LearnerProfileView(try await found(student, call), of: student))
    }

    private func found(_ student: UUID, _ call: Call) async throws -> LearnerProfile {
        let profile = try await store.profile(
            of: student, tenant: call.principal.tenant, for: SchoolReader(call.principal))
        guard let profile else { throw Problem.notFound() }
        return profile
    }
}
