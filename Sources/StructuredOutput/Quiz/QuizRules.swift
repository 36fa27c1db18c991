public import Contracts

/// What makes a quiz one that can be asked and marked, beyond what a schema can say.
public struct QuizRules: Sendable, Hashable {
    /// How many questions were asked for.
    public let count: Int
    /// Of which kinds.
    public let kinds: Set<QuestionKind>
    /// nil where the language does not matter, or is none that can be recognised.
    public let language: Language?

    public init(count: Int, kinds: Set<QuestionKind>, language: Language?) {
        (self.count, self.kinds, self.language) = (count, kinds, language)
    }

    /// - Returns: what is wrong, at most 20; nothing for a good quiz.
    public func check(_ quiz: Quiz) -> [SchemaViolation] {
        var violations: [SchemaViolation] = []
        let place = JSONPointer().member("questions")
        if quiz.questions.count != count {
            violations.append(
                SchemaViolation(
                    pointer: place.text, message: "must be \(count) questions, are \(quiz.questions.count)"))
        }
        var (texts, ids) = (Set<String>(), Set<String>())
        for (index, question) in quiz.questions.enumerated() {
            let place = place.element(index)
            func add(_ name: String, _ message: String) {
                violations.append(SchemaViolation(pointer: place.member(name).text, message: message))
            }
            if !kinds.contains(question.kind) {
                add("kind", "must be one of \(kinds.map(\.rawValue).sorted().joined(separator: ", "))")
            }
            let text = ComparableText.of(question.question)
            if text.isEmpty { add("question", "must not be empty") }
            if !texts.insert(text).inserted { add("question", "is asked twice") }
            if !ids.insert(question.id).inserted { add("id", "is there twice") }
            for (name, message) in Self.mistakes(of: question) { add(name, message) }
            if let language, isOtherLanguage(question, language) {
                add("question", "must be in the language \(language.rawValue)")
            }
        }
        return Array(violations.prefix(20))
    }

    private static func mistakes(of question: QuizQuestion) -> [(String, String)] {
        guard question.kind != .open else {
            var mistakes: [(String, String)] = []
            if !question.choices.isEmpty || !question.correct.isEmpty {
                mistakes.append(("choices", "must be empty for an open question"))
            }
            if ComparableText.of(question.rubric ?? "").isEmpty {
                mistakes.append(("rubric", "must say what a right answer holds"))
            }
            return mistakes
        }
        var mistakes: [(String, String)] = []
        let choices = question.choices.map(ComparableText.of)
        if choices.count < 2 { mistakes.append(("choices", "must be at least two")) }
        if choices.contains("") { mistakes.append(("choices", "must not be empty")) }
        if Set(choices).count < choices.count { mistakes.append(("choices", "must differ from one another")) }
        let correct = Set(question.correct)
        if correct.count < question.correct.count { mistakes.append(("correct", "must name each choice once")) }
        if correct.contains(where: { !choices.indices.contains($0) }) {
            mistakes.append(("correct", "must be numbers of choices, from 0 to \(max(0, choices.count - 1))"))
        }
        switch question.kind {
        case .single where correct.count != 1: mistakes.append(("correct", "must be exactly one choice"))
        case .multiple where correct.isEmpty: mistakes.append(("correct", "must be at least one choice"))
        default: break
        }
        return mistakes
    }

    /// Judged over all of a question's texts: one alone is often too short to be sure.
    private func isOtherLanguage(_ question: QuizQuestion, _ language: Language) -> Bool {
        let text = ([question.question] + question.choices + [question.explanation ?? ""]).joined(separator: " ")
        guard let found = LanguageDetector.language(of: text) else { return false }
        return found != language
    }
}
