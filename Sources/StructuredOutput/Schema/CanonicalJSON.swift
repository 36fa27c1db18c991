import JSON

/// One text for all ways to write a value: equal for JSON Schema are 1 and 1.0, and objects whatever the order of their
/// members.
enum CanonicalJSON {
    static func text(of value: JSONValue) -> [UInt8] {
        switch value {
        case .number(let number): return Array(ExactNumber(number).canonical.utf8)
        case .array(let elements):
            return [0x5B] + elements.flatMap { text(of: $0) + [0x2C] } + [0x5D]
        case .object(let members):
            let parts = members.map { JSONValue.string($0.name).serialized() + [0x3A] + text(of: $0.value) + [0x2C] }
            return [0x7B] + parts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 } + [0x7D]
        default: return value.serialized()
        }
    }
}
