extension ConfigurationReader {
    /// The value, else the default, else a noted absence and the stand-in.
    mutating func required<Value>(
        _ variable: Variable, expecting expected: String, standIn: Value, _ parse: (String) -> Value?
    ) -> Value {
        guard let text = text(variable) else {
            if let standard = variable.defaultValue { return parse(standard) ?? standIn }
            note(variable, found: "is not set", expected: "\(expected) (\(variable.summary))")
            return standIn
        }
        return parse(text) ?? refuse(variable, text, expected, standIn)
    }

    /// The value, else the default, else nil.
    mutating func optional<Value>(
        _ variable: Variable, expecting expected: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(variable) else { return variable.defaultValue.flatMap(parse) }
        return parse(text) ?? refuse(variable, text, expected, nil)
    }

    private mutating func refuse<Value>(
        _ variable: Variable, _ text: String, _ expected: String, _ standIn: Value
    ) -> Value {
        let held = "held \(Masking.shown(text, isSecret: variable.isSecret))\(origin(of: variable.name))"
        note(variable, found: held, expected: expected)
        return standIn
    }

    // MARK: Forms

    static let line = "it should be one line of text"
    static let portRange = "it should be a port from 0 to 65535, 0 for any free one"

    static func oneLine(_ text: String) -> String? {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : text
    }

    static func parsePort(_ text: String) -> Int? {
        Int(text).flatMap { (0...65535).contains($0) ? $0 : nil }
    }

    static func parseURL(_ text: String, _ schemes: [String]) -> String? {
        URLForm.complaint(text, schemes) == nil ? text : nil
    }

    static func shown(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if attoseconds != 0 { return "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms" }
        if seconds >= 3600, seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        return seconds >= 60 && seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
