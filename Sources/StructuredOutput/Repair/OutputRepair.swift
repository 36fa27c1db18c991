import JSON

/// Reads the JSON object that a model was to write, and mends only what leaves no doubt of what it meant.
///
/// Mended: a byte order mark; a code fence or prose around the one object; raw control characters in strings, which become
/// escapes; a comma before a closing bracket, since an element that is not there is none, and what is too few for the schema
/// is found by the schema. Not mended: a text that ends early (what is missing is not ours to write), a second object or
/// any other bracket around the first, NaN, a name that comes twice (whichever is taken, the other was written, too), half a
/// surrogate pair, other quotation marks, comments.
public enum OutputRepair {
    /// Of a text.
    public static let maximumBytes = 10_000_000
    /// Of brackets within brackets.
    public static let maximumDepth = 100

    public static func parse(_ text: String) -> RepairedOutput {
        let bytes = Array(text.utf8)
        guard bytes.count <= maximumBytes else { return .broken(.tooLarge) }
        var repairs: [Repair] = []
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
            rest = rest.dropFirst(3)
            repairs.append(.byteOrderMark)
        }
        rest = rest.trimmed
        guard !rest.isEmpty else { return .broken(.empty) }
        // A list or a scalar that is whole is left to the schema.
        if rest.first != UInt8(ascii: "{"), let value = try? JSONValue(parsing: Array(rest)) {
            return depth(of: value) <= maximumDepth ? .valid(value, repairs: repairs) : .broken(.tooDeep)
        }
        guard let start = rest.firstIndex(of: UInt8(ascii: "{")) else { return .broken(.noObject) }
        let before = rest[..<start]
        guard !before.contains(where: { $0.isBracket }) else { return .broken(.severalValues) }
        var object = ObjectText(rest[start...])
        object.read()
        if let reason = object.breakage { return .broken(reason) }
        let after = rest[object.end...]
        guard !after.contains(where: { $0.isBracket }) else { return .broken(.severalValues) }
        repairs += surroundings(before.trimmed, after.trimmed) + object.repairs
        do {
            return .valid(try JSONValue(parsing: object.mended), repairs: repairs)
        } catch {
            return .broken(OutputBreakage(error, in: object.mended))
        }
    }

    /// What stands around the object. Three backticks are a fence, with what stands on their line.
    private static func surroundings(_ before: ArraySlice<UInt8>, _ after: ArraySlice<UInt8>) -> [Repair] {
        var repairs: [Repair] = []
        let fence = Array("```".utf8)
        let opening = before.ranges(of: fence).last
        let closing = after.firstRange(of: fence)
        if opening != nil || closing != nil { repairs.append(.codeFence) }
        let prose = before[..<(opening?.lowerBound ?? before.endIndex)]
        if !prose.trimmed.isEmpty { repairs.append(.proseBefore) }
        let rest = after[(closing?.upperBound ?? after.startIndex)...]
        if !rest.trimmed.isEmpty || closing.map({ !after[..<$0.lowerBound].trimmed.isEmpty }) == true {
            repairs.append(.proseAfter)
        }
        return repairs
    }

    /// Of a value that the parser has let through, so that the recursion is bounded.
    private static func depth(of value: JSONValue) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.map { depth(of: $0) }.max() ?? 0)
        case .object(let members): 1 + (members.map { depth(of: $0.value) }.max() ?? 0)
        default: 0
        }
    }
}

extension UInt8 {
    var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }

    fileprivate var isBracket: Bool {
        self == UInt8(ascii: "{") || self == UInt8(ascii: "}") || self == UInt8(ascii: "[") || self == UInt8(ascii: "]")
    }
}

extension ArraySlice<UInt8> {
    var trimmed: ArraySlice<UInt8> {
        let start = drop { $0.isJSONSpace }
        return start[..<(start.lastIndex { !$0.isJSONSpace }.map { $0 + 1 } ?? start.startIndex)]
    }
}
