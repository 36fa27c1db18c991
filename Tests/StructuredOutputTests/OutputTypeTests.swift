import JSON
import StructuredOutput
import Testing

/// What models write for each type of output, from the text to the value.
@Suite("Outputs from the text of a model to a value")
struct OutputTypeTests {
    private func output(_ text: String, _ schema: String) throws -> JSONValue {
        let schema = try JSONSchema(JSONValue(text: schema))
        guard case .valid(let value, _) = OutputRepair.parse(text) else {
            throw SchemaViolation(pointer: "", message: "broken")
        }
        if let violation = schema.validate(value).first { throw violation }
        return value
    }

    private static let quiz = #"""
        {"type": "object", "additionalProperties": false, "required": ["questions"], "properties": {"questions":
          {"type": "array", "minItems": 1, "maxItems": 50, "items": {"anyOf": [{"$ref": "#/$defs/closed"}, {"$ref": "#/$defs/open"}]}}},
         "$defs": {
          "closed": {"type": "object", "additionalProperties": false,
            "required": ["kind", "question", "choices", "correct", "explanation", "difficulty", "skill"], "properties": {
              "kind": {"enum": ["single", "multiple"]}, "question": {"type": "string", "minLength": 1, "maxLength": 600},
              "choices": {"type": "array", "minItems": 2, "maxItems": 8, "items": {"type": "string", "minLength": 1, "maxLength": 300}},
              "correct": {"type": "array", "minItems": 1, "maxItems": 8, "uniqueItems": true, "items": {"type": "integer", "minimum": 0}},
              "explanation": {"type": "string", "maxLength": 1000}, "difficulty": {"enum": ["easy", "medium", "hard"]},
              "skill": {"type": "string", "minLength": 1, "maxLength": 100}}},
          "open": {"type": "object", "additionalProperties": false, "required": ["kind", "question", "rubric", "difficulty", "skill"],
            "properties": {"kind": {"const": "open"}, "question": {"type": "string", "minLength": 1}, "rubric": {"type": "string", "minLength": 1},
              "difficulty": {"enum": ["easy", "medium", "hard"]}, "skill": {"type": "string", "minLength": 1}}}}}
        """#

    @Test("a quiz")
    func quiz() throws {
        let text = #"""
            Voici le quiz demandé :
            ```json
            {"questions": [
              {"kind": "multiple", "question": "Lesquels de ces gaz sont dans l'air ?", "choices": ["azote", "oxygène", "chlore"],
               "correct": [0, 1], "explanation": "L'air est fait d'azote et d'oxygène.", "difficulty": "easy", "skill": "chimie",},
              {"kind": "open", "question": "Pourquoi le ciel est-il bleu ?", "rubric": "Nomme la diffusion de Rayleigh.",
               "difficulty": "hard", "skill": "optique"}
            ]}
            ```
            """#
        let quiz = try Quiz(output(text, Self.quiz))
        #expect(QuizRules(count: 2, kinds: [.multiple, .open], language: .french).check(quiz).isEmpty)
        #expect(quiz.questions.map(\.id) == ["1", "2"])
        #expect(QuizMarking.mark(quiz.questions[0], chosen: [0])?.score == 0.5)
        // What a server that does not keep `uniqueItems` lets through.
        let doubled = text.replacing("[0, 1]", with: "[0, 0]")
        #expect { try output(doubled, Self.quiz) } throws: {
            ($0 as? SchemaViolation)?.pointer == "/questions/0/correct/1"
        }
        // The schema cannot say it: the rules do.
        let outside = try Quiz(output(text.replacing("[0, 1]", with: "[0, 9]"), Self.quiz))
        #expect(
            QuizRules(count: 2, kinds: [.multiple, .open], language: .french).check(outside).map(\.pointer)
                == ["/questions/0/correct"])
    }

    private static let grading = #"""
        {"type": "object", "additionalProperties": false, "required": ["score", "confidence", "feedback"], "properties": {
          "score": {"type": "number", "minimum": 0, "maximum": 1}, "confidence": {"type": "number", "minimum": 0, "maximum": 1},
          "feedback": {"type": "string", "minLength": 1, "maxLength": 2000}}}
        """#

    @Test("the grading of an open answer")
    func grading() throws {
        let value = try output(#"{"score": 0.75, "confidence": 0.9, "feedback": "Bien."}"#, Self.grading)
        #expect(value["score"]?.numberValue?.double == 0.75)
        // Servers keep no bounds of numbers.
        for text in [
            #"{"score": 100, "confidence": 1, "feedback": "x"}"#, #"{"score": 1, "confidence": -1, "feedback": "x"}"#,
            #"{"score": "1", "confidence": 1, "feedback": "x"}"#, #"{"score": 1, "confidence": 1, "feedback": ""}"#,
            #"{"score": 1, "confidence": 1}"#, #"{"score": NaN, "confidence": 1, "feedback": "x"}"#,
        ] {
            #expect(throws: SchemaViolation.self) { try output(text, Self.grading) }
        }
    }

    @Test("a learning path")
    func path() throws {
        let schema = #"""
            {"type": "object", "additionalProperties": false, "required": ["title", "steps"], "properties": {
              "title": {"type": "string", "minLength": 1, "maxLength": 200}, "steps": {"type": "array", "minItems": 1, "maxItems": 30,
                "items": {"type": "object", "additionalProperties": false, "required": ["title", "objective", "content", "minutes"],
                  "properties": {"title": {"type": "string"}, "objective": {"type": "string"}, "content": {"type": "string"},
                    "minutes": {"type": "integer", "minimum": 5, "maximum": 600, "multipleOf": 5}}}}}}
            """#
        let step = #"{"title": "Un", "objective": "Savoir", "content": "Texte\nsur deux lignes", "minutes": 30}"#
        let value = try output(#"{"title": "Algèbre", "steps": [\#(step)]}"#, schema)
        #expect(value["steps"]?.arrayValue?.first?["minutes"]?.numberValue?.integer == 30)
        let odd = step.replacing("30", with: "31")
        #expect { try output(#"{"title": "A", "steps": [\#(odd)]}"#, schema) } throws: {
            ($0 as? SchemaViolation)?.pointer == "/steps/0/minutes"
        }
    }
}
