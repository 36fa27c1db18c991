import Accounts
import Foundation
import HTTPServer
import Jobs
import School

/// `GET /indicators`: the school's own, a professor's own, and for an administrator those of all schools or of one.
struct LearningIndicatorRoutes: APIModule {
    private static let readers = Set<Role>.managers.union([.professor])
    private static let mostDays = 800

    private let context: APIContext
    private let lists: SchoolStore

    init(_ context: APIContext) {
        self.context = context
        lists = SchoolStore(database: context.lists.domains)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/indicators", for: Self.readers,
            APIOperation("getLearningIndicators", "What revision came to").query(Field.days("from"), Field.days("to"))
                .parameter(.tenant).answers(LearningIndicatorsView.self).answers(SchoolIndicatorsView.self).refuses(
                    .notFound), show)
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["from", "to", "tenant"])
        let school = try call.school(named: try call.request.query(Field.uuid("tenant")))
        let (first, last) = try call.request.days(at: ServerClock.shared.now)
        guard last.number - first.number < Self.mostDays else {
            throw Problem.badRequest("from and to should lie at most \(Self.mostDays) days apart.")
        }
        guard let school else {
            let found = try await context.lists.read(by: call.principal) {
                try await lists.indicators(from: first, through: last)
            }
            return try call.answer(SchoolIndicatorsView(found, from: first, to: last))
        }
        let found = try await context.lists.read(by: call.principal) {
            try await lists.indicators(of: school, for: SchoolReader(call.principal), from: first, through: last)
        }
        return try call.answer(LearningIndicatorsView(found, from: first, to: last))
    }
}
