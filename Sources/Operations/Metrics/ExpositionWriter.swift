/// Writes figures in one of the formats.
public struct ExpositionWriter {
    private(set) var text = ""
    let format: MetricsFormat
    private var name = ""
    var labels: [(String, String)] = []

    init(_ format: MetricsFormat = .text) { self.format = format }

    mutating func begin(name: String, help: String, kind: MetricKind) {
        self.name = name
        labels = []
        switch format {
        case .text:
            text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        case .openMetrics:
            // There the family has the name, and `_total` is the sample's.
            let isTotal = kind == .counter && name.hasSuffix("_total")
            let family = isTotal ? String(name.dropLast("_total".count)) : name
            let type = kind == .counter && !isTotal ? "unknown" : kind.rawValue
            text += "# TYPE \(family) \(type)\n# HELP \(family) \(Self.escaped(help, quotes: true))\n"
        }
    }

    mutating func end() {
        if format == .openMetrics { text += "# EOF\n" }
    }

    /// The upper bound of a bucket: a label, whose form OpenMetrics lays down.
    func bound(_ value: Double) -> String {
        let text = Self.number(value)
        return format == .openMetrics && !text.contains { !$0.isNumber } ? text + ".0" : text
    }

    /// One line of the family begun last, with its labels.
    mutating func sample(
        _ value: Double, suffix: String = "", extra: (String, String)? = nil, exemplar: SeenExemplar? = nil
    ) {
        text += name
        text += suffix
        let all = extra.map { labels + [$0] } ?? labels
        if !all.isEmpty {
            text += "{"
            text += all.map { "\($0.0)=\"\(Self.escaped($0.1, quotes: true))\"" }.joined(separator: ",")
            text += "}"
        }
        text += " \(Self.number(value))"
        if format == .openMetrics, let exemplar {
            let (trace, value) = (exemplar.trace, Self.number(exemplar.value))
            text += " # {trace_id=\"\(trace.traceID)\",span_id=\"\(trace.spanID)\"} \(value) \(exemplar.time)"
        }
        text += "\n"
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
