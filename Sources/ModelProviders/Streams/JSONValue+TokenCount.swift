import JSON

extension JSONValue {
    /// A number of tokens that can be: whole, not negative, and no more than sums can hold.
    var tokenCount: Int? {
        numberValue?.integer.flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
    }
}
