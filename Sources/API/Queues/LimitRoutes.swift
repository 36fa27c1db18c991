import Fleet
import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /limits`, the rules of all queues, and `GET /queues/{name}/tenants`, how each tenant is served: for operators.
struct LimitRoutes: APIModule {
    private let context: APIContext

    /// Limits of each sort and queue of which is said how far they are used up.
    private static let usages = 100
    /// Tenants of a queue that are shown.
    private static let tenants = 200

    init(_ context: APIContext) {
        self.context = context
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/limits", for: [.admin, .support],
            APIOperation("listLimits", "Rules of limits of all queues, and how far they are used up").page(
                of: LimitView.self), list)
        router.get(
            "/queues/{name}/tenants", for: [.admin, .support],
            APIOperation("listQueueTenants", "How the tenants of a queue are served").answers(SharesView.self), shares)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        let request = call.request
        try request.allowQuery(["limit", "cursor"])
        let limit = try request.limit()
        let place = try Cursor.decode(request, parts: 5)
        let rules = try await context.lists.read(by: call.principal) {
            try await context.lists.jobs.rules(after: place, limit: limit + 1)
        }
        let usages = await usages(of: Set(rules.prefix(limit).map(\.queue)))
        return try call.answer(
            Page(rules, limit: limit) { rule in
                LimitView(rule, usages: usages[rule.queue] ?? nil)
            } cursor: {
                Cursor.encode($0.place)
            })
    }

    /// nil for a queue of which the dispatcher does not answer.
    private func usages(of queues: Set<QueueName>) async -> [QueueName: [LimitUsage]?] {
        let broker = context.broker
        return await withTaskGroup(of: (QueueName, [LimitUsage]?).self) { group in
            for queue in queues {
                group.addTask {
                    (queue, await context.fromDispatcher { try await broker.usage(of: queue, limit: Self.usages) })
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
        }
    }

    @Sendable private func shares(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery([])
        let name = QueueName(rawValue: call.request.parameters["name"] ?? "")
        guard try await Domains.queues(with: context.store).contains(name) else { throw Problem.notFound() }
        let (shares, examined) = try await context.lists.read(by: call.principal) {
            try await context.lists.jobs.shares(of: name, limit: Self.tenants + 1)
        }
        return try call.answer(
            SharesView(
                Array(shares.prefix(Self.tenants)), examined: examined,
                isComplete: examined < PostgresJobStore.mostShared && shares.count <= Self.tenants))
    }
}
