/// What the other side said, as one line that can be shown.
public enum AnswerText {
    /// Of what it said, in bytes.
    private static let longest = 1024

    /// - Parameters:
    ///   - body: of an answer, or a text out of it; its first kilobyte is shown.
    ///   - secret: what the other side was sent and must not be shown, should it repeat it.
    public static func line(_ body: some Collection<UInt8>, hiding secret: String = "") -> String {
        // Looked for before anything is cut: half a secret is one, too.
        let hidden = secret.isEmpty ? Array(body.prefix(longest)) : Array(hide(secret, in: body).utf8.prefix(longest))
        // Also the marks that reorder or hide what stands beside them.
        let shown = String(decoding: hidden, as: UTF8.self).unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: " "
            default: Character(scalar)
            }
        }
        return String(shown).split(separator: " ").joined(separator: " ")
    }

    private static func hide(_ secret: String, in body: some Collection<UInt8>) -> String {
        String(decoding: body, as: UTF8.self)
            .split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
    }
}
