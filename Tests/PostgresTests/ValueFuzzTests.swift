import CLibpq
import Foundation
import TestSupport
import Testing

@testable import Postgres

/// Cells that no PostgreSQL sends: any bytes, of any length, under any type.
@Suite("Values, spoilt")
struct ValueFuzzTests {
    private static let types: [PostgresType] = [
        .bool, .bytea, .char, .name, .int8, .int2, .int4, .text, .oid, .json, .float4, .float8, .unknown, .date,
        .timestamp, .timestamptz, .numeric, .uuid, .jsonb, .boolArray, .byteaArray, .int2Array, .int4Array, .textArray,
        .int8Array, .float8Array, .timestamptzArray, .uuidArray, .jsonbArray, PostgresType(rawValue: 20_000),
    ]

    private enum Colour: String, PostgresScalar { case red, blue }

    private typealias Decoder = @Sendable (Row) throws -> Void

    private static func decoder<Value: PostgresDecodable>(_: Value.Type) -> Decoder {
        { row in
            let value = try row.decode(0, as: Value.self)
            if let date = value as? Date, !date.timeIntervalSince1970.isFinite { throw NeverHappened() }
        }
    }

    private static let decoders: [Decoder] = [
        decoder(Bool.self), decoder(Int16.self), decoder(Int32.self), decoder(Int64.self), decoder(Int.self),
        decoder(Double.self), decoder(String.self), decoder(Date.self), decoder(UUID.self), decoder(JSONText.self),
        decoder([UInt8].self), decoder(Colour.self), decoder(Int?.self), decoder(Date?.self), decoder([Bool].self),
        decoder([Int16].self), decoder([Int].self), decoder([Int?].self), decoder([Double].self),
        decoder([String].self), decoder([String?].self), decoder([Date].self), decoder([UUID].self),
        decoder([JSONText].self), decoder([[UInt8]].self), decoder([Colour?].self),
    ]

    /// A result of one cell, as libpq makes it from what a server sends; nil bytes are NULL.
    private static func row(_ type: PostgresType, _ bytes: [UInt8]?) throws -> Row {
        let result = try #require(PQmakeEmptyPGresult(nil, PGRES_TUPLES_OK))
        let storage: ResultStorage = try "cell".withCString { name in
            var column = pgresAttDesc()
            column.name = UnsafeMutablePointer(mutating: name)
            column.format = 1
            column.typid = type.rawValue
            column.typlen = -1
            column.atttypmod = -1
            try #require(PQsetResultAttrs(result, 1, &column) == 1)
            var value = (bytes ?? []).map { CChar(bitPattern: $0) } + [0]
            try #require(PQsetvalue(result, 0, 0, &value, Int32(bytes?.count ?? -1)) == 1)
            return ResultStorage(owning: result)
        }
        return Row(storage: storage, index: 0)
    }

    private static func words(_ values: [Int32]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    }

    /// Extremes of each width, values of each shape, and their neighbours in length and content.
    private static func bytes(_ random: inout SeededGenerator) -> [UInt8]? {
        var bytes: [UInt8]
        let length = [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 17].randomElement(using: &random) ?? 8
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return nil
        case 1: bytes = [UInt8](repeating: 0xFF, count: length)
        case 2: bytes = [0x7F] + [UInt8](repeating: 0xFF, count: length)
        case 3: bytes = [0x80] + [UInt8](repeating: 0, count: length)
        case 4: bytes = [0x7F, 0xF8] + [UInt8](repeating: 0, count: length)  // NaN in eight bytes
        case 5, 6:
            let edges: [Int32] = [0, 1, 2, -1, .min, .max, 4, 8, 16, 1 << 28]
            let type = Int32(types.randomElement(using: &random)?.rawValue ?? 20)
            var values = [
                edges.randomElement(using: &random) ?? 1, 0, type, edges.randomElement(using: &random) ?? 1, 1,
            ]
            if Bool.random(using: &random) { (values[0], values[3]) = (1, Int32.random(in: 0...3, using: &random)) }
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                values.append(edges.randomElement(using: &random) ?? 0)
            }
            bytes = words(values)
        default: bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        if Int.random(in: 0..<4, using: &random) == 0, !bytes.isEmpty { bytes.removeLast() }
        if Int.random(in: 0..<4, using: &random) == 0, !bytes.isEmpty {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        return bytes
    }

    @Test("bytes that are no value are errors of decoding, and end nothing") func cells() throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        var (read, refused) = (0, 0)
        for _ in 0..<Settings.size(4_000, full: 200_000) {
            let type = Self.types.randomElement(using: &random) ?? .int8
            let row = try Self.row(type, Self.bytes(&random))
            for decoder in Self.decoders {
                do {
                    try decoder(row)
                    read += 1
                } catch let error as PostgresError {
                    #expect(error.kind == .decoding)
                    refused += 1
                }
            }
        }
        print("figure: \(read) values read of spoilt cells, \(refused) refused")
        #expect(read > 0 && refused > 0)
    }

    @Test("the extremes of each width are values") func extremes() throws {
        #expect(try Self.row(.int8, [0x80] + [UInt8](repeating: 0, count: 7)).decode(0, as: Int.self) == .min)
        #expect(try Self.row(.float8, [0x7F, 0xF8, 0, 0, 0, 0, 0, 0]).decode(0, as: Double.self).isNaN)
        let infinity = [0x7F] + [UInt8](repeating: 0xFF, count: 7)
        #expect(try Self.row(.timestamptz, infinity).decode(0, as: Date.self) == .distantFuture)
        #expect(try Self.row(.timestamptz, nil).decode(0, as: Date?.self) == nil)
        #expect(throws: PostgresError.self) { try Self.row(.timestamptz, nil).decode(0, as: Date.self) }
        #expect(throws: PostgresError.self) { try Self.row(.uuid, infinity).decode(0, as: UUID.self) }
    }
}
