public import Postgres

/// The values of one column of several rows, of one type.
public protocol ColumnValues: Sendable {
    /// These values and those of the others; nil when one of the others has another type.
    func joined(with others: [any ColumnValues]) -> (any ColumnValues)?
    var parameter: Query { get }
}

extension Array: ColumnValues where Element: PostgresArrayElement {
    public func joined(with others: [any ColumnValues]) -> (any ColumnValues)? {
        var all = self
        all.reserveCapacity(count * (others.count + 1))
        for other in others {
            guard let other = other as? Self else { return nil }
            all += other
        }
        return all
    }

    public var parameter: Query { "\(self)" }
}
