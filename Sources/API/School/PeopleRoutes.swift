import Accounts
import Foundation
import HTTPServer
import School

/// `GET /people`: those of the own school whom the caller knows of, by name.
struct PeopleRoutes: APIModule {
    private static let people: Set<Role> = [.school, .professor, .student]

    struct Parameters: FieldSet {
        let name = Field.text("name", atMost: 200)
        let role: Field<Role> = Field("role", "one of school, professor, student") { json in
            json.stringValue.flatMap { Role(rawValue: $0) }.flatMap { people.contains($0) ? $0 : nil }
        }
    }

    private static let parameters = Parameters()
    private static let names = Parameters.names()

    private let context: APIContext
    private let lists: SchoolStore

    init(_ context: APIContext) {
        self.context = context
        lists = SchoolStore(database: context.lists.domains)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/people", for: Self.people,
            APIOperation("listPeople", "Those of the own school whom the caller knows of, by name")
                .query(Parameters.self).page(of: PersonView.self), list)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let (request, principal) = (call.request, call.principal)
        try request.allowQuery(Self.names + ["limit", "cursor"])
        let name = try request.query(Self.parameters.name)
        let role = try request.query(Self.parameters.role)
        let (limit, cursor) = (try request.limit(), try request.cursorID())
        let page = try await context.lists.read(by: principal) {
            try await lists.people(knownTo: principal, named: name, in: role, after: cursor, limit: limit)
        }
        return try call.answerList(Page(page.list.map { PersonView($0) }, next: page.next))
    }
}
