import Foundation
import HTTPClient

/// One attempt's failure: the error, and what only the retries need to know.
struct CallFailure: Error {
    var error: AWSError
    var isRetryable: Bool
    /// The time by AWS's clock, when the answer had it.
    var date: Date?
    /// How long AWS, or what stands before it, asks to wait.
    var retryAfter: Duration?
    /// Where the bucket is that was looked for elsewhere.
    var region: AWSRegion?
}

extension CallFailure {
    /// What AWS answered was an error.
    init(_ response: HTTPClientResponse, to call: AWSCall) {
        let document = ErrorDocument(response, to: call)
        let code = document.code.flatMap(Self.clean)
        let kind = AWSErrorCode.kind(
            code, message: document.message, status: response.status, service: call.service)
        error = AWSError(
            kind, call, code: code, status: response.status, requestID: document.requestID.flatMap(Self.clean))
        error.mayHaveBeenExecuted = response.status >= 500 && kind != .throttled
        isRetryable = [.throttled, .transient].contains(kind)
        date = response.headers["date"].flatMap(HTTPDate.seconds).map { Date(timeIntervalSince1970: Double($0)) }
        retryAfter = Self.retryAfter(response.headers)
        if kind == .wrongRegion { region = Self.region(response.headers, document.tree, call) }
    }

    /// AWS's own header is in milliseconds, that of HTTP in seconds (RFC 9110, 10.2.3).
    private static func retryAfter(_ headers: HTTPClientHeaders) -> Duration? {
        let own = headers["x-amz-retry-after"].flatMap { Int($0) }.map {
            Duration.milliseconds(min(max(0, $0), 3_600_000))
        }
        return own ?? headers.retryAfter().map { min($0, .seconds(3600)) }
    }

    /// Only another region of the same AWS: an answer must not lead the tenant's session anywhere else.
    private static func region(_ headers: HTTPClientHeaders, _ tree: XMLNode?, _ call: AWSCall) -> AWSRegion? {
        let name = headers["x-amz-bucket-region"] ?? tree?.first("Region")?.text
        guard let region = name.flatMap(AWSRegion.init), region != call.region,
            region.partition == call.region.partition
        else { return nil }
        return region
    }

    /// What came was not an answer of AWS.
    init(_ reason: MalformedAnswer, to call: AWSCall, status: Int) {
        let kind: AWSError.Kind =
            switch reason {
            case .missingField: .unreadable
            case .tooManyElements: .tooLarge
            default: .malformedAnswer
            }
        error = AWSError(kind, call, status: status)
        error.mayHaveBeenExecuted = true
        isRetryable = [.notXML, .broken].contains(reason)
    }

    /// Nothing came, or not all of it. It is safe to ask again for what only reads.
    init(_ failure: HTTPClientError, to call: AWSCall) {
        let (kind, isRetryable): (AWSError.Kind, Bool) =
            switch failure.kind {
            case .timedOut, .connectTimedOut: (.timedOut, true)
            case .reset: (.transient, true)
            case .cannotResolve, .cannotConnect: (.unreachable, true)
            case .tls: (.unreachable, false)
            case .malformedAnswer: (.malformedAnswer, true)
            case .tooLarge: (.tooLarge, false)
            case .tooManyRedirects: (.malformedAnswer, false)
            case .cancelled: (.cancelled, false)
            case .invalidURL, .invalidRequest: (.invalidRequest, false)
            case .other: (.transient, true)
            }
        error = AWSError(kind, call)
        error.mayHaveBeenExecuted = failure.requestMayHaveBeenSent
        self.isRetryable = isRetryable
    }

    /// Codes and ids come from outside: what does not look like one is dropped.
    private static func clean(_ text: String) -> String? {
        let isClean = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isClean && (1...128).contains(text.utf8.count) ? text : nil
    }
}
