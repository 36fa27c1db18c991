import Accounts
import Foundation
import HTTPServer
import JSON
import Jobs
import Schemas

extension Field<String> {
    /// PostgreSQL holds no U+0000 in a text, and no text member means anything that is longer.
    static func text(_ name: String, atMost bytes: Int = 4096) -> Field {
        Field(
            name, "a string of at most \(bytes) bytes without U+0000", schema: .string(length: 0...bytes)
        ) { json in
            json.stringValue.flatMap { $0.utf8.contains(0) || $0.utf8.count > bytes ? nil : $0 }
        }
    }

    /// For people to read, in one line.
    static func line(_ name: String, atMost bytes: Int) -> Field {
        Field(
            name, "a line of 1 to \(bytes) bytes, not blank, without control characters or marks of direction",
            schema: .string(length: 1...bytes)
        ) { json in
            guard let text = json.stringValue, (1...bytes).contains(text.utf8.count), text.isPlainLine else {
                return nil
            }
            return text.allSatisfy(\.isWhitespace) ? nil : text
        }
    }

    /// By which jobs are unique, or limited.
    static func key(_ name: String) -> Field {
        Field(
            name, "a string of 1 to \(Limits.keyBytes) bytes without control characters",
            schema: .string(length: 1...Limits.keyBytes)
        ) { json in
            json.stringValue.flatMap { Limits.isKey($0) ? $0 : nil }
        }
    }
}

extension Field<Int> {
    static func integer(_ name: String, in range: ClosedRange<Int>) -> Field {
        Field(
            name, "a whole number from \(range.lowerBound) to \(range.upperBound)", schema: .integer(range)
        ) { json in
            json.numberValue?.integer.flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension Field<Double> {
    static func number(_ name: String, in range: ClosedRange<Double>, orNull: String = "") -> Field {
        Field(
            name, "a number from \(range.lowerBound) to \(range.upperBound)\(orNull)", schema: .number(range)
        ) { json in
            json.numberValue.flatMap { range.contains($0.double) ? $0.double : nil }
        }
    }
}

extension Field<Duration> {
    static func seconds(_ name: String, atMost longest: Duration) -> Field {
        let range = 0.001...(longest / .seconds(1))
        return Field(
            name, "a number of seconds from \(range.lowerBound) to \(range.upperBound)", schema: .number(range)
        ) { json in
            json.numberValue.flatMap { range.contains($0.double) ? .seconds($0.double) : nil }
        }
    }
}

extension Field<Bool> {
    static func flag(_ name: String, orNull: String = "") -> Field {
        Field(name, "true or false\(orNull)", \.boolValue)
    }
}

extension Field<Date> {
    static func date(_ name: String, orNull: String = "") -> Field {
        Field(name, "a time such as 2026-11-01T09:00:00Z, in UTC within the years 0001 to 9999\(orNull)") {
            $0.stringValue.flatMap { RFC3339.parse($0) }
        }
    }
}

extension Field<UUID> {
    static func uuid(_ name: String, _ expected: String = "a UUID") -> Field {
        Field(name, expected) { $0.stringValue.flatMap(UUID.init(uuidString:)) }
    }
}

extension Field<JobKind> {
    static func kind(_ name: String) -> Field { .named(name, JobKind.init(rawValue:)) }
}

extension Field<QueueName> {
    static func queue(_ name: String) -> Field { .named(name, QueueName.init(rawValue:)) }
}

extension Field<JSONObject> {
    static func object(_ name: String) -> Field { Field(name, "an object", \.objectValue) }
}

extension Field<JSONValue> {
    /// Read by a body of its own.
    static func any(
        _ name: String, schema: @escaping @autoclosure @Sendable () -> Schema = .anything
    ) -> Field {
        Field(name, "a JSON value", schema: schema()) { $0 }
    }
}

extension Field where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of a few words.
    static func choice(_ name: String) -> Field {
        Field(name, "one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))") {
            $0.stringValue.flatMap(Value.init(rawValue:))
        }
    }
}

extension Field {
    /// A name of some sort.
    fileprivate static func named(_ name: String, _ make: @escaping @Sendable (String) -> Value) -> Field {
        let text = Field<String>.text(name)
        return Field(name, text.expected, schema: text.schema) { text.parse($0).map(make) }
    }
}
