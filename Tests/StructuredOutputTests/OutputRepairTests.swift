import JSON
import StructuredOutput
import TestSupport
import Testing

@Suite("The text of a model as JSON")
struct OutputRepairTests {
    private func parse(_ text: String) -> RepairedOutput { OutputRepair.parse(text) }

    @Test(
        "what leaves no doubt is mended, and named",
        arguments: [
            (#"{"a": 1}"#, #"{"a":1}"#, []), (" \n{}\n ", "{}", []), ("[1, 2]", "[1,2]", []),
            ("\u{FEFF}{}", "{}", [.byteOrderMark]),
            ("```json\n{\"a\": 1}\n```", #"{"a":1}"#, [.codeFence]), ("```\n{}\n```\n", "{}", [.codeFence]),
            ("{}\n```", "{}", [.codeFence]),
            ("Here is the quiz:\n{\"a\": 1}", #"{"a":1}"#, [.proseBefore]),
            ("{\"a\": 1}\nI hope this helps!", #"{"a":1}"#, [.proseAfter]),
            ("Sure.\n```json\n{}\n```\nAnything else?", "{}", [.codeFence, .proseBefore, .proseAfter]),
            (#"{"a": [1, 2,], "b": {"c": 3,} ,}"#, #"{"a":[1,2],"b":{"c":3}}"#, [.trailingComma]),
            ("{\"a\": \"one\ntwo\t\u{1}\"}", #"{"a":"one\ntwo\u0009\u0001"}"#, [.controlCharacter]),
            (#"{"a": "```json {not this} ,] \" \\"}"#, #"{"a":"```json {not this} ,] \" \\"}"#, []),
            (#"{"a": "\ud83d\ude00"}"#, "{\"a\":\"😀\"}", []),
        ] as [(String, String, [Repair])])
    func mended(_ text: String, _ json: String, _ repairs: [Repair]) throws {
        guard case .valid(let value, let done) = parse(text) else {
            Issue.record("\(text): \(parse(text))")
            return
        }
        #expect(value == (try JSONValue(text: json)) && done == repairs, "\(text)")
    }

    @Test(
        "what leaves a doubt is broken, and says why",
        arguments: [
            ("", .empty), (" \n", .empty), ("\u{FEFF}", .empty), ("I cannot do that.", .noObject),
            ("```json\n```", .noObject),
            ("NaN", .noObject), (#"{"a": 1"#, .truncated), (#"{"a": "cut"#, .truncated), (#"{"a": [1, 2"#, .truncated),
            (#"{"a": {"b": 1}"#, .truncated), ("{", .truncated), (#"{"a": 1}{"b": 2}"#, .severalValues),
            ("{\"a\": 1}\nor\n{\"a\": 2}", .severalValues), (#"[{"a": 1}, x]"#, .severalValues),
            (#"Use {x}: {"a": 1}"#, nil),
            (#"see [1]: {"a": 1}"#, .severalValues), (#"{"a": 1}]"#, .severalValues), (#"{"a": 1}}"#, .severalValues),
            (#"{"a": NaN}"#, .notANumber), (#"{"a": -Infinity}"#, .notANumber), (#"{"a": [Infinity]}"#, .notANumber),
            (#"{"a": 1, "a": 2}"#, .duplicateName), (#"{"a": 1, "a": 1}"#, .duplicateName),
            (#"{"a": "\ud83d"}"#, .loneSurrogate), (#"{"a": "\ude00"}"#, .loneSurrogate),
            (#"{'a': 1}"#, nil), (#"{a: 1}"#, nil), (#"{"a": 1 /* x */}"#, nil), (#"{"a": tru}"#, nil),
            (#"{"a": 01}"#, nil),
            (#"{,}"#, nil), (#"{"a": [,]}"#, nil), (#"{"a": [1,,2]}"#, nil), (#"{"a": ,}"#, nil),
            (#"{"a": [1,,]}"#, nil),
            (#"{"a": 1 "b": 2}"#, nil), ("{\"a\": \"x\\\n\"}", nil), (#"{"a": [1}"#, .truncated),
            (#"{"a": "\x"}"#, nil),
            ("{\"a\": 1,", .truncated),
        ] as [(String, OutputBreakage?)])
    func broken(_ text: String, _ reason: OutputBreakage?) {
        guard case .broken(let found) = parse(text) else {
            Issue.record("\(text): \(parse(text))")
            return
        }
        if let reason {
            #expect(found == reason, "\(text)")
        } else {
            #expect(found.code == "syntax" || found == .severalValues, "\(text): \(found)")
        }
        #expect(!found.description.isEmpty && !found.code.isEmpty)
    }

    @Test("100 levels are read, 101 are too many, in an object and in a list")
    func depth() {
        func nested(_ levels: Int) -> String {
            String(repeating: #"{"a":"#, count: levels) + "1" + String(repeating: "}", count: levels)
        }
        guard case .valid = parse(nested(100)) else {
            Issue.record("100 levels")
            return
        }
        #expect(parse(nested(101)) == .broken(.tooDeep))
        for levels in [101, 120, 10_000] {
            let list = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
            #expect(parse(#"{"a": \#(list)}"#) == .broken(.tooDeep))
            if levels <= 120 { #expect(parse(list) == .broken(.tooDeep)) }
        }
    }

    @Test("10 MB are the most; a model that writes white space without end is cut short, not closed")
    func size() {
        let most = OutputRepair.maximumBytes
        if Settings.isFull {
            let text = #"{"a": ""# + String(repeating: "x", count: most - 8) + #""}"#
            guard case .valid = parse(text) else {
                Issue.record("10 MB")
                return
            }
        }
        #expect(parse("{}" + String(repeating: " ", count: most - 1)) == .broken(.tooLarge))
        #expect(parse(#"{"a": 1,"# + String(repeating: "\n", count: 100_000)) == .broken(.truncated))
    }

    @Test("a text that is cut anywhere is never taken for a whole one")
    func cut() throws {
        let text = #"{"title": "Été \"x\" {}", "list": [1, {"b": [true, null]}, "}"], "n": -1.5e3}"#
        let bytes = Array(text.utf8)
        for length in 0..<bytes.count {
            guard let part = String(validating: bytes[..<length], as: UTF8.self) else { continue }
            if case .valid(let value, _) = parse(part) { Issue.record("\(part): \(value)") }
        }
        guard case .valid(_, []) = parse(text) else {
            Issue.record("whole")
            return
        }
    }

    @Test("no text ends the process; what is read is JSON, and is the same when it is read again")
    func noise() {
        var random = SeededGenerator(Settings.seed)
        let parts = [
            "{", "}", "[", "]", "\"", "\\", ",", ":", "1", "-", ".5", "e9", "true", "null", "NaN", "```", "json", "\n",
            " ", "\u{1}",
            "é", "\\u", "d83d", "a", "\"a\":", "\"b\": 1", "{}", "\u{FEFF}", "text",
        ]
        for _ in 0..<Settings.size(5000, full: 200_000) {
            let text = (0..<Int.random(in: 0..<16, using: &random)).map { _ in parts.randomElement(using: &random) ?? ""
            }.joined()
            guard case .valid(let value, let repairs) = parse(text) else { continue }
            let written = String(decoding: value.serialized(), as: UTF8.self)
            #expect(parse(written) == .valid(value, repairs: []), "seed \(Settings.seed): \(text)")
            // What JSON's own reader takes is taken as it is.
            if let strict = try? JSONValue(text: text) {
                #expect(strict == value && repairs.isEmpty, "seed \(Settings.seed): \(text)")
            }
        }
    }

    @Test("time is linear in the text")
    func linear() {
        let size = Settings.size(30_000, full: 300_000)
        for part in [
            "{", "[", "\"", "\\", ",", "{,", "```", "a", "{\"a\":", "\n", "\u{1}", ", }", "[1,]", "{\"a\":\"\u{1}",
        ] {
            let times = [size / 10, size].map { size in
                let text = "{\"x\": " + String(repeating: part, count: size / part.utf8.count)
                return (0..<3).map { _ in ContinuousClock().measure { _ = parse(text) } }.min() ?? .zero
            }
            #expect(times[1] < times[0] * 40 + .seconds(2), "\(part): \(times)")
        }
    }
}
