public import Foundation
import Postgres
import Storage

extension NotificationStore {
    /// The newest first. A page looks at `ListBound.rows` deliveries at most.
    /// - Parameter tenant: whose eyes they are read with; nil: an operator's.
    /// - Returns: where the next page begins, nil when there is none. A page that holds less than was asked for may have one.
    public func deliveries(
        _ filter: DeliveryFilter, seenBy tenant: UUID?, before cursor: UUID?, limit: Int
    ) async throws -> (list: [DeliveryRecord], next: UUID?) {
        var place: Query = "true"
        if let tenant = tenant ?? filter.tenant {
            place = ListBound.only("tenant", tenant)
        } else if let status = filter.status, status == .failed || status == .unknown {
            // The index of these alone.
            place = "status = \(status.rawValue) and status in ('failed', 'unknown')"
        }
        if let cursor { place = "\(place) and id < \(cursor)" }
        let walk: Query = "from flotilla.deliveries where \(place) order by id desc"
        let rows = try await read(
            ListBound.page(
                of: DeliveryRecord.query(
                    among: "(select * \(walk) \(ListBound.limit))", where: filter.condition, order: "delivery.id desc"),
                size: "coalesce(octet_length(array_to_string(texts, '')), 0)", order: "id desc", limit: limit),
            seenBy: tenant)
        let list = try rows.map { try DeliveryRecord($0) }
        if try ListBound.hasNext(rows) { return (list, list.last?.id) }
        let edge = try await read("select id \(walk) \(ListBound.edge)", seenBy: tenant)
        return (list, try edge.first?.decode("id", as: UUID.self))
    }

    private func read(_ query: Query, seenBy tenant: UUID?) async throws -> Rows {
        if let tenant { return try await database.query(query, of: tenant) }
        return try await database.query(query, as: Self.operators)
    }
}

extension DeliveryFilter {
    /// Over `delivery`.
    var condition: Query {
        var condition: Query = "true"
        if let status { condition = "\(condition) and delivery.status = \(status.rawValue)" }
        // Which the planner compares with the conditions of the indexes.
        if let status, status == .failed || status == .unknown {
            condition = "\(condition) and delivery.status in ('failed', 'unknown')"
        }
        if let channel { condition = "\(condition) and delivery.channel = \(channel.rawValue)" }
        if let tenant { condition = "\(condition) and delivery.tenant = \(tenant)" }
        if let until { condition = "\(condition) and delivery.created_at < \(until)" }
        if let since {
            // Ids are in the order of their making, by a clock that may be a little behind: what is older is not looked at.
            let first = NotificationStore.identity(at: "\(since)::timestamptz - interval '1 minute'")
            condition = "\(condition) and delivery.created_at >= \(since) and delivery.id >= \(first)"
        }
        return condition
    }
}
