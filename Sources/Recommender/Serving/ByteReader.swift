/// Reads little-endian values from bytes that may be anything.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var place: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - place }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type) throws(ModelFormatError)
        -> Number
    {
        let width = Number.bitWidth / 8
        guard remaining >= width else { throw .malformed("it ends too early") }
        var value: Number = 0
        for offset in 0..<width { value |= Number(bytes[place + offset]) << (8 * offset) }
        place += width
        return value
    }

    /// - Throws: when so many things of at least this size cannot follow, before anything is allocated for them.
    mutating func count(_ smallest: Int) throws(ModelFormatError) -> Int {
        let count = Int(try number(UInt32.self))
        guard count <= remaining / smallest else {
            throw .malformed("\(count) things are announced, but it ends before")
        }
        return count
    }

    mutating func text() throws(ModelFormatError) -> String {
        let length = Int(try number(UInt16.self))
        guard remaining >= length else { throw .malformed("it ends too early") }
        guard let text = String(validating: bytes[place..<place + length], as: UTF8.self) else {
            throw .malformed("a text is not UTF-8")
        }
        place += length
        return text
    }

    /// Finite.
    mutating func float() throws(ModelFormatError) -> Float {
        let value = Float(bitPattern: try number(UInt32.self))
        guard value.isFinite else { throw .malformed("a number is not finite") }
        return value
    }

    /// From 0 to 1.
    mutating func share() throws(ModelFormatError) -> Double {
        let value = Double(bitPattern: try number(UInt64.self))
        guard value >= 0, value <= 1 else { throw .malformed("a figure is not from 0 to 1") }
        return value
    }
}
