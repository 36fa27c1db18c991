public import Foundation
import Postgres

extension ScanStore {
    /// Which rows of a type are meant.
    public enum ResourceScope: Sendable {
        /// Those that a scan found.
        case scan(UUID)
        /// Of each resource the row of the latest scan that saw it.
        case latest(Sightings)
    }

    /// Whether resources that exist no more are among them.
    public enum Sightings: String, Sendable, CaseIterable {
        case open = "false"
        case closed = "true"
        case any
    }

    /// By region and identity, as JSON objects; with what is not known beside them.
    /// - Parameter cursor: the place after which the page begins.
    public func resources(
        _ type: ResourceType, _ scope: ResourceScope, of tenant: UUID, filters: [ResourceFilter],
        after cursor: ResourceCursor?, limit: Int
    ) async throws -> ResourcePage {
        var conditions: Query = "true"
        for filter in filters { conditions = "\(conditions) and \(filter.condition)" }
        let list: Query
        switch scope {
        case .scan(let id):
            if let cursor {
                conditions = """
                    \(conditions) and (seen.region, seen.\(unescaped: type.identity))
                        > (\(cursor.region), \(cursor.identity))
                    """
            }
            list = """
                select jsonb_build_object(\(unescaped: type.pairs)) as item, seen.region,
                    seen.\(unescaped: type.identity) as identity, seen.resource_id as id
                from scan_runs run
                    join \(unescaped: type.table) seen on seen.scan_run_id = run.id
                        and seen.scan_timestamp = run.scan_timestamp
                where run.scan_id = \(id) and run.service_type = \(type.service.rawValue) and \(conditions)
                order by seen.region, seen.\(unescaped: type.identity)
                limit \(Int64(limit + 1))
                """
        case .latest(let sightings):
            switch sightings {
            case .open: conditions = "\(conditions) and known.closed_at is null"
            case .closed: conditions = "\(conditions) and known.closed_at is not null"
            case .any: break
            }
            if let cursor {
                conditions = """
                    \(conditions) and (known.region, known.identifier, known.id)
                        > (\(cursor.region), \(cursor.identity), \(cursor.id))
                    """
            }
            list = """
                \(Self.latestRows(of: type, for: tenant)) and \(conditions)
                order by known.region, known.identifier, known.id
                limit \(Int64(limit + 1))
                """
        }
        let answers = try await queries([list] + Self.completeness(of: type.service, in: scope, tenant), of: tenant)
        let rows = answers[0]
        let page = rows.prefix(limit)
        return ResourcePage(
            items: try page.map { try $0.decode("item", as: JSONText.self).bytes },
            next: rows.count > limit ? try page.last.map { try ResourceCursor(row: $0) } : nil,
            completeness: try Completeness(
                of: type.service, in: scope, gaps: answers[1], latest: answers[2], covered: answers[3]))
    }

    /// One resource, by our id or by the cloud's identifier, with what is wrong with it.
    /// - Parameter region: where it is, when resources of several regions have the identifier.
    /// - Returns: more than one when the identifier is ambiguous.
    public func resource(
        _ type: ResourceType, _ name: String, region: String?, of tenant: UUID
    ) async throws -> [Resource] {
        var condition: Query = "known.identifier = \(name)"
        if let id = UUID(uuidString: name) { condition = "(known.id = \(id) or \(condition))" }
        if let region { condition = "\(condition) and known.region = \(region)" }
        let rows = try await query(
            "\(Self.latestRows(of: type, for: tenant)) and \(condition) order by known.region, known.id limit 100",
            of: tenant)
        return try rows.map { row in
            Resource(
                id: try row.decode("id", as: UUID.self), region: try row.decode("region", as: String.self),
                item: try row.decode("item", as: JSONText.self).bytes)
        }
    }

    /// Of each resource the row of the latest run that saw it; a condition may follow.
    private static func latestRows(of type: ResourceType, for tenant: UUID) -> Query {
        """
        select jsonb_build_object(\(unescaped: type.pairs), 'cloud_account', known.cloud_account,
                'first_seen_at', known.first_seen_at, 'latest_seen_at', known.latest_seen_at,
                'closed_at', known.closed_at) as item,
            known.region, known.identifier as identity, known.id
        from resources known
            join \(unescaped: type.table) seen on seen.resource_id = known.id
                and seen.scan_timestamp = known.latest_seen_at and seen.scan_run_id = known.latest_run
        where known.account = \(tenant) and known.type = \(type.name)
        """
    }
}

extension ResourceType {
    /// What an item says of a row `seen`, for `jsonb_build_object`.
    fileprivate var pairs: String {
        let shown = columns.map { "'\($0.name)', seen.\($0.name)" }.joined(separator: ", ")
        return "'type', '\(name)', 'id', seen.resource_id, 'scan_run_id', seen.scan_run_id, \(shown)"
    }
}

/// One resource; the item is a JSON object.
public struct Resource: Sendable {
    public let id: UUID
    public let region: String
    public let item: [UInt8]
}

/// A place in a list of resources.
public struct ResourceCursor: Sendable, Hashable {
    public let region: String
    public let identity: String
    /// Nil for a row of a program version that knew no identities.
    public let id: UUID?

    public init(region: String, identity: String, id: UUID?) {
        self.region = region
        self.identity = identity
        self.id = id
    }

    fileprivate init(row: Row) throws {
        region = try row.decode("region", as: String.self)
        identity = try row.decode("identity", as: String.self)
        id = try row.decode("id", as: UUID?.self)
    }
}

/// One page of resources; each item is a JSON object.
public struct ResourcePage: Sendable {
    public let items: [[UInt8]]
    public let next: ResourceCursor?
    public let completeness: Completeness
}
