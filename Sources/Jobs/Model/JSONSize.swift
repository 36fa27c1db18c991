import Foundation

/// How much a JSON document takes once PostgreSQL has written its numbers out, and where a number is too long. The one
/// measure of payloads, results and checkpoints, wherever they come from.
public struct JSONSize: Sendable {
    /// As the document is written, but for its numbers, which count as PostgreSQL writes them.
    public private(set) var bytes = 0
    /// The first number that is not bounded, as a JSON pointer (RFC 6901).
    public private(set) var longNumber: String?
    /// Whether a string holds U+0000, which PostgreSQL cannot keep.
    public private(set) var holdsNull = false

    /// One container around the place that is read.
    private enum Level {
        case array(index: Int)
        /// The name of the member, quotes included.
        case object(name: Range<Int>)
    }

    private static let null = Array("u0000".utf8)

    /// One pass; a text that is no JSON is measured somehow.
    public init(of json: [UInt8]) {
        bytes = json.count
        var levels: [Level] = []
        var string = 0..<0
        var position = 0
        while position < json.count {
            let start = position
            position += 1
            switch json[start] {
            case UInt8(ascii: "\""):
                while position < json.count, json[position] != UInt8(ascii: "\"") {
                    guard json[position] == UInt8(ascii: "\\") else {
                        position += 1
                        continue
                    }
                    if json[(position + 1)...].starts(with: Self.null) { holdsNull = true }
                    position += 2
                }
                position = min(position + 1, json.count)
                string = start..<position
            case UInt8(ascii: "{"): levels.append(.object(name: 0..<0))
            case UInt8(ascii: "["): levels.append(.array(index: 0))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ":"):
                if case .object = levels.last { levels[levels.count - 1] = .object(name: string) }
            case UInt8(ascii: ","):
                if case .array(let index) = levels.last { levels[levels.count - 1] = .array(index: index + 1) }
            case UInt8(ascii: "-"), 0x30...0x39:
                while position < json.count, Self.isPart(json[position]) { position += 1 }
                let number = NumberText(json[start..<position])
                bytes += number.count - (position - start)
                if !number.isBounded, longNumber == nil { longNumber = Self.pointer(levels, in: json) }
            default: break
            }
        }
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func pointer(_ levels: [Level], in json: [UInt8]) -> String {
        levels.map { level in
            switch level {
            case .array(let index): return "/\(index)"
            case .object(let name):
                let text = (try? JSONDecoder().decode(String.self, from: Data(json[name]))) ?? ""
                return "/" + text.replacing("~", with: "~0").replacing("/", with: "~1")
            }
        }.joined()
    }
}

/// The documents of a job that are stored.
public enum JobDocument: String, Sendable {
    case payload, result, checkpoint

    /// In bytes.
    public var limit: Int {
        switch self {
        case .payload: Limits.payloadBytes
        case .result: Limits.resultBytes
        case .checkpoint: Limits.checkpointBytes
        }
    }
}

extension JobError {
    /// Why a document may not be stored, such as `payload_too_large`; nil when it may.
    public static func objection(to json: [UInt8], as document: JobDocument) -> JobError? {
        let (size, name) = (JSONSize(of: json), document.rawValue)
        if let place = size.longNumber {
            return JobError(
                code: "\(name)_number_too_long", message: "In the \(name), \(place) \(NumberText.objection).")
        }
        if size.holdsNull {
            return JobError(
                code: "\(name)_not_storable", message: "The \(name) holds the character U+0000, which cannot be stored."
            )
        }
        guard size.bytes > document.limit else { return nil }
        return JobError(
            code: "\(name)_too_large", message: "The \(name) has \(size.bytes) bytes; \(document.limit) are allowed.")
    }
}
