extension Query {
    /// The most parameters that the protocol's Bind message can carry (a 16-bit count).
    static let mostParameters = 65_535
    /// PostgreSQL refuses messages beyond 1 GiB; refused here, a neighbour's connection is not lost by it.
    static let mostBytes = 1 << 30

    /// What ends, opens or outlives a unit's transaction, or leaves the pipeline: on a connection that is shared, the
    /// next caller would feel it.
    private static let exclusiveKeywords: Set<String> = [
        "begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release", "set", "reset", "discard",
        "listen", "unlisten", "copy", "prepare", "deallocate", "declare", "load",
    ]

    /// Why the statement cannot be sent on any connection, nil when it can.
    var unsendable: String? {
        if types.count > Self.mostParameters { return "more than \(Self.mostParameters) parameters" }
        if sql.utf8.contains(0) { return "a NUL in the statement's text" }
        return nil
    }

    /// Why the statement cannot share a connection, nil when it can.
    var unshareable: String? {
        guard let keyword = firstKeyword, Self.exclusiveKeywords.contains(keyword) else { return nil }
        return "\(keyword) needs a connection of its own"
    }

    /// The first word in lower case, past blanks and comments.
    var firstKeyword: String? {
        var rest = Substring(sql)
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == ";" || $0 == "(" }
            if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = Self.afterComment(rest)
            } else {
                let word = rest.prefix { $0.isLetter }
                return word.isEmpty ? nil : word.lowercased()
            }
        }
    }

    /// Block comments nest in PostgreSQL.
    private static func afterComment(_ text: Substring) -> Substring {
        var rest = text
        var depth = 0
        while !rest.isEmpty {
            if rest.hasPrefix("/*") {
                depth += 1
                rest = rest.dropFirst(2)
            } else if rest.hasPrefix("*/") {
                depth -= 1
                rest = rest.dropFirst(2)
                if depth == 0 { break }
            } else {
                rest = rest.dropFirst()
            }
        }
        return rest
    }
}
