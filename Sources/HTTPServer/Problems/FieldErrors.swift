public import JSON

/// What is wrong with the members of one body, gathered up to a bound: an answer that lists every mistake of a hostile
/// body would be many times as large as the body.
public struct FieldErrors: Sendable {
    /// Errors that an answer lists; a last one then says that there are more.
    public static let most = 100

    /// At most one more than an answer lists.
    public private(set) var list: [Problem.FieldError] = []
    private var knownIsListed = false

    public init() {}

    public var isEmpty: Bool { list.isEmpty }
    /// Nothing further is kept, so a loop over the body may end.
    public var isFull: Bool { list.count > Self.most }

    /// - Parameter pointer: a JSON Pointer (RFC 6901) into the body.
    public mutating func add(_ pointer: String, _ message: @autoclosure () -> String) {
        guard !isFull else { return }
        list.append(Problem.FieldError(pointer: pointer, message: message()))
    }

    /// - Parameter place: where in the body the errors' own pointers begin.
    public mutating func add(_ errors: some Sequence<Problem.FieldError>, at place: String = "") {
        for error in errors {
            guard !isFull else { return }
            list.append(place.isEmpty ? error : .init(pointer: place + error.pointer, message: error.message))
        }
    }

    /// Refuses members that would be ignored otherwise, as a misspelt one would. The first error says which are known.
    public mutating func refuseOthers(in object: JSONObject, than known: [String], at place: String = "") {
        for name in object.names where !known.contains(name) {
            guard !isFull else { return }
            let message = knownIsListed ? "is not known" : "is not known; known are \(known.joined(separator: ", "))"
            add("\(place)/\(name.cut(toBytes: Problem.FieldError.pointerBytes).escapedForPointer)", message)
            knownIsListed = true
        }
    }
}

extension String {
    /// The text, or the beginning of it and an ellipsis in at most so many bytes of UTF-8, for what quotes a caller.
    public func cut(toBytes count: Int) -> String {
        guard utf8.count > count else { return self }
        var end = utf8.index(startIndex, offsetBy: max(0, count - 3))
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return self[..<end] + "…"
    }

    /// As a reference token of a JSON Pointer (RFC 6901, section 3).
    public var escapedForPointer: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
