import FleetTestSupport
import StructuredOutput
import TestSupport
import Testing

/// Many answers of a form, by models that know nothing.
@Suite(
    "A fleet whose model mostly fails", FleetScope<BadModelEnvironment>(), .logs(of: BadModelEnvironment.self))
struct BadModelTests {
    let estate: BadModelEnvironment

    init() throws { estate = try BadModelEnvironment.current }

    @Test("what a bad model writes is never an output, and takes three calls at most") func bad() async throws {
        let count = Settings.isFull ? 60 : 3
        let school = try await estate.fleet.signUp()
        let ids = try await estate.parts.paths(count, as: school.caller)
        var calls = 0
        for id in ids {
            let generation = try await estate.parts.ended(id, as: school.caller)
            calls += generation["attempts"].array.count
            if generation["status"] == "succeeded" {
                try #require(try Validity.isPath(generation["output"]))
            } else {
                #expect(generation["output"] == .null && generation["error_code"] == "invalid_output", "\(generation)")
                #expect(generation["attempts"].array.count == 3)
            }
        }
        #expect(try await estate.parts.calls(of: school, "chat") == calls)
        #expect(calls <= 3 * count)
    }
}

extension ModelFleet {
    @Suite("Many forms") struct ManyTests {
        let estate: ModelEnvironment

        init() throws { estate = try ModelEnvironment.current }

        @Test("answers of a form are valid, all of them") func good() async throws {
            let count = Settings.isFull ? 60 : 3
            let school = try await estate.fleet.signUp()
            let ids = try await estate.parts.paths(count, as: school.caller)
            for id in ids {
                let generation = try await estate.parts.ended(id, as: school.caller)
                #expect(generation["status"] == "succeeded", "\(generation)")
                #expect(try Validity.isPath(generation["output"]))
            }
        }
    }
}

/// A second opinion on what is stored.
enum Validity {
    static func isPath(_ output: JSON) throws -> Bool {
        let schema = try JSONSchema(
            parsing: Array(
                """
                {"type": "object", "required": ["title", "steps"], "properties": {"title": {"type": "string"},
                 "steps": {"type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "object",
                  "required": ["title", "objective", "content", "minutes"],
                  "properties": {"minutes": {"type": "integer", "minimum": 1, "maximum": 600}}}}}}
                """.utf8))
        guard case .valid(let value, _) = OutputRepair.parse(String(decoding: output.bytes, as: UTF8.self)) else {
            return false
        }
        return schema.validate(value).isEmpty
    }
}
