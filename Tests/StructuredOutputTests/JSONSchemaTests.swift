import JSON
import StructuredOutput
import Testing

@Suite("The schema of an output")
struct JSONSchemaTests {
    private func places(_ schema: String, _ value: String) throws -> [String] {
        try JSONSchema(JSONValue(text: schema)).validate(JSONValue(text: value)).map(\.pointer)
    }

    @Test(
        "each keyword refuses what it is there for, and lets the rest through",
        arguments: [
            (#"{"type": "integer"}"#, ["1", "1.0", "1e2", "-0"], ["1.5", "\"1\"", "true", "null", "1e-1"]),
            (#"{"type": ["string", "null"]}"#, ["\"\"", "null"], ["0", "[]", "{}"]),
            (#"{"type": "number"}"#, ["1", "1.5"], ["\"1.5\"", "false"]),
            (
                #"{"enum": ["a", 1, [1, {"x": null}]]}"#, ["\"a\"", "1.0", "[1.0, {\"x\":null}]"],
                ["\"A\"", "2", "[1]"]
            ),
            (#"{"const": {"a": 1, "b": 2}}"#, ["{\"b\": 2, \"a\": 1}"], ["{\"a\": 1}", "{\"a\": 1, \"b\": \"2\"}"]),
            (
                #"{"minLength": 2, "maxLength": 3}"#, ["\"ab\"", "\"éàü\"", "\"😀😀\"", "12345"],
                ["\"a\"", "\"abcd\"", "\"\""]
            ),
            (
                #"{"minimum": 0, "maximum": 1}"#, ["0", "1", "0.5", "\"2\""],
                ["-0.1", "1.0000000000000000001", "1e400"]
            ),
            (#"{"exclusiveMinimum": 0, "exclusiveMaximum": 1}"#, ["0.5"], ["0", "1", "0.0", "-1"]),
            (#"{"multipleOf": 0.1}"#, ["0.3", "1", "-0.7", "0"], ["0.35", "1e-30"]),
            (#"{"multipleOf": 3}"#, ["9", "0", "-3"], ["10", "9.5"]),
            (#"{"minItems": 1, "maxItems": 2}"#, ["[1]", "[1, 2]"], ["[]", "[1, 2, 3]"]),
            (
                #"{"uniqueItems": true}"#, ["[1, \"1\", [1], true]"],
                ["[1, 1.0]", "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]"]
            ),
            (#"{"uniqueItems": false}"#, ["[1, 1]"], []),
            (#"{"items": {"type": "string"}}"#, ["[]", "[\"a\"]", "1"], ["[\"a\", 1]"]),
            (#"{"properties": {"a": {"type": "string"}}}"#, ["{}", "{\"b\": 1}", "{\"a\": \"\"}"], ["{\"a\": 1}"]),
            (#"{"required": ["a"]}"#, ["{\"a\": null}", "[]"], ["{}", "{\"A\": 1}"]),
            (#"{"properties": {"a": {}}, "additionalProperties": false}"#, ["{\"a\": 1}", "{}"], ["{\"b\": 1}"]),
            (#"{"additionalProperties": {"type": "null"}}"#, ["{\"x\": null}"], ["{\"x\": 1}"]),
            (#"{"anyOf": [{"type": "null"}, {"minimum": 5, "type": "number"}]}"#, ["null", "6"], ["4", "\"x\""]),
            (#"{"oneOf": [{"multipleOf": 2}, {"multipleOf": 3}]}"#, ["2", "3"], ["6", "5"]),
            (
                ##"{"$ref": "#/$defs/t", "$defs": {"t": {"type": "array", "items": {"$ref": "#/$defs/t"}}}}"##,
                ["[]", "[[], [[]]]"], ["[1]", "[[[{}]]]"]
            ),
        ] as [(String, [String], [String])])
    func keywords(_ schema: String, _ fitting: [String], _ other: [String]) throws {
        for value in fitting { #expect(try places(schema, value).isEmpty, "\(schema) \(value)") }
        for value in other { #expect(try !places(schema, value).isEmpty, "\(schema) \(value)") }
    }

    @Test("a violation names its place as a JSON Pointer, and what must be there")
    func pointers() throws {
        let schema = try JSONSchema(
            JSONValue(
                text: #"""
                    {"type": "object", "required": ["a/b"], "properties": {"list": {"items": {"type": "integer"}},
                     "n~": {"enum": ["x", "y"]}}, "additionalProperties": false}
                    """#))
        let violations = schema.validate(try JSONValue(text: #"{"list": [1, "2"], "n~": "z", "more": 1}"#))
        #expect(
            violations.map(\.description) == [
                "/a~1b is required", "/list/1 must be an integer", #"/n~0 must be one of "x", "y""#,
                "/more is not expected here: leave it out",
            ])
    }

    @Test("of alternatives what is wrong with the nearest is reported")
    func nearest() throws {
        let schema = #"""
            {"anyOf": [{"type": "object", "required": ["a", "b"], "properties": {"kind": {"const": "x"}}},
             {"type": "object", "required": ["c"], "properties": {"kind": {"const": "y"}}}]}
            """#
        #expect(try places(schema, #"{"kind": "y"}"#) == ["/c"])
    }

    @Test(
        "what a schema of ours says and we do not check is an error when it is loaded",
        arguments: [
            (#"{"pattern": "a"}"#, "/pattern"), (#"{"format": "date"}"#, "/format"), (#"{"type": "text"}"#, "/type"),
            (#"{"type": []}"#, "/type"), (#"{"properties": {"a": {"not": {}}}}"#, "/properties/a/not"),
            (#"{"items": [{}]}"#, "/items"), (#"{"items": true}"#, "/items"), (#"{"enum": []}"#, "/enum"),
            (#"{"minItems": -1}"#, "/minItems"), (#"{"minLength": 1.5}"#, "/minLength"),
            (#"{"maxItems": 1, "minItems": 2}"#, "/minItems"), (#"{"minLength": 3, "maxLength": 2}"#, "/maxLength"),
            (#"{"multipleOf": 0}"#, "/multipleOf"), (#"{"required": "a"}"#, "/required"),
            (#"{"required": [1]}"#, "/required"),
            (##"{"anyOf": []}"##, "/anyOf"), (##"{"$ref": "other.json"}"##, "/$ref"), (##"{"$ref": "#/$defs/a"}"##, ""),
            (##"{"$defs": {"a": {"$ref": "#/$defs/a"}}}"##, "/$defs/a"),
            (##"{"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}"##, "/$defs/a"),
            (#"{"$defs": []}"#, "/$defs"), ("[]", ""), ("true", ""), (#"{"minimum": "1"}"#, "/minimum"),
        ] as [(String, String)])
    func unknown(_ schema: String, _ place: String) throws {
        let document = try JSONValue(text: schema)
        #expect { try JSONSchema(document) } throws: { ($0 as? SchemaError)?.pointer == place }
    }

    @Test("a schema that is no JSON is an error that says where")
    func noJSON() {
        #expect { try JSONSchema(parsing: Array("{".utf8)) } throws: { "\($0)".contains("line 1") }
    }

    @Test("at most 20 violations are reported, and no value is too deep or too large")
    func bounds() throws {
        let list = JSONValue.array(Array(repeating: .null, count: 10_000))
        #expect(try JSONSchema(JSONValue(text: #"{"items": {"type": "string"}}"#)).validate(list).count == 20)
        var deep = JSONValue.array([])
        for _ in 0..<2000 { deep = .array([deep]) }
        let schema = try JSONSchema(
            JSONValue(text: ##"{"$ref":"#/$defs/t","$defs":{"t":{"items":{"$ref":"#/$defs/t"}}}}"##))
        #expect(schema.validate(deep).map(\.message).contains { $0.contains("too deeply") })
        // Each level asks twice for the next: 2^60 comparisons.
        let names = (0..<60).map { level in
            let next = level == 59 ? #"{"type": "null"}"# : ##"{"$ref": "#/$defs/d\##(level + 1)"}"##
            return #""d\#(level)": {"anyOf": [\#(next), \#(next)]}"#
        }
        let wide = ##"{"$ref": "#/$defs/d0", "$defs": {\##(names.joined(separator: ","))}}"##
        #expect(try places(wide, "1") == [""])
    }

    @Test("names and texts are compared by their bytes")
    func bytes() throws {
        let schema = "{\"properties\": {\"é\": {\"type\": \"null\"}}, \"additionalProperties\": false}"
        #expect(try places(schema, "{\"é\": null}").isEmpty)
        #expect(try places(schema, "{\"e\u{301}\": null}") == ["/e\u{301}"])
        #expect(try places(#"{"const": "é"}"#, "\"e\u{301}\"") == [""])
    }
}
