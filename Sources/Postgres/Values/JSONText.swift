import Foundation

/// A JSON document as UTF-8 text, sent as `jsonb` (whose binary form is the byte 1, then the text) and read from `jsonb`
/// or `json`. Only the server parses it.
public struct JSONText: Sendable, Hashable {
    private static let version: UInt8 = 1

    public let bytes: [UInt8]

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    public init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// - Throws: `EncodingError`.
    public init(encoding value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(Array(try encoder.encode(value)))
    }

    /// The document; what is not UTF-8 is replaced, which a document read from the server never needs.
    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONText: PostgresScalar {
    public static var postgresType: PostgresType { .jsonb }
    public static var postgresArrayType: PostgresType { .jsonbArray }

    public func encode(into writer: inout ValueWriter) {
        writer.write(Self.version)
        writer.write(contentsOf: bytes)
    }

    public static func decode(_ cell: Cell) throws -> JSONText {
        try cell.withBytes(as: JSONText.self) { bytes in
            switch cell.type {
            case .json:
                return JSONText(bytes)
            case .jsonb:
                guard bytes.first == version else { throw cell.malformed(as: JSONText.self) }
                return JSONText(bytes.dropFirst())
            default:
                throw cell.mismatch(JSONText.self)
            }
        }
    }
}
