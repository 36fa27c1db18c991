extension Query {
    /// The parameter arrays in the shape that libpq's send functions take. A value is passed as a pointer into the
    /// query's own buffer, so that libpq's copy into its send buffer is the only one.
    struct Parameters {
        let count: Int32
        let types: UnsafePointer<UInt32>?
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        /// All 1: binary.
        let formats: UnsafePointer<Int32>?
    }

    func withParameters<Result>(_ body: (Parameters) -> Result) -> Result {
        let count = types.count
        return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { pointers in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { formats in
                formats.initialize(repeating: 1)
                return values.bytes.withUnsafeBytes { bytes in
                    var offset = 0
                    for (index, length) in lengths.enumerated() {
                        pointers.initializeElement(
                            at: index, to: length < 0 ? nil : Self.pointer(into: bytes, at: offset))
                        offset += Int(max(0, length))
                    }
                    return types.withUnsafeBufferPointer { types in
                        lengths.withUnsafeBufferPointer { lengths in
                            body(
                                Parameters(
                                    count: Int32(count), types: types.baseAddress,
                                    values: UnsafePointer(pointers.baseAddress), lengths: lengths.baseAddress,
                                    formats: UnsafePointer(formats.baseAddress)))
                        }
                    }
                }
            }
        }
    }

    /// Never nil, since libpq takes nil for NULL even where the length says empty.
    private static func pointer(into bytes: UnsafeRawBufferPointer, at offset: Int) -> UnsafePointer<CChar>? {
        guard let base = bytes.baseAddress else { return UnsafePointer(bitPattern: 1) }
        return base.advanced(by: offset).assumingMemoryBound(to: CChar.self)
    }
}
