import Foundation

/// How much a question asks for, by its words alone: the same question is always the same. After Bloom's taxonomy as revised by
/// Anderson and Krathwohl (2001), in three steps: to remember, to understand or apply, to analyse, judge or create.
public enum QuestionComplexity: String, Sendable, CaseIterable, Encodable {
    case simple, medium, complex

    /// Beginnings of words that ask for more than a fact, in English and French, without accents.
    private static let understanding = [
        "why", "how", "explain", "describe", "solve", "calculate", "pourquoi", "comment", "expliqu", "decri", "resou",
        "calcul",
    ]
    private static let judging = [
        "compar", "analy", "justif", "prove", "proof", "evaluat", "discuss", "differen", "demontr", "prouv", "evalu",
        "discut",
    ]
    /// Words from which on a question is at least `medium`, and `complex`.
    private static let (long, veryLong) = (20, 60)

    public init(of question: String) {
        let words = question.folded.split { !$0.isLetter && !$0.isNumber }
        func holds(_ beginnings: [String]) -> Bool {
            words.contains { word in beginnings.contains { word.hasPrefix($0) } }
        }
        if words.count >= Self.veryLong || holds(Self.judging) {
            self = .complex
        } else if words.count >= Self.long || holds(Self.understanding) {
            self = .medium
        } else {
            self = .simple
        }
    }
}
