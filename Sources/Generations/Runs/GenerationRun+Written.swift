import Foundation
import JSON
import Jobs
import ModelProviders
import StructuredOutput

extension GenerationRun {
    /// Passages that a path or a quiz may draw on, where documents are too long to be read whole.
    private static let nearest = 24

    func learningPath(_ request: LearningPathRequest) async throws -> JobOutcome {
        let form = try Forms.learningPath(steps: request.steps)
        let system = Prompts.learningPath.filled([
            "language": Prompts.name(of: request.language), "level": request.level,
            "steps": request.steps.map { "\($0) steps" } ?? "as many steps as it takes, at most 12",
            "schema": form.text,
        ])
        let passages = try await passages(
            of: request.documentIDs, for: ([request.subject] + request.goals).joined(separator: ". "),
            most: Self.nearest)
        let wish = "Subject: \(request.subject)\nGoals:\n" + request.goals.map { "- \($0)" }.joined(separator: "\n")
        return try await write(form, Prompts.learningPath, system, passages, ("goals", wish)) { $0 }
    }

    func quiz(_ request: QuizRequest) async throws -> JobOutcome {
        let form = try Forms.quiz(request)
        let system = Prompts.quiz.filled([
            "language": Prompts.name(of: request.language), "level": request.level, "count": String(request.count),
            "kinds": request.kinds.map(\.rawValue).joined(separator: ", "), "schema": form.text,
        ])
        let passages = try await passages(
            of: request.documentIDs, for: request.topic ?? "", most: Self.nearest)
        return try await write(
            form, Prompts.quiz, system, passages, ("topic", request.topic ?? "What the passages teach.")
        ) { value in
            .object(["questions": .array(try Quiz(value).questions.map(\.json))])
        }
    }

    private func write(
        _ form: StructuredForm, _ prompt: Prompt, _ system: String, _ passages: [Passage],
        _ wish: (name: String, text: String), _ output: (JSONValue) throws -> JSONValue
    ) async throws -> JobOutcome {
        let mark = Passages.mark()
        let messages = [
            ChatMessage(.system, system), ChatMessage(.user, Passages.message(passages, mark: mark)),
            ChatMessage(.user, Passages.data(wish.name, wish.text, mark: mark)),
        ]
        let (value, answer) = try await structured(
            form, messages, mark: mark, prompt: prompt, temperature: 0.4, seed: seed)
        return try succeeded(
            GenerationResult(
                output: try output(value).serialized(), model: answer.model, promptVersion: prompt.version,
                isTruncated: answer.isPromptTruncated))
    }
}

extension QuizQuestion {
    /// As it is stored and answered: with its id.
    var json: JSONValue {
        var members: JSONObject = ["id": .string(id), "kind": .string(kind.rawValue), "question": .string(question)]
        if kind != .open {
            members["choices"] = .array(choices.map { .string($0) })
            members["correct"] = .array(correct.map { .integer($0) })
        }
        for (name, text) in [
            ("explanation", explanation), ("difficulty", difficulty), ("skill", skill), ("rubric", rubric),
        ] {
            if let text { members[name] = .string(text) }
        }
        return .object(members)
    }
}
