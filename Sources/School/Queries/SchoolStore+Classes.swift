public import Foundation
public import Postgres
import Storage

extension SchoolStore {
    /// What makes a class; repeated with the same id it changes nothing.
    public func creation(of id: UUID, _ change: ClassChange, tenant: UUID) -> [Query] {
        [
            """
            insert into flotilla.classes (id, tenant, name) values (\(id), \(tenant), \(change.name ?? ""))
            on conflict (id) do nothing
            """
        ] + Self.members(of: id, change, tenant: tenant)
    }

    /// What changes a class. Each list takes the place of the former one.
    public func statements(changing id: UUID, _ change: ClassChange, tenant: UUID) -> [Query] {
        [
            "update flotilla.classes set name = coalesce(\(change.name), name) where id = \(id) and tenant = \(tenant)",
            "select from flotilla.classes where id = \(id) and tenant = \(tenant) for no key update",
        ] + Self.members(of: id, change, tenant: tenant)
    }

    public func change(_ id: UUID, _ change: ClassChange, of tenant: UUID) async throws {
        _ = try await database.queries(statements(changing: id, change, tenant: tenant), of: tenant)
    }

    private static func members(of id: UUID, _ change: ClassChange, tenant: UUID) -> [Query] {
        [("professor", change.professorIDs), ("student", change.studentIDs)].flatMap { role, ids -> [Query] in
            guard let ids else { return [] }
            return [
                """
                delete from flotilla.class_members
                where class_id = \(id) and tenant = \(tenant) and role = \(role) and not user_id = any(\(ids))
                """,
                """
                insert into flotilla.class_members (class_id, user_id, tenant, role)
                select \(id), id, \(tenant), \(role) from flotilla.users
                where account = \(tenant) and role = \(role) and id = any(\(ids))
                on conflict do nothing
                """,
            ]
        }
    }

    public func schoolClass(_ id: UUID, of tenant: UUID, for reader: SchoolReader) async throws -> SchoolClass? {
        try await classes([id], of: tenant, for: reader).first
    }

    /// Those of them that the reader sees.
    public func classes(_ ids: [UUID], of tenant: UUID, for reader: SchoolReader) async throws -> [SchoolClass] {
        if ids.isEmpty { return [] }
        return try await database.query(
            """
            select \(Self.classColumns) from flotilla.classes class
            where class.tenant = \(tenant) and class.id = any(\(ids)) and \(reader.seesClass)
            """, of: tenant
        ).map { try SchoolClass($0) }
    }

    /// Newest first.
    public func classes(
        of tenant: UUID, for reader: SchoolReader, before cursor: UUID?, limit: Int
    ) async throws -> (list: [SchoolClass], next: UUID?) {
        var condition: Query = "\(ListBound.only("class.tenant", tenant)) and \(reader.seesClass)"
        if let cursor { condition = "\(condition) and class.id < \(cursor)" }
        let rows = try await database.query(
            ListBound.page(
                of: "select \(Self.classColumns) from flotilla.classes class where \(condition) order by class.id desc",
                size: "16 * (cardinality(professors) + cardinality(students)) + octet_length(name)", order: "id desc",
                limit: limit),
            of: tenant)
        let list = try rows.map { try SchoolClass($0) }
        return (list, try ListBound.hasNext(rows) ? list.last?.id : nil)
    }

    /// The pupils of classes, each once.
    public func students(of classes: [UUID], tenant: UUID) async throws -> [UUID] {
        if classes.isEmpty { return [] }
        return try await database.query(
            """
            select distinct user_id from flotilla.class_members
            where tenant = \(tenant) and role = 'student' and class_id = any(\(classes)) order by user_id
            """, of: tenant
        ).map { try $0.decode("user_id") }
    }

    private static func ids(_ role: String) -> Query {
        """
        array(select user_id from flotilla.class_members member
            where member.class_id = class.id and member.role = '\(unescaped: role)' order by user_id)
        """
    }

    private static let classColumns: Query = """
        class.id, class.name, class.created_at, \(ids("professor")) as professors, \(ids("student")) as students
        """
}

extension SchoolClass {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"), name: try row.decode("name"), professorIDs: try row.decode("professors"),
            studentIDs: try row.decode("students"), createdAt: try row.decode("created_at"))
    }
}
