/// Writes the Prometheus text exposition format, version 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats).
public struct ExpositionWriter {
    private(set) var text = ""
    private var name = ""
    var labels: [(String, String)] = []

    mutating func begin(name: String, help: String, kind: MetricKind) {
        self.name = name
        labels = []
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// One line of the family begun last, with its labels.
    mutating func sample(_ value: Double, suffix: String = "", extra: (String, String)? = nil) {
        text += name
        text += suffix
        let all = extra.map { labels + [$0] } ?? labels
        if !all.isEmpty {
            text += "{"
            text += all.map { "\($0.0)=\"\(Self.escaped($0.1, quotes: true))\"" }.joined(separator: ",")
            text += "}"
        }
        text += " \(Self.number(value))\n"
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
        return String(value)
    }

    static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
