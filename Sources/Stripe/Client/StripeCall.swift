import Foundation
import HTTPClient
import Operations

/// One request as Stripe reads it: fields in the form's encoding, in the body of a `POST` and in the URL of a `GET`.
struct StripeCall: Sendable {
    enum Method: String {
        case get = "GET"
        case post = "POST"
    }

    /// Of an `Idempotency-Key`, in characters (https://docs.stripe.com/api/idempotent_requests).
    static let longestKey = 255
    /// Of an answer. A hundred PaymentIntents, the longest list, are some 300 KB.
    private static let answerBytes = 8 << 20

    let method: Method
    let path: String
    let fields: [(name: String, value: String)]
    let idempotencyKey: String?

    init(_ method: Method, _ path: String, _ fields: [(String, String)] = [], idempotencyKey: String? = nil) {
        self.method = method
        self.path = path
        self.fields = fields.map { (name: $0.0, value: $0.1) }
        self.idempotencyKey = idempotencyKey
    }

    /// Fields of metadata, in the order of their names, so that the same call is the same bytes.
    static func metadata(_ values: [String: String]) -> [(String, String)] {
        values.sorted { $0.key < $1.key }.map { ("metadata[\($0.key)]", $0.value) }
    }

    /// Whether it can be an `Idempotency-Key` here: 1 to 255 printable characters of ASCII.
    static func isIdempotencyKey(_ text: String) -> Bool {
        (1...longestKey).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// Such as `POST /v1/payment_intents`: without what names one of them.
    var title: String {
        "\(method.rawValue) /\(path.split(separator: "/").prefix(2).joined(separator: "/"))"
    }

    /// A segment of a path, whatever it holds.
    static func segment(_ text: String) -> String { encode(text) }

    func request(
        to base: String, key: Secret, until end: ContinuousClock.Instant
    ) throws(HTTPClientError) -> HTTPClientRequest {
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { throw HTTPClientError(.timedOut(.total)) }
        let form = fields.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
        let query = method == .get && !form.isEmpty ? "?\(form)" : ""
        var request = HTTPClientRequest(
            method: method.rawValue, url: base + path + query,
            headers: ["Authorization": "Bearer \(key.reveal())", "Stripe-Version": StripeClient.version],
            limits: HTTPClientLimits(
                total: left, connect: min(left, .seconds(10)), responseBytes: Self.answerBytes))
        if method == .post {
            request.headers["Content-Type"] = "application/x-www-form-urlencoded"
            request.headers["Idempotency-Key"] = idempotencyKey
            request.body = Array(form.utf8)
            request.needsFreshConnection = true
        }
        return request
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    /// Brackets are encoded as all else that is not unreserved (RFC 3986); Stripe decodes names, too.
    private static func encode(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
