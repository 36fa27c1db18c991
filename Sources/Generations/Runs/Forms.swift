import Contracts
import Foundation
import JSON
import StructuredOutput

/// The forms of what models write.
enum Forms {
    /// - Parameter steps: nil: 2 to 12.
    static func learningPath(steps: Int?) throws -> StructuredForm {
        StructuredForm(
            "learning_path",
            try schema(
                """
                {"type": "object", "additionalProperties": false, "required": ["title", "steps"], "properties": {
                    "title": {"type": "string", "minLength": 1, "maxLength": 200},
                    "steps": {"type": "array", "minItems": \(steps ?? 2), "maxItems": \(steps ?? 12), "items": {
                        "type": "object", "additionalProperties": false,
                        "required": ["title", "objective", "content", "minutes"], "properties": {
                            "title": {"type": "string", "minLength": 1, "maxLength": 200},
                            "objective": {"type": "string", "minLength": 1, "maxLength": 500},
                            "content": {"type": "string", "minLength": 1, "maxLength": 2000},
                            "minutes": {"type": "integer", "minimum": 1, "maximum": 600}}}}}}
                """)
        ) { value in
            var titles: Set<String> = []
            return (value["steps"]?.arrayValue ?? []).enumerated().compactMap { index, step in
                let title = (step["title"]?.stringValue ?? "").lowercased().trimmingCharacters(
                    in: .whitespacesAndNewlines)
                return titles.insert(title).inserted
                    ? nil : SchemaViolation(pointer: "/steps/\(index)/title", message: "is the title of another step")
            }
        }
    }

    /// The kind decides what a question has: what a server constrains by the schema cannot be a question of no kind.
    static func quiz(_ request: QuizRequest) throws -> StructuredForm {
        let text = #"{"type": "string", "minLength": 1, "maxLength": 500}"#
        let common = """
            "question": \(text), "explanation": \(text), "skill": {"type": "string", "minLength": 1, "maxLength": 80},
            "difficulty": {"enum": ["easy", "medium", "hard"]}
            """
        let kinds = request.kinds.map { kind in
            let own =
                switch kind {
                case .single: closed(#""minItems": 1, "maxItems": 1"#, text)
                case .multiple: closed(#""minItems": 1, "maxItems": 4, "uniqueItems": true"#, text)
                case .open: #""rubric": \#(text)"#
                }
            let names = kind == .open ? #""rubric""# : #""choices", "correct""#
            return """
                {"type": "object", "additionalProperties": false,
                 "required": ["kind", "question", \(names), "explanation", "skill", "difficulty"],
                 "properties": {"kind": {"const": "\(kind.rawValue)"}, \(common), \(own)}}
                """
        }
        let rules = QuizRules(
            count: request.count, kinds: Set(request.kinds), language: Language(rawValue: request.language))
        return StructuredForm(
            "quiz",
            try schema(
                """
                {"type": "object", "additionalProperties": false, "required": ["questions"], "properties": {
                    "questions": {"type": "array", "minItems": \(request.count), "maxItems": \(request.count),
                        "items": {"anyOf": [\(kinds.joined(separator: ", "))]}}}}
                """)
        ) { value in
            do throws(SchemaViolation) {
                return rules.check(try Quiz(value))
            } catch {
                return [error]
            }
        }
    }

    /// Four choices, so that the places of right ones have a range.
    private static func closed(_ bounds: String, _ text: String) -> String {
        """
        "choices": {"type": "array", "minItems": 4, "maxItems": 4, "items": \(text)},
        "correct": {"type": "array", \(bounds), "items": {"type": "integer", "minimum": 0, "maximum": 3}}
        """
    }

    /// In per cent: servers keep a model within bounds of whole numbers, and not of others.
    static func openMark() throws -> StructuredForm {
        StructuredForm(
            "mark",
            try schema(
                """
                {"type": "object", "additionalProperties": false, "required": ["score", "confidence", "feedback"],
                 "properties": {"score": {"type": "integer", "minimum": 0, "maximum": 100},
                    "confidence": {"type": "integer", "minimum": 0, "maximum": 100},
                    "feedback": {"type": "string", "minLength": 1, "maxLength": 1000}}}
                """))
    }

    static func solutionRequest() throws -> StructuredForm {
        StructuredForm(
            "judgement",
            try schema(
                """
                {"type": "object", "additionalProperties": false, "required": ["asks_for_solution"],
                 "properties": {"asks_for_solution": {"type": "boolean"}}}
                """))
    }

    private static func schema(_ text: String) throws -> JSONSchema { try JSONSchema(parsing: Array(text.utf8)) }
}
