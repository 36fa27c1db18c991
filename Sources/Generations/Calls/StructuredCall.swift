import Foundation
import JSON
import ModelProviders
import StructuredOutput

/// What an answer must be: a form, and what a form cannot say.
struct StructuredForm: Sendable {
    let name: String
    let schema: JSONSchema
    let check: @Sendable (JSONValue) -> [SchemaViolation]

    init(
        _ name: String, _ schema: JSONSchema, check: @escaping @Sendable (JSONValue) -> [SchemaViolation] = { _ in [] }
    ) {
        self.name = name
        self.schema = schema
        self.check = check
    }

    var text: String { String(decoding: schema.document.serialized(), as: UTF8.self) }

    /// The value of an answer; or why it is none.
    /// - Parameter mark: of the data that the model was given. A model that writes it has taken data for words.
    func judge(_ answer: ChatAnswer, mark: String) -> Judgement {
        if answer.text.contains(mark) {
            return .unfit(code: "against_rules", problems: "The marks around the data must not be in the answer.")
        }
        switch OutputRepair.parse(answer.text) {
        case .broken(let breakage):
            let code = answer.finish == .length ? "truncated" : breakage.code
            return .unfit(code: code, problems: "\(breakage)")
        case .valid(let value, _):
            let value = schema.withoutOptionalNulls(value)
            // A depth that the parser has bounded.
            if value.holdsNull {
                return .unfit(code: "against_rules", problems: "No text may hold the character U+0000.")
            }
            var violations = schema.validate(value)
            let code = violations.isEmpty ? "against_rules" : "against_schema"
            if violations.isEmpty { violations = check(value) }
            if violations.isEmpty { return .fit(value) }
            return .unfit(code: code, problems: violations.prefix(5).map(\.description).joined(separator: "; "))
        }
    }

    enum Judgement {
        case fit(JSONValue)
        case unfit(code: String, problems: String)
    }
}

extension GenerationRun {
    /// Requests for one answer, the first included.
    private static let mostCalls = 3
    /// Of an answer that is shown to the model again, or kept for people, in characters.
    private static let longestShown = 8000
    private static let unseen: @Sendable (String) -> Void = { _ in }

    /// Asks for an answer of a form. What does not fit is asked for again with the last answer and what is wrong with it, and
    /// nothing else, so that requests do not grow; at most three times in all, and for no more tokens than three whole answers.
    /// - Parameters:
    ///   - tokens: that the answer may have; nil: as the request says.
    ///   - isShown: whether callers see it while it is written.
    /// - Throws: `GenerationFailure` with the last answer when none fits.
    func structured(
        _ form: StructuredForm, _ messages: [ChatMessage], mark: String, prompt: Prompt, temperature: Double,
        seed: Int64, tokens: Int? = nil, isShown: Bool = true
    ) async throws -> (value: JSONValue, answer: ChatAnswer) {
        let (caller, model) = try model()
        let most = tokens ?? self.answerTokens
        let onText = isShown ? report.text : Self.unseen
        let asked = messages.reduce(0) { $0 + TokenUsage.estimate($1.content) }
        var request = ChatRequest(
            model: model, messages: messages, maxTokens: most, contextTokens: runner.settings.contextTokens,
            temperature: temperature, seed: seed, schema: OutputSchema(name: form.name, schema: form.schema.document))
        var budget = Self.mostCalls * (asked + most)
        var failure = GenerationFailure("invalid_output", "The model gave no answer that fits.")
        failure.promptVersion = prompt.version
        for number in 0..<Self.mostCalls where budget > 0 {
            request.seed = seed &+ Int64(number)
            let (code, problems, text, isCut): (String, String, String, Bool)
            do {
                let relay = TextRelay(onText)
                var judgement = StructuredForm.Judgement.unfit(code: "empty", problems: "")
                let answer = try await relay.whileRunning { [request] in
                    try await caller.chat(request, for: purpose(prompt), onText: { relay.add($0) }) { answer in
                        judgement = form.judge(answer, mark: mark)
                        if case .unfit(let code, _) = judgement { return code }
                        return nil
                    }
                }
                if case .refused(let reason) = answer.finish {
                    throw GenerationFailure("refused", "The model refused: \(reason.prefix(200))")
                }
                switch judgement {
                case .fit(let value): return (value, answer)
                case .unfit(let why, let what): (code, problems, text) = (why, what, answer.text)
                }
                isCut = answer.finish == .length
                budget -= answer.usage.prompt + answer.usage.completion
                failure.model = answer.model
            } catch let error as ModelError where error.kind == .brokenAnswer {
                (code, problems, text, isCut) = (error.code, error.message, error.partialText, false)
                budget -= asked + (error.usage?.completion ?? 0)
            }
            failure.invalidOutput = String(text.prefix(Self.longestShown))
            failure = failure.explained("The model's answer does not fit (\(code)): \(problems)")
            report.progress(0, "asked again: \(code)")
            // The same limit would cut it again.
            if isCut {
                request.maxTokens = min(2 * (request.maxTokens ?? most), runner.settings.contextTokens / 2)
            }
            request.messages = messages
            if !text.isEmpty, !isCut {
                request.messages += [
                    ChatMessage(.assistant, String(text.prefix(Self.longestShown))),
                    ChatMessage(.user, Prompts.again.filled(["problems": problems])),
                ]
            }
        }
        throw failure
    }
}
