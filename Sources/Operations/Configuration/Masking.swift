/// Makes values fit to be shown in a message.
enum Masking {
    /// Of a secret only a URL's scheme remains, since a malformed one may hold its password anywhere.
    static func shown(_ value: String, isSecret: Bool) -> String {
        guard isSecret else { return quoted(value) }
        if let scheme = value.wholeMatch(of: #/([A-Za-z][A-Za-z0-9+.-]{0,20}):\/\/.*/#.dotMatchesNewlines()) {
            return "\"\(scheme.1)://***\""
        }
        return "*** (\(value.utf8.count) bytes)"
    }

    /// For a name that is not in the catalogue.
    static func looksSecret(_ name: String) -> Bool {
        ["SECRET", "TOKEN", "KEY", "PASS", "URL", "CREDENTIAL", "AUTH"].contains { name.uppercased().contains($0) }
    }

    static func quoted(_ value: String) -> String {
        let shown = value.count > 80 ? value.prefix(80) + "…" : value[...]
        return "\"\(escaped(String(shown)))\""
    }

    /// One line that cannot steer a terminal.
    static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                text += scalar.escaped(asASCII: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
