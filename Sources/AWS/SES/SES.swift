import Foundation

/// Amazon Simple Email Service, API version 2 (2019-09-27), at one region's endpoint.
public struct SES: Sendable {
    private struct Request: Encodable {
        struct Destination: Encodable {
            let ToAddresses: [String]
        }

        struct Content: Encodable {
            let Raw: Raw
        }

        struct Raw: Encodable {
            /// Base 64.
            let Data: String
        }

        let FromEmailAddress: String
        let Destination: Destination
        let Content: Content
    }

    private struct Answer: Decodable {
        let MessageId: String
    }

    public let region: AWSRegion
    private let client: AWSClient
    private let credentials: any AWSCredentialsProvider

    public init(client: AWSClient, region: AWSRegion, credentials: any AWSCredentialsProvider) {
        self.client = client
        self.region = region
        self.credentials = credentials
    }

    /// Hands a message over. SES knows no key by which it would recognise a repetition, so nothing is asked again that may
    /// have been executed. Nor is what SES throttles: that waits longer than a call may take.
    /// - Parameters:
    ///   - message: of MIME.
    ///   - sender: an address of ASCII alone, as the recipient's.
    /// - Returns: SES's id of the message.
    public func send(
        _ message: [UInt8], from sender: String, to recipient: String, until deadline: ContinuousClock.Instant
    ) async throws(AWSError) -> String {
        let request = Request(
            FromEmailAddress: sender, Destination: .init(ToAddresses: [recipient]),
            Content: .init(Raw: .init(Data: Data(message).base64EncodedString())))
        let json = (try? JSONEncoder().encode(request)).map(Array.init) ?? []
        var call = AWSCall(
            service: "ses", version: "", action: "SendEmail", region: region,
            document: AWSDocument(path: "v2/email/outbound-emails", json: json), mayRepeat: false)
        call.waitsOutThrottling = false
        let context = AWSCallContext(credentials: credentials, deadline: deadline)
        return try await client.send(call, context) { bytes throws(MalformedAnswer) in
            guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(bytes)) else { throw .otherDocument }
            return answer.MessageId
        }
    }
}
