public import Assembly
public import Foundation
import JSON
public import Jobs
import Postgres

/// Runs of `school.export`: a JSON object with a member for each table that names the person.
public struct ArchiveRunner: Sendable {
    private let store: SchoolStore
    private let rows: [PersonalRows]

    /// - Parameter rows: of every domain.
    public init(store: SchoolStore, rows: [PersonalRows]) {
        self.store = store
        self.rows = rows
    }

    public func run(_ payload: ExportPerson, of tenant: UUID) async throws -> JobOutcome {
        guard let email = try await store.email(of: payload.userID, tenant: tenant) else {
            return .discarded(JobError(code: "no_such_user", message: "The user was removed meanwhile."))
        }
        let person = PersonalRows.Person(id: payload.userID, email: email, pseudonym: payload.userID)
        var (tables, incomplete): ([String: [String]], [String]) = ([:], [])
        var bytes = 0
        for declared in rows where declared.shown != nil {
            try Task.checkCancellation()
            var found = try await store.rows(declared, of: person, tenant: tenant)
            let size = found.reduce(0) { $0 + $1.utf8.count + 1 }
            if found.count > PersonArchive.mostRows || bytes + size > PersonArchive.mostBytes {
                incomplete.append(declared.table)
                found = fitting(found, into: PersonArchive.mostBytes - bytes)
            }
            bytes += found.reduce(0) { $0 + $1.utf8.count + 1 }
            tables[declared.table, default: []] += found
        }
        let now = ServerClock.shared.now
        let content = Self.document(of: payload.userID, tables, incomplete, at: now)
        return .succeeded(
            try JobSuccess(
                ["archive_id": payload.archiveID.uuidString.lowercased()],
                effects: [
                    store.filling(payload.archiveID, with: content, incomplete: incomplete, at: now)
                ]))
    }

    private func fitting(_ rows: [String], into space: Int) -> [String] {
        var left = space
        return Array(
            rows.prefix(PersonArchive.mostRows).prefix { row in
                left -= row.utf8.count + 1
                return left >= 0
            })
    }

    private static func document(
        of user: UUID, _ tables: [String: [String]], _ incomplete: [String], at moment: Date
    ) -> [UInt8] {
        let lists = tables.sorted { $0.key < $1.key }.map { name, rows in
            "\"\(name)\": [\(rows.joined(separator: ",\n"))]"
        }
        let names = incomplete.map { "\"\($0)\"" }.joined(separator: ", ")
        return Array(
            """
            {"user_id": "\(user.uuidString.lowercased())", "made_at": "\(RFC3339.format(moment))", "incomplete": [\(names)],
            "tables": {
            \(lists.joined(separator: ",\n"))
            }}
            """.utf8)
    }
}
