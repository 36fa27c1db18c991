import Foundation
import Postgres

/// What one page of a list may cost, whatever is asked for and however much there is.
public enum ListBound {
    /// Rows that a page looks at: some 20 ms.
    public static let rows: Int64 = 10_000
    /// Bytes that a page's items have in the database, with at most one item more; a page of fewer items than were asked
    /// for goes on with the next one.
    public static let bytes: Int64 = 4 << 20

    /// Written into the statement, so that the planner knows it: it plans before it knows parameters.
    package static var limit: Query { "limit \(unescaped: "\(rows)")" }

    /// Gives the last of the rows that are looked at, and nothing when these are all.
    package static var edge: Query { "offset \(unescaped: "\(rows - 1)") limit 1" }

    /// That a column is a value. The bounds beside it say nothing new, but make it look rare to the planner, which plans
    /// without the value and would walk over everybody's rows when one tenant has nearly all: so it takes the index that
    /// begins with the column.
    package static func only(_ column: String, _ value: UUID) -> Query {
        let name: Query = "\(unescaped: column)"
        return "\(name) = \(value) and \(name) >= \(value) and \(name) <= \(value)"
    }

    /// The same of a text.
    package static func only(_ column: String, _ value: String) -> Query {
        let name: Query = "\(unescaped: column)"
        return "\(name) = \(value) and \(name) >= \(value) and \(name) <= \(value)"
    }

    /// The first of the rows, as many as are asked for and as fit.
    /// - Parameters:
    ///   - rows: a statement that gives them in their order, without a limit.
    ///   - size: of a row, in bytes; an expression over its columns.
    ///   - order: by which columns of the rows, such as `id desc`; no two rows may be the same in it.
    package static func page(of rows: Query, size: Query, order: Query, limit: Int) -> Query {
        """
        select * from (
            select page.*, lead(true) over (order by \(order)) as has_next,
                sum(\(size)) over (order by \(order) rows between unbounded preceding and 1 preceding) as bytes_before
            from (\(rows) limit \(Int64(limit) + 1)) page
        ) page
        where coalesce(bytes_before, 0) < \(bytes) order by \(order) limit \(Int64(limit))
        """
    }

    /// Whether rows follow those of a page.
    package static func hasNext(_ page: Rows) throws -> Bool {
        try page.last?.decode("has_next", as: Bool?.self) ?? false
    }
}
