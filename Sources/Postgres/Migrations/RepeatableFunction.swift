/// A file of functions and what belongs to them (rights, triggers), written so that running it again changes nothing:
/// `create or replace function …`.
///
/// It is run after the tables are up to date, once for each text that it ever had. A text that was replaced by another one
/// is not run again: it belongs to an earlier program, which works with the functions of the version after it. A function
/// whose parameters or result change, or that goes, is dropped by a migration.
public struct RepeatableFunction: Sendable, Hashable {
    /// Of the file; unique among all that a database has.
    public let name: String
    /// Statements separated by semicolons. They run in one transaction that they must not end themselves.
    public let sql: String

    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }

    /// - Parameter text: an embedded file, UTF-8.
    public init(_ name: String, _ text: [UInt8]) {
        self.init(name: name, sql: String(decoding: text, as: UTF8.self))
    }
}
