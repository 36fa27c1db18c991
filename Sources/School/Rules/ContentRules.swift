import Foundation

/// What people may write to each other.
public struct ContentRules: Sendable {
    private let blocked: [[String]]

    /// - Parameter blockedWords: each a word, or several in their order.
    public init(blockedWords: [String]) {
        blocked = blockedWords.map { $0.words }.filter { !$0.isEmpty }
    }

    /// - Throws: the rule that forbids a message.
    public func checkMessage(_ text: String) throws(SchoolRefusal) {
        // A character is a Unicode scalar, as PostgreSQL counts them.
        let length = text.unicodeScalars.count
        guard length <= SchoolLimits.messageCharacters else { throw .messageTooLong(length) }
        try check(text, in: "text")
    }

    /// - Parameter member: of the body that holds the text.
    /// - Throws: the rule that forbids it.
    public func check(_ text: String, in member: String) throws(SchoolRefusal) {
        let words = text.words
        for phrase in blocked where words.contains(phrase) {
            throw .blockedWord(phrase.joined(separator: " "), in: member)
        }
    }
}

extension String {
    /// Runs of letters and digits, in lower case and without accents.
    fileprivate var words: [String] { folded.split { !$0.isLetter && !$0.isNumber }.map(String.init) }
}
