import Foundation

/// Questions that ask in so many words for a solution.
enum SolutionRequest {
    /// Without accents, in lower case, words apart by one space.
    private static let phrases = [
        "give me the answer", "give me the solution", "tell me the answer", "tell me the solution",
        "show me the answer",
        "show me the solution", "what is the answer", "what s the answer", "what is the solution",
        "what s the solution",
        "just the answer", "only the answer", "the final answer", "solve it for me", "solve this for me",
        "do it for me",
        "do my homework",
        "donne moi la reponse", "donne moi la solution", "donnez moi la reponse", "donnez moi la solution",
        "dis moi la reponse", "dis moi la solution", "montre moi la solution", "quelle est la reponse",
        "quelle est la solution", "c est quoi la reponse", "c est quoi la solution", "juste la reponse",
        "seulement la reponse", "resous le pour moi", "resous l exercice", "fais le pour moi", "fais mon devoir",
        "fais mes devoirs",
    ]

    static func isPlain(_ question: String) -> Bool {
        let letters = question.folding(
            options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive], locale: nil)
        let words = letters.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        let text = " \(words) "
        return phrases.contains { text.contains(" \($0) ") }
    }

    /// What a pupil reads instead of a solution.
    /// - Parameters:
    ///   - allowed: what may be asked for.
    ///   - language: `fr`, or English.
    static func refusal(_ allowed: [AnswerRequest.Kind], language: String) -> String {
        let isFrench = language == "fr"
        let kinds = allowed.map { kind in
            switch kind {
            case .explanation: isFrench ? "une explication" : "an explanation"
            case .hint: isFrench ? "un indice" : "a hint"
            case .example: isFrench ? "un exemple" : "an example"
            case .solution: isFrench ? "la solution" : "the solution"
            }
        }
        let list = kinds.joined(separator: isFrench ? " ou " : " or ")
        return isFrench
            ? "Ton professeur n'autorise pas que la solution soit donnée ici. Demande plutôt \(list), ou écris jusqu'où tu es arrivé."
            : "Your professor does not allow the solution to be given here. Ask for \(list) instead, or write how far you have come."
    }
}
