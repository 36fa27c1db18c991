import HTTPServer
import JSON
import Schemas

/// A part of the API, in a folder of its own: routes, bodies and views. It makes its stores from the context.
protocol APIModule: Sendable {
    init(_ context: APIContext)

    func add(to router: inout APIRouter)

    /// What of it can be scheduled.
    static var schedulable: [SchedulableRequest] { get }
}

extension APIModule {
    static var schedulable: [SchedulableRequest] { [] }
}

/// A request that a schedule can make again and again.
struct SchedulableRequest: Sendable {
    /// The member of a schedule under which its body stands, which is the name of its template as well.
    let name: String
    /// Where the body is described, such as `POST /scans`.
    let route: String
    /// Of its body.
    let schema: Schema
    /// - Throws: what is wrong with a body, with pointers into it.
    let validate: @Sendable (JSONValue) throws(Problem) -> Void
}
