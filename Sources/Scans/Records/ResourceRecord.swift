public import Storage

/// A resource as a run found it: one row of its type's table.
public protocol ResourceRecord: Sendable {
    static var type: ResourceType { get }
    var region: String { get }
    var identifier: String { get }
    /// The values of `type.details`, column by column in their order.
    static func columns(of records: [Self]) -> [any ColumnValues]
}

/// A value, or why it could not be known.
public enum Known<Value: Sendable>: Sendable {
    case known(Value)
    /// A sentence for the owner of the account.
    case unknown(String)

    public var value: Value? { if case .known(let value) = self { value } else { nil } }
    public var reason: String? { if case .unknown(let reason) = self { reason } else { nil } }
}

extension Known: Equatable where Value: Equatable {}
