public import Foundation
import Postgres
import Storage

extension ScanStore {
    /// Which rows of a type are meant.
    public enum ResourceScope: Sendable {
        /// Those that a scan found.
        case scan(UUID)
        /// Of each resource the row of the latest scan that saw it.
        case latest(ResourceUpserts)
    }

    /// Whether resources that exist no more are among them.
    public enum ResourceUpserts: String, Sendable, CaseIterable {
        case open = "false"
        case closed = "true"
        case any
    }

    /// By region and identity, as JSON objects; with what is not known beside them. A page looks at `ListBound.rows` rows
    /// at most.
    /// - Parameter cursor: the place after which the page begins.
    public func resources(
        _ type: ResourceType, _ scope: ResourceScope, of tenant: UUID, filters: [ResourceFilter],
        after cursor: ResourceCursor?, limit: Int
    ) async throws -> ResourcePage {
        let walk = ResourceWalk(type, scope, of: tenant, filters, after: cursor)
        let list = ListBound.page(
            of: walk.rows, size: "octet_length(item::text)", order: "region, identity, id", limit: limit)
        let answers = try await queries(
            [list, walk.edge] + Self.completeness(of: type.service, in: scope, tenant), of: tenant)
        let rows = answers[0]
        let last = try ListBound.hasNext(rows) ? rows.last : answers[1].first
        return ResourcePage(
            items: try rows.map { try $0.decode("item", as: JSONText.self).bytes },
            next: try last.map { try ResourceCursor(row: $0) },
            completeness: try Completeness(
                of: type.service, in: scope, gaps: answers[2], latest: answers[3], covered: answers[4]))
    }

    /// One resource, by our id or by the cloud's identifier, with what is wrong with it.
    /// - Parameter region: where it is, when resources of several regions have the identifier.
    /// - Returns: more than one when the identifier is ambiguous.
    public func resource(
        _ type: ResourceType, _ name: String, region: String?, of tenant: UUID
    ) async throws -> [Resource] {
        var named: Query = """
            select id from flotilla.resources where account = \(tenant) and type = \(type.name) and identifier = \(name)
            """
        if let region { named = "\(named) and region = \(region)" }
        var known: Query =
            "select * from flotilla.resources where id = any(array(\(named) limit \(Int64(Self.mostNamesakes))))"
        if let id = UUID(uuidString: name) {
            var own: Query =
                "select * from flotilla.resources where id = \(id) and account = \(tenant) and type = \(type.name)"
            if let region { own = "\(own) and region = \(region)" }
            known = "\(known) union \(own)"
        }
        let rows = try await query(
            "\(ResourceWalk.latest(of: type, among: known, where: "true")) order by known.region, known.id", of: tenant)
        return try rows.map { row in
            Resource(
                id: try row.decode("id", as: UUID.self), region: try row.decode("region", as: String.self),
                item: try row.decode("item", as: JSONText.self).bytes)
        }
    }

    /// Resources of one identifier, in as many regions or accounts of the cloud.
    private static let mostNamesakes = 100
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

    init(row: Row) throws {
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
