/// Finds places that end the process when a text, a row, a reply or a frame is not as expected: what a search over lines can
/// find. Such a place is allowed where a comment on its line or just above it says why it holds: `// bounds: …`.
struct TrapFinder {
    struct Place: Equatable, CustomStringConvertible {
        /// From 1.
        let line: Int
        let reason: String

        var description: String { "line \(line): \(reason)" }
    }

    /// Rooms whose preconditions are about the operating system or a C library that fails, or about our own code.
    private static let clients: Set<String> = [
        "JSON", "Reactor", "Operations", "Postgres", "Redis", "HTTPClient", "SMTPClient", "HTTPServer", "Cryptography",
        "PDF",
        "Bare",
    ]

    static func places(in lines: [Substring], room: String) -> [Place] {
        var places: [Place] = []
        var cuts: [String: Cut] = [:]
        for (index, line) in lines.enumerated() {
            let code = line.drop { $0 == " " }
            if code.hasPrefix("//") { continue }
            // Regular expressions are slow in a debug build: most lines are passed over cheaply.
            if line.contains("func ") || line.contains("init"),
                line.firstMatch(of: #/^ {0,8}(?:\w+ )*(?:func \w+|init\??)\(/#) != nil
            {
                cuts = [:]
            }
            for name in cuts.keys where line.contains("\(name).count") { cuts[name]?.isCounted = true }
            func add(_ reason: String) {
                let above = lines[max(0, index - 2)...index]
                if !above.contains(where: { $0.contains("// bounds:") }) {
                    places.append(Place(line: index + 1, reason: reason))
                }
            }
            if let reason = plain(line, room) { add(reason) }
            for (name, cut) in cuts {
                for found in line.matches(of: #/\b(\w+)\[(\d+)\]/#) where found.output.1 == name {
                    if !cut.isCounted, !(cut.keepsEmpty && found.output.2 == "0") {
                        add("a part of \(name), whose number of parts is not looked at")
                    }
                }
            }
            // A function of our own may look at the number itself.
            if !line.contains("Self.split("), line.contains(".split(") || line.contains(".components("),
                let name = line.firstMatch(of: #/\b(?:let|var) (\w+)(?:: [^=]+)? = /#)
            {
                let statement = lines[index...min(lines.count - 1, index + 1)].joined()
                cuts[String(name.output.1)] = Cut(
                    keepsEmpty: statement.contains("omittingEmptySubsequences: false")
                        || line.contains(".components("))
            }
        }
        return places
    }

    private struct Cut {
        var keepsEmpty: Bool
        var isCounted = false
    }

    private static func plain(_ line: Substring, _ room: String) -> String? {
        if line.contains("split(") || line.contains("components("),
            line.firstMatch(of: #/\.(?:split|components)\([^\[\]]*\)\[/#) != nil
        {
            return "a part of a text that may have fewer"
        }
        if line.contains("!") {
            if line.firstMatch(of: #/\.(?:first|last)!/#) != nil { return "the end of a list that may be empty" }
            if line.firstMatch(of: #/\b(?:U?Int\d*|Double|UUID|Date|URL)\([^()]*\)!/#) != nil {
                return "a text that may be none"
            }
            if line.firstMatch(of: #/\btry!/#) != nil { return "an error that may come" }
        }
        if line.contains("fatalError(") { return "an end of the process" }
        if line.contains("uniqueKeysWithValues:") { return "keys that may come twice" }
        if !clients.contains(room), line.contains("precondition(") || line.contains("preconditionFailure(") {
            return "a precondition outside of the clients"
        }
        if line.contains("timeInterval"), line.firstMatch(of: #/\bInt(?:64)?\([^()]*timeInterval/#) != nil,
            !line.contains("exactly:"), !line.contains("clamping:")
        {
            return "a time that may be beyond every number; say Int(exactly:)"
        }
        return nil
    }
}
