/// The forms in which a scraper can have figures.
public enum MetricsFormat: Sendable, CaseIterable {
    /// Prometheus's text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).
    case text
    /// OpenMetrics 1.0 (prometheus.io/docs/specs/om/open_metrics_spec), which alone has exemplars.
    case openMetrics

    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// What the fields `Accept` of a request ask for; the text format where they do not say.
    public init(accepting fields: [String]) {
        var quality: [MetricsFormat: Double] = [:]
        for range in fields.flatMap({ $0.split(separator: ",") }).prefix(32) {
            let words = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let version = words.first { $0.hasPrefix("version=") }?.dropFirst(8)
            let format: MetricsFormat
            switch words.first {
            case "application/openmetrics-text" where version == nil || version == "1.0.0": format = .openMetrics
            case "text/plain": format = .text
            default: continue
            }
            let weight = words.first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            quality[format] = max(quality[format] ?? 0, weight)
        }
        self =
            quality[.openMetrics] ?? 0 > 0 && quality[.openMetrics] ?? 0 >= quality[.text] ?? 0 ? .openMetrics : .text
    }
}
