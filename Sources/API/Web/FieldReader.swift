import Accounts
import Foundation
import HTTPServer
import Jobs

/// Reads the members of a JSON object and gathers what is wrong with them.
struct FieldReader {
    private let object: JSONObject
    private(set) var errors = FieldErrors()

    init(_ object: JSONObject) {
        self.object = object
    }

    mutating func reject(_ name: String, _ message: String) {
        errors.add("/\(name)", message)
    }

    /// A misspelt member would be ignored otherwise.
    mutating func refuseOthers(than known: [String]) {
        errors.refuseOthers(in: object, than: known)
    }

    /// nil when the member is absent or null, or was rejected.
    mutating func read<Value>(
        _ name: String, _ expected: String, _ parse: (JSONValue) -> Value?
    ) -> Value? {
        guard let json = object[name], json != .null else { return nil }
        let value = parse(json)
        if value == nil { reject(name, "should be \(expected)") }
        return value
    }

    /// PostgreSQL holds no U+0000 in a text, and no text member means anything that is longer.
    mutating func text(_ name: String, atMost bytes: Int = 4096) -> String? {
        read(name, "a string of at most \(bytes) bytes without U+0000") { json in
            json.stringValue.flatMap { $0.utf8.contains(0) || $0.utf8.count > bytes ? nil : $0 }
        }
    }

    /// For people to read, in one line.
    mutating func line(_ name: String, atMost bytes: Int) -> String? {
        read(name, "a line of 1 to \(bytes) bytes without control characters or marks of direction") { json in
            json.stringValue.flatMap { (1...bytes).contains($0.utf8.count) && $0.isPlainLine ? $0 : nil }
        }
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        read(name, "a whole number from \(range.lowerBound) to \(range.upperBound)") { json in
            json.numberValue?.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
        read(name, "a number of seconds from \(range.lowerBound) to \(range.upperBound)") { json in
            json.numberValue.flatMap { range.contains($0.double) ? $0.double : nil }
        }
    }

    mutating func date(_ name: String) -> Date? {
        read(name, "a time such as 2026-11-01T09:00:00Z, or null for now") { json in
            json.stringValue.flatMap { RFC3339.parse($0) }
        }
    }

    mutating func uuid(_ name: String) -> UUID? {
        read(name, "a UUID") { $0.stringValue.flatMap(UUID.init(uuidString:)) }
    }

    mutating func key(_ name: String) -> String? {
        read(name, "a string of 1 to \(Limits.keyBytes) bytes without control characters") { json in
            json.stringValue.flatMap { text in
                let isVisible = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
                return (1...Limits.keyBytes).contains(text.utf8.count) && isVisible ? text : nil
            }
        }
    }

    /// The payload as it will be stored; an empty object when there is none.
    mutating func payload(_ name: String) -> [UInt8] {
        let json = object[name] ?? .object([:])
        guard json.objectValue != nil else {
            reject(name, "should be an object")
            return []
        }
        let bytes = json.serialized()
        let size = JSONSize(of: bytes)
        if size.bytes > Limits.payloadBytes {
            reject(name, "has \(size.bytes) bytes; \(Limits.payloadBytes) are allowed: store it and pass where it is")
        }
        // PostgreSQL cannot hold U+0000 in JSON.
        if size.holdsNull { reject(name, "holds the character U+0000, which cannot be stored") }
        return bytes
    }
}
