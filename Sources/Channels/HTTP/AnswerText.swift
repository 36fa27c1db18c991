/// What the other side said, as one line that can be shown.
enum AnswerText {
    /// - Parameter body: of an answer; at most its first kilobyte is looked at.
    static func line(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(1024), as: UTF8.self)
        // Also the marks that reorder or hide what stands beside them.
        let shown = text.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: " "
            default: Character(scalar)
            }
        }
        return String(shown).split(separator: " ").joined(separator: " ")
    }
}
