import Foundation
import JSON
import Jobs
import ModelProviders

extension GenerationRun {
    /// Tokens of a judgement.
    private static let judgementTokens = 64

    /// What a pupil gets who asks for a solution where the professor allows none: the refusal, and no answer of a model. A question
    /// that asks in so many words is known without a model; of any other, a model that does not answer it judges whether it
    /// does, by a form and without chance, before one that answers sees it.
    /// - Returns: nil when the question may be answered.
    func refusal(of request: AnswerRequest) async throws -> GenerationResult? {
        if request.allowed.isEmpty || request.allowed.contains(.solution) { return nil }
        var (model, version): (String, String?) = ("rules", nil)
        if !SolutionRequest.isPlain(request.question) {
            let form = try Forms.solutionRequest()
            let mark = Passages.mark()
            let messages = [
                ChatMessage(.system, Prompts.solutionRequest.filled(["schema": form.text])),
                ChatMessage(.user, Passages.data("question", request.question, mark: mark)),
            ]
            let (value, answer) = try await structured(
                form, messages, mark: mark, prompt: Prompts.solutionRequest, temperature: 0, seed: 1,
                tokens: Self.judgementTokens, isShown: false)
            guard value["asks_for_solution"]?.boolValue == true else { return nil }
            (model, version) = (answer.model, Prompts.solutionRequest.version)
        }
        let text = SolutionRequest.refusal(request.allowed, language: request.language)
        report.text(text)
        return GenerationResult(
            output: try JSONCoding.encode(AnswerOutput(text: text, withheld: .solution)), model: model,
            promptVersion: version)
    }
}

/// The output of a generation of the type `answer`.
struct AnswerOutput: Encodable {
    let text: String
    /// What was asked for and is not allowed: the text says so.
    @OmittedWhenNil var withheld: AnswerRequest.Kind? = nil
}
