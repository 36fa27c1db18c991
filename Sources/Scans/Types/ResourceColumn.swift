/// A column of a type's rows.
public struct ResourceColumn: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case text, boolean, integer, number, time
        /// An object of strings.
        case tags
    }

    public let name: String
    public let kind: Kind

    init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// A value that may be unknown, and beside it why it is.
    static func known(_ name: String, _ kind: Kind) -> [ResourceColumn] {
        [ResourceColumn(name, kind), ResourceColumn(reason(of: name), .text)]
    }

    static func reason(of name: String) -> String { name + "_reason" }
}
