import Foundation
import Jobs
import Notifications

/// `notifications replay`: of the deliveries that are named, one by one, or of all that a filter finds, in batches.
struct ReplayAction {
    private struct One: Encodable {
        let id: String
        let ok: Bool
        let detail: String?
    }

    private struct Many: Encodable {
        let found: Int
        let replayed: Int
    }

    private let arguments: CommandArguments
    private let minter = JobIDMinter()
    /// What one call may replay; another call goes on with the rest.
    private static let most = 100_000

    init(_ arguments: CommandArguments) { self.arguments = arguments }

    func run() async throws -> Int32 {
        var filter = try DeliveryArguments.filter(arguments)
        let isFiltered = filter != DeliveryFilter()
        guard isFiltered != !arguments.positions.isEmpty else {
            throw UsageMistake(
                message: isFiltered
                    ? "name deliveries or filter them, not both"
                    : "name deliveries, or filter them: all are not meant")
        }
        let ids = try arguments.positions.map { word in
            guard let id = UUID(uuidString: word) else {
                throw UsageMistake(message: "\(word) is not a delivery's id")
            }
            return id
        }
        let limit = try arguments.integer("limit", in: 1...Self.most, default: Self.most)
        let context = try CommandContext(arguments.settings)
        guard isFiltered else { return try await named(ids, context) }
        guard filter.status != nil else {
            throw UsageMistake(message: "--status is needed: what was sent is not meant by itself")
        }
        guard filter.status != .queued else {
            throw UsageMistake(message: "what is queued is under way: replay what is settled")
        }
        // What becomes settled meanwhile is not taken again.
        filter.until = try await context.store.serverTime()
        return try await filtered(filter, limit: limit, context)
    }

    private func named(_ ids: [UUID], _ context: CommandContext) async throws -> Int32 {
        var rows: [One] = []
        for id in ids {
            var objection: String?
            if let delivery = try await context.notifications.delivery(id) {
                let jobs = try await context.notifications.replay([delivery], minter: minter, trace: TraceContext())
                if jobs.isEmpty { objection = delivery.replayObjection ?? "it cannot be sent again" }
                await context.offer(jobs)
            } else {
                objection = "there is no such delivery"
            }
            let name = id.uuidString.lowercased()
            rows.append(One(id: name, ok: objection == nil, detail: objection))
            if objection == nil { context.audit("replay", ["delivery": .string(name)]) }
        }
        if arguments.isJSON {
            try Output.json(["items": rows])
        } else {
            Output.table(["ID", "RESULT"], rows.map { [$0.id, $0.detail ?? "queued again"] })
        }
        return rows.allSatisfy(\.ok) ? 0 : 1
    }

    private func filtered(_ filter: DeliveryFilter, limit: Int, _ context: CommandContext) async throws -> Int32 {
        let found = try await context.notifications.count(filter, atMost: limit)
        guard arguments.has("yes") else {
            try report(Many(found: found, replayed: 0), "\(found) would be sent again: add --yes to do it")
            return 0
        }
        context.audit("replay by filter", ["words": .string(arguments.asked), "found": .integer(found)])
        var (replayed, cursor) = (0, UUID?.none)
        while replayed < limit {
            let page = try await context.notifications.deliveries(
                filter, before: cursor, limit: min(NotificationStore.replayedAtOnce, limit - replayed))
            guard let last = page.last else { break }
            cursor = last.id
            let jobs = try await context.notifications.replay(page, minter: minter, trace: TraceContext())
            await context.offer(jobs)
            replayed += jobs.count
            Output.note("\(replayed) of \(found) queued again")
        }
        try report(Many(found: found, replayed: replayed), "\(replayed) queued again")
        return 0
    }

    private func report(_ many: Many, _ sentence: String) throws {
        if arguments.isJSON { try Output.json(many) } else { print(sentence) }
    }
}
