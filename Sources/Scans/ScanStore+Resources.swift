public import Foundation
import Jobs
import Postgres
import Storage

extension ScanStore {
    /// What a run of a scan found, by region and identity, as JSON objects.
    /// - Parameters:
    ///   - filters: columns of the type and the value that each must have.
    ///   - cursor: the region and identity after which the page begins.
    public func resources(
        _ type: ResourceType, ofScan scan: UUID, tenant: UUID, filters: [(column: String, value: String)],
        after cursor: ResourceCursor?, limit: Int
    ) async throws -> ResourcePage {
        var conditions: Query = "true"
        for filter in filters where type.columns.contains(filter.column) {
            conditions = "\(conditions) and resource.\(unescaped: filter.column)::text = \(filter.value)"
        }
        if let cursor {
            conditions = """
                \(conditions) and (resource.region, resource.\(unescaped: type.identity))
                    > (\(cursor.region), \(cursor.identity))
                """
        }
        let pairs = type.columns.map { "'\($0)', resource.\($0)" }.joined(separator: ", ")
        let rows = try await query(
            """
            select jsonb_build_object('type', \(type.rawValue), \(unescaped: pairs)) as item,
                resource.region, resource.\(unescaped: type.identity) as identity
            from scan_runs run join \(unescaped: type.table) resource on resource.scan_run_id = run.id
            where run.scan_id = \(scan) and run.service_type = \(type.service.rawValue) and \(conditions)
            order by resource.region, resource.\(unescaped: type.identity)
            limit \(Int64(limit + 1))
            """, of: tenant)
        let page = rows.prefix(limit)
        var next: ResourceCursor?
        if rows.count > limit, let last = page.last {
            next = ResourceCursor(
                region: try last.decode("region", as: String.self),
                identity: try last.decode("identity", as: String.self))
        }
        return ResourcePage(items: try page.map { try $0.decode("item", as: JSONText.self).bytes }, next: next)
    }
}

/// A place in a list of resources.
public struct ResourceCursor: Sendable, Hashable {
    public let region: String
    public let identity: String

    public init(region: String, identity: String) {
        self.region = region
        self.identity = identity
    }
}

/// One page of resources; each item is a JSON object.
public struct ResourcePage: Sendable {
    public let items: [[UInt8]]
    public let next: ResourceCursor?
}
