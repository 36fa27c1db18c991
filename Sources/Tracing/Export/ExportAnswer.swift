import HTTPClient

/// What a collector made of spans (OTLP 1.x, "OTLP/HTTP Response").
enum ExportAnswer: Equatable {
    /// So many of them it did not want.
    case taken(rejected: Int)
    /// Not now: they may be sent again, not before the time that it asks for.
    case later(after: Duration?, String)
    /// Never.
    case refused(String)

    init(_ response: HTTPClientResponse) {
        switch response.head.status {
        case 200..<300: self = .taken(rejected: Self.rejected(in: response.body))
        case 429, 502, 503, 504:
            self = .later(after: response.head.headers.retryAfter(), "status \(response.head.status)")
        default: self = .refused("status \(response.head.status)")
        }
    }

    init(_ error: HTTPClientError) { self = .later(after: nil, error.description) }

    /// `ExportTraceServiceResponse.partial_success.rejected_spans`; 0 where the body is anything else.
    private static func rejected(in body: [UInt8]) -> Int {
        var message = ProtobufReader(body[...])
        while let (field, value) = message.next() {
            guard field == 1, case .data(let data) = value else { continue }
            var part = ProtobufReader(data)
            while let (field, value) = part.next() {
                if field == 1, case .number(let count) = value { return Int(clamping: count) }
            }
        }
        return 0
    }
}
