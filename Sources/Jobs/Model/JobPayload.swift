public import Foundation

/// What a job is about, as it travels in JSON: the keys are those of its `CodingKeys`, times RFC 3339. Several kinds may
/// have payloads of one type; a type that belongs to one kind is a `JobPayload`.
public protocol PayloadCoding: Codable, Sendable {}

extension PayloadCoding {
    /// JSON.
    public func encoded() throws -> [UInt8] { Array(try JSONEncoder.jobs.encode(self)) }

    /// - Throws: `DecodingError` when the JSON has another shape.
    public init(encoded bytes: [UInt8]) throws {
        self = try JSONDecoder.jobs.decode(Self.self, from: Data(bytes))
    }
}

/// The payload of one kind of job.
///
/// Adding a kind is one payload, one handler for it and one line that registers the handler.
public protocol JobPayload: PayloadCoding {
    static var definition: JobDefinition { get }
}

extension JSONEncoder {
    /// For payloads, results and checkpoints.
    public static let jobs: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()
}

extension JSONDecoder {
    /// Reads what `JSONEncoder.jobs` writes.
    public static let jobs: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return decoder
    }()
}
