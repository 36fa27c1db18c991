import Foundation
import HTTPServer
import JSON
import TestSupport
import Testing

@Suite("JSON", .timeLimit(.minutes(1)))
struct JSONTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test("documents come back as they were, members in order, numbers with every digit")
    func roundTrips() throws {
        for text in [
            "null", "true", "false", "0", "-0", "12345678901234567890123", "1.50", "-1e-7", "1E+2", "\"\"",
            "\"é😀\\\"\\\\\"",
            "[]", "{}", "[1,[2,{}],\"x\"]", "{\"b\":1,\"a\":{\"c\":[null]},\"\":0}", "\"\\u0001\\n\"",
        ] {
            #expect(String(decoding: try parse(text).serialized(), as: UTF8.self) == text)
        }
        #expect(
            try parse(" [ 1 , \"\\u00e9\\ud83d\\ude00\\/\\t\" ] \n").serialized() == Array("[1,\"é😀/\\u0009\"]".utf8))
    }

    @Test("what is no JSON is refused with its place, never with a crash")
    func refusals() throws {
        for (text, reason, column) in [
            ("", JSONSyntaxError.Reason.unexpectedEnd, 1), (" ", .unexpectedEnd, 2), ("nul", .unexpectedEnd, 4),
            ("[1,]", .unexpectedByte, 4), ("{\"a\":1,}", .unexpectedByte, 8), ("{a:1}", .unexpectedByte, 2),
            ("[1 2]", .unexpectedByte, 4), ("1 2", .trailingBytes, 3), ("01", .trailingBytes, 2),
            ("+1", .unexpectedByte, 1),
            (".5", .unexpectedByte, 1), ("1.", .unexpectedEnd, 3), ("1.x", .badNumber, 3), ("-", .unexpectedEnd, 2),
            ("1e", .unexpectedEnd, 3), ("NaN", .unexpectedByte, 1), ("Infinity", .unexpectedByte, 1),
            ("-x", .badNumber, 2),
            ("\"abc", .unexpectedEnd, 5), ("\"\\x\"", .badEscape, 3),
            ("\"\\u12\"", .badEscape, 6), ("\"\\ud800\"", .loneSurrogate, 2), ("\"\\udc00\"", .loneSurrogate, 2),
            ("\"\\ud800\\u0041\"", .loneSurrogate, 2), ("\"a\tb\"", .controlCharacter, 3),
            ("\"a\\n\nb\"", .controlCharacter, 5),
            ("{\"a\":1,\"a\":2}", .duplicateName, 8), ("{\"a\":1,\"\\u0061\":2}", .duplicateName, 8),
            (String(repeating: "[", count: 129), .tooDeep, 129),
            (String(repeating: "[", count: 1_000_000), .tooDeep, 129),
            (String(repeating: "{\"a\":", count: 129), .tooDeep, 641), ("\u{FEFF}1", .unexpectedByte, 1),
            ("'a'", .unexpectedByte, 1),
        ] {
            let error = #expect(throws: JSONSyntaxError.self, "\(text.prefix(40))") { try parse(text) }
            #expect(error?.reason == reason, "\(text.prefix(40))")
            #expect(error?.column == (text.hasPrefix("\"a\\n\n") ? 5 : column), "\(text.prefix(40))")
        }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
        let placed = #expect(throws: JSONSyntaxError.self) { try parse("{\n \"a\": 1\n  \"b\": 2}") }
        #expect(placed?.description == "unexpected character at line 3, column 3")
        #expect(placed?.offset == 12)
    }

    @Test("random bytes and mutated documents are read or refused, and what was read can be read again")
    func fuzz() throws {
        let seed = Settings.seed
        print("JSON fuzz seed \(seed)")
        var random = SeededGenerator(seed)
        let documents = [
            "{\"a\":[1,2.5e3,\"x\\u00e9\\ud83d\\ude00\",null,true],\"b\":{\"c\":\"\\n\"}}", "[[[[]]]]", "-1.5E-3",
        ]
        for _ in 0..<20_000 {
            var bytes = Array((documents.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1:
                    bytes.insert(Array("{}[],:\"\\0123eE+-.tfnu ".utf8).randomElement(using: &random) ?? 0, at: index)
                default: if bytes.count > 1 { bytes.remove(at: index) }
                }
            }
            if let value = try? JSONValue(parsing: bytes) {
                #expect(try JSONValue(parsing: value.serialized()) == value, "seed \(seed)")
            }
        }
    }

    private enum Kind: String, Codable { case scan, ai }

    private struct Item: Codable, Equatable {
        var id: UUID
        var kind: Kind
        var statusURL: String
        var maxAttempts: Int
        var runAt: Date?
        var ratio: Double
        var labels: [String: Int]
        var payload: JSONValue
        var nested: [Nested]

        struct Nested: Codable, Equatable { var isOn: Bool }
    }

    private let text =
        #"{"id":"0192a1b2-0000-7000-8000-00000000000a","kind":"scan","status_url":"/jobs/1","max_attempts":3,"#
        + #""run_at":"2026-10-31T23:59:59.123456Z","ratio":0.5,"labels":{"camelCase":1,"snake_case":2},"#
        + #""payload":{"zKey":12345678901234567890,"aKey":[]},"nested":[{"is_on":true}]}"#

    @Test("types go to snake_case and back; dictionaries and documents keep their names and digits")
    func coding() throws {
        let item = try JSONCoding.decode(Item.self, from: Array(text.utf8))
        #expect(item.statusURL == "/jobs/1")
        #expect(item.labels == ["camelCase": 1, "snake_case": 2])
        #expect(String(decoding: try JSONCoding.encode(item), as: UTF8.self) == text)
        #expect(try JSONCoding.encode([1, 2]) == Array("[1,2]".utf8))
        #expect(try JSONCoding.encode("x") == Array("\"x\"".utf8))
        #expect(try JSONCoding.encode([Double.nan, .infinity, 0.5]) == Array("[null,null,0.5]".utf8))
    }

    private struct View: Encodable {
        var runAt: Date?
        var count: Int?
        var name: String?
        var isOn: Bool?
        @OmittedWhenNil var result: RawJSON?
        @OmittedWhenNil var rest: [String: Int]?
        var statusURL = Link("/jobs/1")
        var empty = Empty()
        var list: [[Empty]] = [[], [Empty()]]

        struct Empty: Encodable {}
    }

    /// One type's members beside another's.
    private struct Both: Encodable {
        func encode(to encoder: any Encoder) throws {
            try View(count: 1, result: RawJSON(Array(#"{"a": 1}"#.utf8))).encode(to: encoder)
            var members = encoder.container(keyedBy: Member.self)
            var nested = members.nestedContainer(keyedBy: Member.self, forKey: .more)
            try nested.encode([1], forKey: .more)
            try members.encode("x", forKey: .last)
        }

        private enum Member: CodingKey { case more, last }
    }

    @Test("what is nil is null unless it is to be left out, links begin with the prefix, and types may be joined")
    func views() throws {
        let rest = #""status_url":"/v1/jobs/1","empty":{},"list":[[],[{}]]"#
        let view = String(decoding: try JSONCoding.encode(View(), linkPrefix: "/v1"), as: UTF8.self)
        #expect(view == #"{"run_at":null,"count":null,"name":null,"is_on":null,"# + rest + "}")
        let both = String(decoding: try JSONCoding.encode([Both()], linkPrefix: "/v1"), as: UTF8.self)
        let first = #"[{"run_at":null,"count":1,"name":null,"is_on":null,"result":{"a": 1},"#
        #expect(both == first + rest + #","more":{"more":[1]},"last":"x"}]"#)
    }

    @Test(
        "what does not fit the type is a 422 that points at the field",
        arguments: [
            (#""max_attempts":3"#, #""max_attempts":"3""#, "/max_attempts", "must be an integer"),
            (
                #""max_attempts":3"#, #""max_attempts":3.5"#, "/max_attempts",
                "must be an integer from -9223372036854775808 to 9223372036854775807"
            ),
            (#""max_attempts":3"#, #""maxAttempts":3"#, "/max_attempts", "is required"),
            (#""max_attempts":3"#, #""max_attempts":null"#, "/max_attempts", "must not be null"),
            (#""kind":"scan""#, #""kind":"nope""#, "/kind", "is not valid"),
            (#"{"is_on":true}"#, #"{"is_on":true},{"is_on":1}"#, "/nested/1/is_on", "must be true or false"),
            (#""camelCase":1"#, #""a/b~c":"x""#, "/labels/a~1b~0c", "must be an integer"),
            (#""run_at":"2026"#, #""run_at":"26"#, "/run_at", "must be an RFC 3339 time"),
            (#"[{"is_on":true}]"#, #"{}"#, "/nested", "must be a list"),
        ])
    func misfits(_ old: String, _ new: String, _ pointer: String, _ message: String) throws {
        let problem = #expect(throws: Problem.self) {
            try JSONCoding.decode(Item.self, from: Array(text.replacing(old, with: new).utf8))
        }
        #expect(problem?.status == .unprocessableContent)
        #expect(problem?.errors == [Problem.FieldError(pointer: pointer, message: message)])
    }

    @Test("a number is whole by its value, however it is written") func wholeNumbers() throws {
        for (text, value) in [
            ("4", 4), ("4.0", 4), ("4e0", 4), ("400e-2", 4), ("0.4E+1", 4), ("-4.00", -4), ("-0", 0),
            ("0e999999999999", 0),
            ("0.0e-99999999999999999999", 0), ("9223372036854775807.0", .max), ("-922337203685477580.8e1", .min),
            ("1e18", 1_000_000_000_000_000_000),
        ] {
            let number = try #require(try JSONCoding.decode(JSONValue.self, from: Array(text.utf8)).numberValue)
            #expect(number.integer == value, "\(text)")
            #expect(try JSONCoding.decode(Int.self, from: Array(text.utf8)) == value, "\(text)")
        }
        for text in [
            "4.5", "4.00000000000000000000001", "1e-400", "1e19", "9223372036854775808.0", "1e999999999",
            "1e99999999999999999999", "1e-9223372036854775808", "1e9223372036854775807",
        ] {
            let number = try #require(try JSONCoding.decode(JSONValue.self, from: Array(text.utf8)).numberValue)
            #expect(number.integer == nil, "\(text)")
            #expect(throws: Problem.self) { try JSONCoding.decode(Int.self, from: Array(text.utf8)) }
        }
    }

    @Test("times are read and written as RFC 3339 says")
    func times() throws {
        for (text, canonical) in [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"),
            ("2024-02-29t12:00:00.5z", "2024-02-29T12:00:00.500000Z"),
            ("1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.250000Z"),
            ("2026-03-29T02:30:00+02:00", "2026-03-29T00:30:00.000000Z"),
            ("2000-01-01T00:00:00-23:59", "2000-01-01T23:59:00.000000Z"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000000Z"),
            ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999969Z"),
        ] {
            #expect(RFC3339.parse(text).map(RFC3339.format) == canonical)
        }
        for text in [
            "", "2026-10-31", "2026-10-31T23:59:59", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-10-31T24:00:00Z",
            "2026-10-31T23:59:59.Z", "2026-10-31 23:59:59Z", "2026-10-31T23:59:59+0200", "2026-10-31T23:59:59Zx",
            "+026-10-31T23:59:59Z", "2026-10-31T23:60:00Z", "2026-10-31T23:59:59.123456789012345678901234567890Z",
        ] {
            #expect(RFC3339.parse(text) == nil, "\(text)")
        }
        #expect(RFC3339.format(Date(timeIntervalSince1970: 0.9999999)) == "1970-01-01T00:00:01.000000Z")
        // What PostgreSQL has beyond the years that have a text.
        for seconds in [253_402_300_800.0, 9e15, 1e300, .infinity] {
            #expect(RFC3339.format(Date(timeIntervalSince1970: seconds)) == "9999-12-31T23:59:59.999999Z")
            #expect(RFC3339.format(Date(timeIntervalSince1970: -seconds)) == "0001-01-01T00:00:00.000000Z")
        }
        for _ in 0..<1000 {
            let date = Date(timeIntervalSince1970: Double(Int.random(in: -60_000_000_000...250_000_000_000)))
            #expect(RFC3339.parse(RFC3339.format(date)) == date)
        }
    }

    @Test("names and texts are compared by their bytes")
    func spellings() throws {
        let text = #"{"caf\u00e9": 1, "cafe\u0301": 2, "K": 3, "\u212a": 4}"#
        let value = try JSONCoding.decode(JSONValue.self, from: Array(text.utf8))
        let object = try #require(value.objectValue)
        #expect(object.count == 4 && object["caf\u{E9}"] == .number(JSONNumber(1)))
        #expect(object["cafe\u{301}"] == .number(JSONNumber(2)) && object["\u{212A}"] == .number(JSONNumber(4)))
        #expect(try JSONCoding.decode(JSONValue.self, from: value.serialized()) == value)
        #expect(JSONValue.string("caf\u{E9}") != .string("cafe\u{301}"))
        var smaller = object
        smaller["cafe\u{301}"] = nil
        #expect(smaller.names.map(\.utf8.count) == [5, 1, 3] && smaller != object)
    }

    private struct Small: Codable { var name: String }

    @Test("a handler's decode has different errors for the media type, the syntax and the fit")
    func requests() async throws {
        try await withServer { router in
            router.post("/") { .text(try $0.decode(Small.self).name) }
        } _: { _, port in
            let good = #"{"name":"é"}"#
            for type in [
                "application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json",
                "application/json;charset=\"UTF-8\"",
            ] {
                #expect(try await post(port, "/", good, type: type).text == "é", "\(type)")
            }
            for type in [
                nil, "text/plain", "application/json; charset=latin1", "application/json; charset = utf-16",
                "application/json;charset", "application/json; charset=utf-8; charset=utf-16",
                "application/x-www-form-urlencoded", "json",
            ] {
                #expect(try await post(port, "/", good, type: type).status == 415, "\(type ?? "none")")
            }
            let syntax = try await post(port, "/", #"{"name":}"#)
            #expect(syntax.status == 400)
            #expect(
                syntax.json["detail"] as? String == "The body is not JSON: unexpected character at line 1, column 9.")
            #expect(try await post(port, "/", "").status == 400)
            #expect(try await post(port, "/", "", type: nil).status == 400)
            let misfit = try await post(port, "/", "{}")
            #expect(misfit.status == 422)
            #expect(misfit.text.contains(#""errors":[{"pointer":"/name","message":"is required"}]"#))
        }
    }
}
