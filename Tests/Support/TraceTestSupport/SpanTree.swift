import Foundation

extension [TraceCollector.Span] {
    /// The trace as text, a line a span below the one of which it is a part: when it began, how long it took (milliseconds),
    /// its service, kind and name.
    public var tree: String {
        let ids = Set(map(\.id))
        let parts = Dictionary(grouping: self) { ids.contains($0.parent) ? $0.parent : "" }
        let start = map(\.start).min() ?? 0
        func lines(below id: String, _ depth: Int) -> [String] {
            (parts[id] ?? []).sorted { $0.start < $1.start }.flatMap { span in
                let time = String(
                    format: "%7.1f %7.1f", Double(span.start - start) / 1e6, Double(span.end - span.start) / 1e6)
                let service = (span.resource["service.name"] ?? "").replacing("flotilla-", with: "")
                let indent = String(repeating: "  ", count: depth)
                return ["\(time)  \(indent)\(service) \(span.kind) \(span.name)"] + lines(below: span.id, depth + 1)
            }
        }
        return lines(below: "", 0).joined(separator: "\n")
    }
}
