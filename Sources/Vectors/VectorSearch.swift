/// Finds the nearest vectors by looking at all of them: exact, and limited by how fast memory is read.
///
/// The vectors come as PostgreSQL has them, one after the other without a gap; `string_agg(vector, ''::bytea order by …)`
/// makes one value of many rows, in which none is copied or converted before it is compared. Values of a few megabytes each
/// are scanned one after the other.
public struct VectorSearch: Sendable {
    private let query: [Float]
    private let limit: Int
    /// Sorted, the best first.
    public private(set) var matches: [VectorMatch] = []
    /// How many vectors were looked at.
    public private(set) var count = 0

    /// - Parameters:
    ///   - query: of any length but zero; its number of elements is the dimension of all others.
    ///   - limit: how many are wanted; they are kept sorted, so a few dozen.
    /// - Throws: `noDirection`.
    public init(_ query: [Float], limit: Int) throws(VectorError) {
        guard let query = Vector.normalized(query) else { throw .noDirection }
        self.query = query
        self.limit = max(0, limit)
    }

    /// The best `limit` of these vectors.
    /// - Throws: `VectorError`.
    public static func top(_ limit: Int, of rows: [UInt8], query: [Float]) throws(VectorError) -> [VectorMatch] {
        var search = try VectorSearch(query, limit: limit)
        try search.scan(rows)
        return search.matches
    }

    /// Looks at more vectors; a row that holds NaN matches nothing.
    /// - Parameter rows: little-endian Float32, `dimension × 4` bytes a row.
    /// - Throws: `wrongLength`; then none of these rows was looked at.
    public mutating func scan(_ rows: [UInt8]) throws(VectorError) {
        let width = query.count * 4
        guard rows.count % width == 0 else { throw .wrongLength(bytes: rows.count, dimension: query.count) }
        guard limit > 0 else { return count += rows.count / width }
        rows.withUnsafeBytes { rows in
            query.withUnsafeBufferPointer { query in
                for start in stride(from: 0, to: rows.count, by: width) {
                    let row = UnsafeRawBufferPointer(rebasing: rows[start..<(start + width)])
                    let match = VectorMatch(row: count, score: Self.product(query, row))
                    count += 1
                    // Most rows are no better than the worst that is kept. A comparison with NaN is false.
                    if matches.count < limit ? !match.score.isNaN : match.score > matches[limit - 1].score {
                        insert(match)
                    }
                }
            }
        }
    }

    private mutating func insert(_ match: VectorMatch) {
        if matches.count == limit { matches.removeLast() }
        matches.insert(match, at: matches.firstIndex { match.precedes($0) } ?? matches.endIndex)
    }

    /// In an order of additions that depends on the dimension alone, so that the same vectors have the same score on every
    /// machine.
    private static func product(_ query: UnsafeBufferPointer<Float>, _ row: UnsafeRawBufferPointer) -> Float {
        var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
        var index = 0
        let query = UnsafeRawBufferPointer(query)
        // Four sums at once: an addition takes several cycles, and the next one to the same sum waits for it.
        while index + 128 <= query.count {
            sums.0 += part(query, index) * part(row, index)
            sums.1 += part(query, index + 32) * part(row, index + 32)
            sums.2 += part(query, index + 64) * part(row, index + 64)
            sums.3 += part(query, index + 96) * part(row, index + 96)
            index += 128
        }
        while index + 32 <= query.count {
            sums.0 += part(query, index) * part(row, index)
            index += 32
        }
        var sum = ((sums.0 + sums.1) + (sums.2 + sums.3)).sum()
        while index < query.count {
            sum +=
                query.loadUnaligned(fromByteOffset: index, as: Float.self)
                * row.loadUnaligned(fromByteOffset: index, as: Float.self)
            index += 4
        }
        return sum
    }

    @inline(__always)
    private static func part(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> SIMD8<Float> {
        bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
    }
}

#if _endian(big)
    #error("vectors are compared as they are stored: little-endian")
#endif
