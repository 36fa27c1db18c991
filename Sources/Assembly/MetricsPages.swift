public import HTTPServer
public import Operations

/// What `/metrics` answers, in the format that a scraper asks for.
public struct MetricsPages: Sendable {
    private let pages: [MetricsFormat: MetricsPage]

    public init(_ registry: MetricsRegistry) {
        pages = Dictionary(
            MetricsFormat.allCases.map { format in (format, MetricsPage { await registry.render(format) }) },
            uniquingKeysWith: { first, _ in first })
    }

    public func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let format = MetricsFormat(accepting: request.headers.values(of: "Accept"))
        var response = HTTPResponse.bytes(await pages[format]?.bytes() ?? [], contentType: format.contentType)
        response.headers.add("Vary", "Accept")
        return response
    }
}
