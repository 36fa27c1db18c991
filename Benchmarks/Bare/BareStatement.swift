import Jobs
import Postgres

/// One of the product's statements as libpq takes it, with its parameters in place. Its ids and tokens can be replaced
/// without building it again, so that what is measured is the server and the wire.
package struct BareStatement {
    let sql: String
    let types: [UInt32]
    let lengths: [Int32]
    var bytes: [UInt8]
    /// Where the marks lie in `bytes`: of each claim, in the order of ids.
    private var places: [Places] = []

    private struct Places {
        var ids: [Int] = []
        var tokens: [Int] = []
    }

    /// - Parameter count: how many of `marks` were used to build the query.
    package init(_ query: Query, marks count: Int = 0) {
        sql = query.sql
        types = query.types
        lengths = query.lengths
        bytes = query.values.bytes
        places = Array(repeating: Places(), count: count)
        var offset = 0
        while offset + 8 <= bytes.count {
            let head = Self.number(bytes, at: offset)
            if head == Self.idMark, offset + 16 <= bytes.count {
                let index = Int(clamping: Self.number(bytes, at: offset + 8) & ~Self.variant)
                if places.indices.contains(index) { places[index].ids.append(offset) }
                offset += 16
            } else if head >> 32 == Self.tokenMark {
                let index = Int(head & 0xffff_ffff)
                if places.indices.contains(index) { places[index].tokens.append(offset) }
                offset += 8
            } else {
                offset += 1
            }
        }
    }

    package static func marks(_ count: Int) -> [Claim] {
        (0..<count).compactMap { index in
            let bytes = Self.bytes(idMark) + Self.bytes(variant | UInt64(index))
            return JobID(bytes: bytes).map {
                Claim(id: $0, token: ClaimToken(Int64(bitPattern: tokenMark << 32 | UInt64(index))))
            }
        }
    }

    /// - Parameter claims: in the order of ids, as many as there are marks: 16 bytes of the id, 8 of the token each.
    mutating func fill(_ claims: [BareClaim]) {
        for (index, claim) in claims.enumerated() {
            for place in places[index].ids { bytes.replaceSubrange(place..<place + 16, with: claim.id) }
            for place in places[index].tokens { bytes.replaceSubrange(place..<place + 8, with: claim.token) }
        }
    }

    private static let idMark: UInt64 = 0x0f1e_2d3c_4b5a_7968
    private static let variant: UInt64 = 0x8000_0000_0000_0000
    private static let tokenMark: UInt64 = 0x5a3c_96e1

    private static func bytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> UInt64 {
        bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

/// An id and a token as they travel.
package struct BareClaim {
    let id: [UInt8]
    let token: [UInt8]
}
