public import Foundation
public import Postgres

/// Rows of a table that name a person: what an archive of the person holds, and what becomes of them when the person is erased. A
/// domain declares each of its columns that names one, in the order in which they are to be erased.
public struct PersonalRows: Sendable {
    /// Whose rows they are.
    public struct Person: Sendable {
        public let id: UUID
        /// nil: the user is removed already.
        public let email: String?
        /// Stands in the place of the id in rows that stay. Nothing says whose it was.
        public let pseudonym: UUID

        public init(id: UUID, email: String?, pseudonym: UUID) {
            self.id = id
            self.email = email
            self.pseudonym = pseudonym
        }
    }

    public enum Erasure: Sendable {
        /// The rows go.
        case removed
        /// The rows stay, with these columns set: what they count goes on to count.
        case changed(@Sendable (Person) -> Query)
        /// They go, or lose the name, with the user's row: a foreign key says so.
        case withUser
        /// They stay as they are: the reason.
        case kept(String)
    }

    /// In the schema `flotilla`.
    public let table: String
    /// Those of its columns that name a person.
    public let columns: [String]
    /// What an archive shows of a row; nil: an archive holds none of them.
    public let shown: Query?
    public let erasure: Erasure
    private let condition: (@Sendable (Person) -> Query)?

    /// - Parameters:
    ///   - columns: a row is the person's when one of them has the person's id.
    ///   - condition: says it where that is not all of it, over the table's columns.
    public init(
        _ table: String, by columns: String..., shown: Query? = "*", erasure: Erasure,
        where condition: (@Sendable (Person) -> Query)? = nil
    ) {
        self.table = table
        self.columns = columns
        self.shown = shown
        self.erasure = erasure
        self.condition = condition
    }

    /// The person's rows as JSON, `row`, newest last.
    /// - Parameter most: more are not read.
    public func selection(of person: Person, atMost most: Int) -> Query? {
        guard let shown else { return nil }
        return """
            select to_jsonb(personal)::text as row from (
                select \(shown) from flotilla.\(unescaped: table) where \(condition(of: person)) limit \(Int64(most))
            ) personal
            """
    }

    /// What is done to the rows when the person is erased; nil: nothing.
    public func removal(of person: Person) -> Query? {
        switch erasure {
        case .removed: "delete from flotilla.\(unescaped: table) where \(condition(of: person))"
        case .changed(let change):
            "update flotilla.\(unescaped: table) set \(change(person)) where \(condition(of: person))"
        case .withUser, .kept: nil
        }
    }

    private func condition(of person: Person) -> Query {
        if let condition { return condition(person) }
        return columns.dropFirst().reduce(Self.names(columns.first ?? "", person)) { condition, column in
            "\(condition) or \(Self.names(column, person))"
        }
    }

    private static func names(_ column: String, _ person: Person) -> Query {
        "\(unescaped: column) = \(person.id)"
    }
}
