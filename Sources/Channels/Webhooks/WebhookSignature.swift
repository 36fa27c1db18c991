import Cryptography
import Foundation
import HTTPClient

/// The three headers that prove who sent a delivery, and when (Standard Webhooks 1.0.0).
struct WebhookSignature {
    /// The same for each attempt of a delivery, so that the receiver knows a repetition. Without a dot, which ends it
    /// in what is signed.
    let id: String
    /// Of the attempt, in seconds since 1970.
    let timestamp: Int
    /// One for each secret, with spaces between: two while a secret is replaced.
    let signatures: String

    init(of body: [UInt8], id: String, timestamp: Int, secrets: [WebhookSecret]) {
        self.id = id
        self.timestamp = timestamp
        let signed = Array("\(id).\(timestamp).".utf8) + body
        signatures = secrets.map { "v1,\(Data(HMAC.sha256(key: $0.key, message: signed)).base64EncodedString())" }
            .joined(separator: " ")
    }

    func sign(_ headers: inout HTTPClientHeaders) {
        headers["webhook-id"] = id
        headers["webhook-timestamp"] = "\(timestamp)"
        headers["webhook-signature"] = signatures
    }
}
