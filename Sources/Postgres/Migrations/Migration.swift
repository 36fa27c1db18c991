/// One forward step of the schema.
public struct Migration: Sendable, Hashable {
    /// Rising along the list; never given twice.
    public let version: Int
    public let name: String
    /// Statements separated by semicolons. They run in one transaction that they must not end themselves.
    public let sql: String

    public init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
    }

    /// - Parameter text: an embedded file, UTF-8.
    public init(_ version: Int, _ name: String, _ text: [UInt8]) {
        self.init(version: version, name: name, sql: String(decoding: text, as: UTF8.self))
    }
}
