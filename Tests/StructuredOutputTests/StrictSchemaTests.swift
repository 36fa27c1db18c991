import JSON
import StructuredOutput
import Testing

@Suite("The schema for OpenAI's strict mode")
struct StrictSchemaTests {
    private static let schema = #"""
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["a"], "properties": {
          "a": {"type": "string", "minLength": 1, "description": "why"}, "b": {"type": "integer", "minimum": 0},
          "c": {"enum": ["x", "y"]}, "d": {"type": ["object", "null"], "properties": {"e": {"const": 1}}},
          "f": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/g"}}},
         "$defs": {"g": {"type": "object", "properties": {"h": {"oneOf": [{"type": "null"}, {"type": "number"}]}}}}}
        """#
    private static let strict = #"""
        {"type": "object", "properties": {
          "a": {"type": "string", "description": "why"}, "b": {"type": ["integer", "null"], "minimum": 0},
          "c": {"anyOf": [{"enum": ["x", "y"]}, {"type": "null"}]},
          "d": {"type": ["object", "null"], "properties": {"e": {"anyOf": [{"enum": [1]}, {"type": "null"}]}},
                "required": ["e"], "additionalProperties": false},
          "f": {"type": ["array", "null"], "items": {"$ref": "#/$defs/g"}}},
         "required": ["a", "b", "c", "d", "f"], "additionalProperties": false,
         "$defs": {"g": {"type": "object", "properties": {"h": {"anyOf": [{"anyOf": [{"type": "null"}, {"type": "number"}]},
           {"type": "null"}]}}, "required": ["h"], "additionalProperties": false}}}
        """#

    @Test("every property is required, the optional ones may be null, and no other member is allowed")
    func form() throws {
        let strict = try JSONSchema(JSONValue(text: Self.schema)).strict
        #expect(strict.serialized() == (try JSONValue(text: Self.strict)).serialized())
        // It is a schema itself.
        _ = try JSONSchema(strict)
    }

    @Test("nulls that stand for members which were left out are taken away, and no others")
    func nulls() throws {
        let schema = try JSONSchema(JSONValue(text: Self.schema))
        let answer = try JSONValue(text: #"{"a": "t", "b": null, "c": null, "d": null, "f": [{"h": null}], "x": null}"#)
        let value = schema.withoutOptionalNulls(answer)
        #expect(value == (try JSONValue(text: #"{"a": "t", "d": null, "f": [{"h": null}], "x": null}"#)))
        #expect(schema.validate(value).isEmpty)
        // What is required and null is wrong, and is left for validation to find.
        #expect(
            schema.withoutOptionalNulls(try JSONValue(text: #"{"a": null}"#)) == (try JSONValue(text: #"{"a": null}"#)))
    }
}
