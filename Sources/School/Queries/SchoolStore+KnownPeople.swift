public import Accounts
public import Foundation
import Postgres
import Storage

extension SchoolStore {
    /// Whom a user of a school knows of, by the order of their ids: the school and its professors all of it, since these put pupils into classes;
    /// a pupil those to whom a pupil may write. A page looks at `ListBound.rows` users at most.
    /// - Parameters:
    ///   - name: a part of the name, in any case.
    ///   - role: those of this role alone.
    /// - Returns: where the next page begins, nil when there is none. A page that holds less than was asked for may have one.
    public func people(
        knownTo principal: Principal, named name: String?, in role: Role?, after cursor: UUID?, limit: Int
    ) async throws -> (list: [KnownPerson], next: UUID?) {
        let (caller, tenant) = (principal.userID, principal.tenant)
        var place = ListBound.only("account", tenant)
        if principal.role == .student { place = "\(place) and id in (\(Self.around(caller)))" }
        if let cursor { place = "\(place) and id > \(cursor)" }
        let walk: Query = "from flotilla.users where \(place) order by id"
        var condition: Query = "known.id <> \(caller) and known.role in ('school', 'professor', 'student')"
        if let role { condition = "\(condition) and known.role = \(role.rawValue)" }
        if let name { condition = "\(condition) and position(lower(\(name)) in lower(\(Self.name("known")))) > 0" }
        let rows = try await database.queries(
            [
                ListBound.page(
                    of: """
                        select known.id, \(Self.name("known")) as name, known.role,
                            flotilla.may_write(\(caller), \(principal.role.rawValue), known.id) as may_write
                        from (select id, name, email, role \(walk) \(ListBound.limit)) known
                        where \(condition) order by known.id
                        """,
                    size: "octet_length(name)", order: "id", limit: limit),
                "select id \(walk) \(ListBound.edge)",
            ], of: tenant)
        let list = try rows[0].compactMap { row in
            try Role(rawValue: row.decode("role")).map {
                KnownPerson(
                    id: try row.decode("id"), name: try row.decode("name"), role: $0,
                    mayWrite: try row.decode("may_write"))
            }
        }
        if try ListBound.hasNext(rows[0]) { return (list, list.last?.id) }
        return (list, try rows[1].first?.decode("id", as: UUID.self))
    }

    /// The ids of those to whom a pupil may write, and its own.
    private static func around(_ student: UUID) -> Query {
        """
        select id from flotilla.users where account = flotilla.current_tenant() and role = 'school'
        union select theirs.user_id from flotilla.class_members own join flotilla.class_members theirs using (class_id)
            where own.user_id = \(student)
        union select path.professor_id from flotilla.learning_path_students place
                join flotilla.learning_paths path on path.id = place.path_id
            where place.student_id = \(student) and path.archived_at is null
        """
    }
}
