import Foundation
import JSON
import PythonHelpers
import StructuredOutput
import TestSupport
import Testing

/// The same judgement as the package `jsonschema` has.
@Suite("Validation beside another implementation", .timeLimit(.minutes(2)))
struct SchemaOracleTests {
    private static func value(_ depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2, 3: return .integer(Int.random(in: -2...4, using: &random))
        case 4: return JSONNumber(Double(Int.random(in: -20...40, using: &random)) / 10).map(JSONValue.number) ?? .null
        case 5, 6: return .string(["", "a", "é", "ab", "abc", "😀"].randomElement(using: &random) ?? "")
        case 7:
            return .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth - 1, &random) })
        default:
            var members = JSONObject()
            for name in ["a", "b", "c/d"] where Bool.random(using: &random) {
                members[name] = value(depth - 1, &random)
            }
            return .object(members)
        }
    }

    private static func schema(_ depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        var schema = JSONObject()
        func list(_ random: inout SeededGenerator) -> JSONValue {
            .array((0..<Int.random(in: 1..<4, using: &random)).map { _ in Self.schema(depth - 1, &random) })
        }
        for _ in 0..<Int.random(in: 0..<4, using: &random) {
            let count = Int.random(in: 0...2, using: &random)
            switch Int.random(in: 0..<(depth > 0 ? 17 : 12), using: &random) {
            case 0:
                let names = ["null", "boolean", "integer", "number", "string", "array", "object"].shuffled(
                    using: &random)
                schema["type"] = .array(names.prefix(Int.random(in: 1...4, using: &random)).map { .string($0) })
            case 1: schema["enum"] = .array((0..<3).map { _ in value(1, &random) })
            case 2: schema["const"] = value(1, &random)
            case 3: schema["minLength"] = .integer(count)
            case 4: schema["minItems"] = .integer(count)
            case 5: schema["uniqueItems"] = .bool(true)
            case 6: schema["minimum"] = .integer(count)
            case 7: schema["exclusiveMaximum"] = .integer(count + 1)
            case 8: schema["multipleOf"] = .number(JSONNumber([0.1, 0.5, 2, 3][count]) ?? JSONNumber(1))
            case 9: schema["required"] = .array([.string(["a", "b", "c/d"][count])])
            case 10: schema["maxLength"] = .integer(count + 2)
            case 11: schema["maxItems"] = .integer(count + 2)
            case 12: schema["items"] = Self.schema(depth - 1, &random)
            case 13:
                schema["properties"] = .object([
                    "a": Self.schema(depth - 1, &random), "b": Self.schema(depth - 1, &random),
                ])
            case 14:
                schema["additionalProperties"] = count == 0 ? .bool(false) : Self.schema(depth - 1, &random)
            case 15: schema["anyOf"] = list(&random)
            default: schema["oneOf"] = list(&random)
            }
        }
        return .object(schema)
    }

    @Test("random values are valid for random schemas where `jsonschema` finds them so")
    func random() async throws {
        print("seed \(Settings.seed)")
        var random = SeededGenerator(Settings.seed)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Scripts/validate.py")
        let oracle = try PythonHelper(script: script.path, python: PythonEnvironment.python())
        let _: String = try await oracle.answer()
        var (valid, invalid) = (0, 0)
        for _ in 0..<Settings.size(2, full: 20) {
            let pairs = (0..<500).map { _ in (Self.schema(2, &random), Self.value(3, &random)) }
            let text = JSONValue.array(pairs.map { .array([$0.0, $0.1]) }).serialized()
            let answers: [Bool] = try await oracle.ask(String(decoding: text, as: UTF8.self))
            try #require(answers.count == pairs.count)
            for ((schema, value), answer) in zip(pairs, answers) {
                let ours = try JSONSchema(schema).validate(value)
                #expect(
                    ours.isEmpty == answer,
                    """
                    seed \(Settings.seed): \(String(decoding: schema.serialized(), as: UTF8.self)) \
                    \(String(decoding: value.serialized(), as: UTF8.self)): \(ours)
                    """)
                if answer { valid += 1 } else { invalid += 1 }
            }
        }
        #expect(valid > 200 && invalid > 200, "\(valid) valid, \(invalid) invalid")
        oracle.stop()
    }
}
