import Foundation

/// Texts that a reader takes for the same one.
enum ComparableText {
    /// In lower case, composed, white space as one space, without marks at its ends, unless it is nothing but marks: `+`
    /// and `-` are choices that differ.
    static func of(_ text: String) -> String {
        let words = text.precomposedStringWithCompatibilityMapping.lowercased()
            .split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .format } }
            .joined(separator: " ")
        let marks: Set<Character> = [".", ",", ";", ":", "!", "?", "…", "\"", "'", "«", "»", "“", "”", "’", "‘", " "]
        var core = words[...]
        while let first = core.first, marks.contains(first) { core.removeFirst() }
        while let last = core.last, marks.contains(last) { core.removeLast() }
        return String(core.isEmpty ? words[...] : core)
    }
}
