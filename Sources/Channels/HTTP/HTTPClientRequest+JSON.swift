import Foundation
import HTTPClient

extension HTTPClientRequest {
    /// A POST of JSON whose names are sorted, to a server of the operator's choice.
    /// - Parameters:
    ///   - end: of the attempt.
    ///   - answerBytes: what is read of the answer; more is cut.
    static func json(
        _ value: some Encodable, to url: String, until end: ContinuousClock.Instant, answerBytes: Int
    ) throws(HTTPClientError) -> HTTPClientRequest {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(value) else { throw HTTPClientError(.invalidRequest) }
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { throw HTTPClientError(.timedOut(.total)) }
        var request = HTTPClientRequest(
            method: "POST", url: url, headers: ["Content-Type": "application/json; charset=utf-8"], body: Array(body),
            limits: HTTPClientLimits(
                total: left, connect: min(left, .seconds(5)), responseBytes: answerBytes, cutsBody: true))
        request.acceptsCompression = false
        return request
    }
}
