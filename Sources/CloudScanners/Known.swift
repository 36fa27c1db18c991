/// Something that a scan learnt, or why it did not. What could not be read is never reported as "no" or "none".
public enum Known<Value: Sendable>: Sendable {
    case value(Value)
    /// A sentence for the owner of the account.
    case unknown(String)

    /// Nil when it is not known.
    public var value: Value? {
        guard case .value(let value) = self else { return nil }
        return value
    }

    /// Why it is not known; nil when it is.
    public var reason: String? {
        guard case .unknown(let reason) = self else { return nil }
        return reason
    }

    public func map<Other: Sendable>(_ change: (Value) -> Other) -> Known<Other> {
        switch self {
        case .value(let value): .value(change(value))
        case .unknown(let reason): .unknown(reason)
        }
    }
}

extension Known: Equatable where Value: Equatable {}

/// Kleene's logic: what is not known matters only where it could change the answer.
extension Known where Value == Bool {
    static func || (left: Known, right: Known) -> Known {
        switch (left, right) {
        case (.value(true), _), (_, .value(true)): .value(true)
        case (.value(false), .value(false)): .value(false)
        case (.unknown(let first), .unknown(let second)): .unknown(joined(first, second))
        case (.unknown(let reason), _), (_, .unknown(let reason)): .unknown(reason)
        }
    }

    static func && (left: Known, right: Known) -> Known { !(!left || !right) }

    static prefix func ! (known: Known) -> Known { known.map { !$0 } }

    /// Several causes in a row, each once.
    private static func joined(_ first: String, _ second: String) -> String {
        first.contains(second) ? first : second.contains(first) ? second : "\(first) \(second)"
    }
}
