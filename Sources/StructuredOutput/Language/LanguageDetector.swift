public import Contracts

/// Whether a text is surely French or surely English, by the short words that every sentence has. It says nothing of a
/// formula, a name or a few words, and nothing of other languages.
public enum LanguageDetector {
    /// - Returns: nil when it is not sure: with fewer than three such words, or fewer than four fifths of them of one
    ///   language.
    public static func language(of text: String) -> Language? {
        var counts: [Language: Int] = [.french: 0, .english: 0]
        // No page of text leaves a doubt that more of it would resolve.
        for word in text.prefix(20_000).lowercased().split(whereSeparator: { !$0.isLetter }) {
            if french.contains(word) { counts[.french, default: 0] += 1 }
            if english.contains(word) { counts[.english, default: 0] += 1 }
        }
        let total = counts.values.reduce(0, +)
        guard total >= 3, let best = counts.max(by: { $0.value < $1.value }), best.value * 5 >= total * 4 else {
            return nil
        }
        return best.key
    }

    /// No word of one list is a word of the other language: neither `on`, `a`, `but`, `son`, `me`, `or`, `as` nor `pour`.
    private static let french: Set<Substring> = [
        "le", "la", "les", "un", "une", "des", "du", "de", "et", "est", "sont", "dans", "que", "qui", "quel", "quelle",
        "quels", "quelles", "ce", "cette", "ces", "il", "elle", "ils", "elles", "nous", "vous", "ne", "pas", "avec",
        "par", "sur", "au", "aux", "où", "été", "être", "avoir", "leur", "leurs", "mais", "donc", "comme", "chez",
        "très",
        "parmi", "lequel", "laquelle", "combien", "pourquoi", "quand", "cela", "c", "d", "l", "n", "qu", "se", "sa",
        "ses",
    ]
    private static let english: Set<Substring> = [
        "the", "of", "and", "is", "are", "was", "were", "to", "in", "that", "this", "these", "those", "which", "what",
        "who", "whose", "how", "why", "when", "where", "with", "for", "from", "by", "at", "it", "its", "they", "their",
        "we", "you", "your", "not", "does", "do", "did", "has", "have", "had", "been", "be", "can", "would", "should",
        "an",
        "into", "than", "then", "there", "because", "between", "following",
    ]
}
