import Accounts
import Assembly
import Foundation
import HTTPServer
import Jobs
import Storage

/// `GET /overview`, `/activity`, `/kinds` and `/failures`: for operators, and without what may be a tenant's for support.
struct FigureRoutes: APIModule {
    private static let operators: Set<Role> = [.admin, .support]
    /// Of the time whose figures `/kinds` shows.
    private static let recent = Duration.seconds(900)
    private static let mostKinds = 1000

    private let store: PostgresJobStore
    private let overview: OverviewReader
    private let cache = AnswerCache()

    init(_ context: APIContext) {
        store = context.lists.jobs
        overview = OverviewReader(
            store: context.lists.jobs, schedules: ScheduleStore(database: context.lists.database),
            broker: context.broker, figures: context.figures, lease: context.lease
        ) { await context.health.report() }
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/overview", for: Self.operators,
            APIOperation("getOverview", "What an operator looks at first: alarms, rates, workers, queues").answers(
                FleetOverview.self
            ).parameter(.noneMatch).tagged(), showOverview)
        router.get(
            "/activity", for: Self.operators,
            APIOperation("getActivity", "What happened to jobs, by time").query(ActivityQuery.Members.self).parameter(
                .step
            ).answers(ActivityView.self).parameter(.noneMatch).tagged(), showActivity)
        router.get(
            "/kinds", for: Self.operators,
            APIOperation("listKinds", "Kinds of jobs, with the figures of the last fifteen minutes").answers(
                Page<KindView>.self
            ).parameter(.noneMatch).tagged(), listKinds)
        router.get(
            "/failures", for: Self.operators,
            APIOperation("listFailures", "Errors of the last days, grouped by kind and code").parameter(
                APIParameter(
                    "by", .string,
                    "Some of \(ErrorGrouping.allCases.map(\.rawValue).joined(separator: ", ")), with commas between; all unless said."
                )
            ).parameter(.limit).answers(Page<ErrorGroupFigure>.self).parameter(.noneMatch).tagged(), listFailures)
    }

    @Sendable private func showOverview(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery([])
        let isWhole = call.principal.role == .admin
        return try await cache.answer("overview \(isWhole)", to: call.request) { [overview] in
            let found = try await overview.read()
            return isWhole ? found : found.anonymous
        }
    }

    @Sendable private func showActivity(_ call: Call) async throws -> HTTPResponse {
        let query = try ActivityQuery(call.request, now: ServerClock.shared.now)
        return try await cache.answer("activity \(query.key)", to: call.request) { [store] in
            let rows = try await store.activity(
                from: query.from, to: query.to, step: .seconds(query.step), by: query.grouping,
                hasDurations: query.hasDurations, limit: ActivityQuery.mostRows + 1)
            guard rows.count <= ActivityQuery.mostRows else {
                throw Problem.badRequest("That is too much for one answer: a shorter time or a larger step will do.")
            }
            return ActivityView(query, rows)
        }
    }

    @Sendable private func listKinds(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery([])
        return try await cache.answer("kinds", to: call.request) { [store] in
            let now = ServerClock.shared.now
            let rows = try await store.activity(
                from: now - Self.recent / .seconds(1), to: now, step: Self.recent * 2, by: .kind,
                hasDurations: true, limit: Self.mostKinds)
            let counts = Dictionary(rows.map { ($0.name ?? "", $0.count) }) { $0.adding($1) }
            let pauses = try await store.pauses()
            return Page(
                try await store.knownKinds().prefix(Self.mostKinds).map { kind in
                    KindView(
                        kind, counts[kind.kind.rawValue] ?? ActivityCount(),
                        isPaused: pauses.queues.contains(kind.queue)
                            || pauses.kinds[kind.queue]?.contains(kind.kind) == true)
                })
        }
    }

    @Sendable private func listFailures(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["by", "limit"])
        let grouping = try Self.grouping(call.request)
        let limit = try call.request.queryValue("limit") == nil ? 100 : call.request.limit()
        let isWhole = call.principal.role == .admin
        let key = grouping.map(\.rawValue).sorted().joined(separator: ",")
        return try await cache.answer("failures \(key) \(limit) \(isWhole)", to: call.request) { [store] in
            let rows = try await store.errorGroups(by: grouping, limit: limit)
            return Page(rows.map { isWhole ? ErrorGroupFigure($0) : ErrorGroupFigure($0).anonymous })
        }
    }

    /// - Throws: 400 for what is none of the groupings.
    private static func grouping(_ request: HTTPRequest) throws(Problem) -> Set<ErrorGrouping> {
        guard let text = request.queryValue("by") else { return Set(ErrorGrouping.allCases) }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
            ErrorGrouping(rawValue: String($0))
        }
        let found = Set(names.compactMap(\.self))
        guard found.count == names.count else {
            let known = ErrorGrouping.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("by should list some of \(known), with commas between, each once.")
        }
        return found
    }
}

extension ActivityCount {
    fileprivate func adding(_ other: ActivityCount) -> ActivityCount {
        var sum = self
        sum.add(other)
        return sum
    }
}
