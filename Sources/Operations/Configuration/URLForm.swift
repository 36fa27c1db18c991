/// Whether a URL can be read as its writer meant it: a password with raw characters that end it early cannot.
public enum URLForm {
    /// The schemes of `DATABASE_URL`.
    public static let postgres = ["postgresql", "postgres"]
    /// The schemes of `REDIS_URL`.
    public static let redis = [
        "redis", "rediss", "redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster",
    ]

    static let web = ["http", "https"]

    /// What to do about the URL; nil when a driver may try.
    static func complaint(_ text: String, _ schemes: [String]) -> String? {
        guard let separator = text.firstRange(of: "://"),
            schemes.contains(text[..<separator.lowerBound].lowercased())
        else { return expectation(schemes) }
        let rest = text[separator.upperBound...]
        // libpq ends the credentials at the first @, Redis's at the last one of the authority.
        let isPostgres = text[..<separator.lowerBound].lowercased().hasPrefix("postgres")
        if let credentials = credentials(of: rest, endAtFirst: isPostgres), let complaint = complaint(credentials) {
            return complaint
        }
        guard !rest.isEmpty, rest.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            return "it should hold no space and no character beyond ASCII: percent-encode them"
        }
        // Only libpq gives a URL without a host a meaning: the local socket.
        return rest.first == "/" && !isPostgres ? "the host is missing" : nil
    }

    static func expectation(_ schemes: [String]) -> String {
        "it should be a URL that starts with \(schemes.map { "\($0)://" }.joined(separator: " or "))"
    }

    /// User and password as they were meant, when a raw character in them may mislead; nil when they are read whole.
    private static func credentials(of rest: Substring, endAtFirst: Bool) -> Substring? {
        // An @ among the options is none of the credentials', and `?name=` begins the options.
        var end = rest.endIndex
        if let mark = rest.firstIndex(of: "?"), rest[mark...].prefix(while: { $0 != "@" }).contains("=") { end = mark }
        guard let meant = rest[..<end].lastIndex(of: "@") else { return nil }
        let credentials = rest[..<meant]
        guard !credentials.isEmpty else { return nil }
        let isWhole =
            credentials.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) } && hasOnlyEscapes(credentials)
            && !credentials.contains("/") && (!endAtFirst || !credentials.contains("@"))
            && (endAtFirst || !credentials.contains { "?#".contains($0) })
        return isWhole ? nil : credentials
    }

    private static func complaint(_ credentials: Substring) -> String? {
        let colon = credentials.firstIndex(of: ":")
        let user = misleading(credentials[..<(colon ?? credentials.endIndex)])
        let password = colon.map { misleading(credentials[credentials.index(after: $0)...]) } ?? []
        if !password.isEmpty {
            return "percent-encode these characters in the password: \(password.joined(separator: " "))"
        }
        return user.isEmpty ? nil : "percent-encode these characters in the user's name: \(user.joined(separator: " "))"
    }

    /// The characters that RFC 3986 does not allow unencoded in a user or a password, each once.
    private static func misleading(_ text: Substring) -> [String] {
        var found: [String] = []
        var rest = text
        while let character = rest.first {
            defer { rest = rest.dropFirst() }
            let isEscape = character == "%" && rest.dropFirst().prefix(2).count(where: \.isHexDigit) == 2
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            guard !isEscape, !isPlain, !"-._~!$&'()*+,;=".contains(character) else { continue }
            let name =
                switch character {
                case " ": "space"
                case _ where character.isASCII && character.isWhitespace: "white space"
                case _ where character.isASCII: String(character)
                default: "characters beyond ASCII"
                }
            if !found.contains(name) { found.append(name) }
        }
        return found
    }

    private static func hasOnlyEscapes(_ text: Substring) -> Bool {
        text.split(separator: "%", omittingEmptySubsequences: false).dropFirst().allSatisfy {
            $0.prefix(2).count(where: \.isHexDigit) == 2
        }
    }
}
