/// The text of one object, from its opening bracket to the closing one, mended on the way.
struct ObjectText {
    private let text: ArraySlice<UInt8>
    /// Behind its closing bracket.
    private(set) var end: Int
    private(set) var mended: [UInt8] = []
    private(set) var breakage: OutputBreakage?
    private var hasTrailingComma = false
    private var hasControlCharacter = false

    /// - Parameter text: begins with the opening bracket.
    init(_ text: ArraySlice<UInt8>) {
        (self.text, end) = (text, text.startIndex)
    }

    var repairs: [Repair] {
        (hasTrailingComma ? [.trailingComma] : []) + (hasControlCharacter ? [.controlCharacter] : [])
    }

    mutating func read() {
        var depth = 0
        var isString = false
        var isEscaped = false
        // Where a comma stands in `mended` that nothing but white space has followed, and whether a value stands before it.
        var comma: Int?
        var last: UInt8 = 0
        mended.reserveCapacity(text.count)
        for (index, byte) in zip(text.indices, text) {
            if isString {
                if byte < 0x20 { append(control: byte, isEscaped) } else { mended.append(byte) }
                isString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                guard depth <= OutputRepair.maximumDepth else { return breakage = .tooDeep }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if let place = comma {
                    mended.remove(at: place)
                    hasTrailingComma = true
                }
            case UInt8(ascii: ","):
                // A comma after a comma or an opening bracket stands for an element that is missing.
                comma =
                    [UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":")].contains(last)
                    ? nil : mended.count
            default: break
            }
            mended.append(byte)
            if depth == 0 {
                end = index + 1
                return
            }
            if !byte.isJSONSpace {
                last = byte
                if byte != UInt8(ascii: ",") { comma = nil }
            }
        }
        breakage = .truncated
    }

    /// After a backslash it is no control character that was meant: the parser refuses it.
    private mutating func append(control byte: UInt8, _ isEscaped: Bool) {
        guard !isEscaped else { return mended.append(byte) }
        hasControlCharacter = true
        let digits = Array("0123456789abcdef".utf8)
        // bounds: a control character is below 32.
        mended += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
