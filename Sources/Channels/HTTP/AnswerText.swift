/// What the other side said, as one line that can be shown.
enum AnswerText {
    /// - Parameters:
    ///   - body: of an answer; at most its first kilobyte is looked at.
    ///   - secret: what the other side was sent and must not be shown, should it repeat it.
    static func line(_ body: some Collection<UInt8>, hiding secret: String = "") -> String {
        var text = String(decoding: body.prefix(1024), as: UTF8.self)
        if !secret.isEmpty {
            text = text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
        }
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
