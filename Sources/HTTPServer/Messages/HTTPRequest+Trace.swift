extension HTTPRequest {
    /// `tracestate` as sent with a `traceparent` (W3C Trace Context, section 3.3): at most 512 visible characters.
    public var traceState: String? {
        headers["traceparent"] == nil ? nil : list("tracestate", upTo: 512)
    }

    /// `baggage` as sent (W3C Baggage): at most 8,192 visible characters.
    public var baggage: String? { list("baggage", upTo: 8192) }

    /// A list that may stand in several fields; nil when there is none, and when it is none that may be handed on.
    private func list(_ name: String, upTo limit: Int) -> String? {
        guard headers[name] != nil else { return nil }
        let text = headers.values(of: name).filter { !$0.isEmpty }.joined(separator: ",")
        let isVisible = text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
        return text.isEmpty || text.utf8.count > limit || !isVisible ? nil : text
    }
}
