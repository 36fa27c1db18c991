import AWS
import AWSTestSupport
import ChannelTestSupport
import Foundation
import HTTPClient
import Testing

@testable import Channels

@Suite("What comes of mail by AWS SES", .timeLimit(.minutes(1)))
struct SESChannelTests {
    private static let moto = Task { try await MotoServer() }
    private static let server = Task { try await ChannelServer(.webhook) }

    /// An AWS below a path of its own, and the path of what it is asked.
    private func aws(_ name: String) async throws -> (server: ChannelServer, url: String, path: String) {
        let server = try await Self.server.value
        return (server, server.url("/\(name)"), "/\(name)/v2/email/outbound-emails")
    }

    private func channel(
        _ url: String, key: MotoServer.Key? = nil, attempts: Int = 3
    ) throws -> SESChannel {
        var configuration = AWSClient.Configuration()
        configuration.endpoints = try AWSEndpoints(override: url)
        configuration.retries.attempts = attempts
        configuration.retries.scale = .zero
        configuration.retries.throttlingScale = .zero
        configuration.retries.shortest = .zero
        let own = AWSCredentials(
            accessKeyID: key?.accessKeyID ?? "AKIATEST", secretAccessKey: key?.secretAccessKey ?? "secret")
        return SESChannel(
            SES(
                client: AWSClient(http: WebClient(), configuration), region: try #require(AWSRegion("eu-west-3")),
                credentials: StaticCredentials(own)))
    }

    private func message(from: String = "school@flotilla.example", to: String = "ada@flotilla.example") throws
        -> MailMessage
    {
        MailMessage(
            from: .init(try MailAddress(from), name: "École"), to: .init(try MailAddress(to), name: "Ada"),
            subject: "Relevé d'été", text: "Bonjour Ada", html: "<p>Bonjour Ada</p>", id: "d1@flotilla.example",
            date: Date(timeIntervalSince1970: 1_700_000_000))
    }

    private func deliver(_ message: MailMessage, by channel: SESChannel, _ limit: Duration = .seconds(15)) async
        -> DeliveryOutcome
    {
        await channel.deliver(message, until: .now + limit)
    }

    @Test("an AWS that checks signatures and senders takes what a verified sender sends, and rejects the rest")
    func moto() async throws {
        let moto = try await Self.moto.value
        let key = try await moto.makeWorker(actions: ["ses:SendEmail", "ses:SendRawEmail"])
        let domain = #"{"EmailIdentity": "school@flotilla.example"}"#
        try await moto.call("sesv2", "create_email_identity", domain, in: MotoServer.ownAccount, region: "eu-west-3")
        let channel = try channel(moto.url, key: key)
        let sent = await deliver(try message(), by: channel)
        #expect(sent.kind == .sent, "\(sent)")
        #expect(sent.messageID == "d1@flotilla.example")
        let quota = try await moto.call("ses", "get_send_quota", "{}", in: MotoServer.ownAccount, region: "eu-west-3")
        #expect(quota.contains("SentLast24Hours") && !quota.contains("\"SentLast24Hours\": 0"), "\(quota)")
        let rejected = await deliver(try message(from: "other@flotilla.example"), by: channel)
        #expect(rejected.kind == .refused, "\(rejected)")
        #expect(rejected.code == "MessageRejected")
        #expect(!rejected.text.contains("other@"))
        let stranger = await deliver(try message(), by: try self.channel(moto.url))
        #expect(stranger.kind == .deferred(after: nil), "\(stranger)")
        #expect(stranger.speaksOfDestination)
    }

    @Test("the message that SES gets is the one that was written, signed for its service")
    func content() async throws {
        let (server, url, path) = try await aws("content")
        try await server.script(path, .init(200, body: #"{"MessageId":"0102"}"#))
        let outcome = await deliver(try message(), by: try channel(url))
        #expect(outcome.kind == .sent)
        #expect(outcome.text.hasSuffix("0102"))
        let request = try #require(try await server.requests(path, atLeast: 1).first)
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["authorization"]?.contains("/eu-west-3/ses/aws4_request") == true)
        struct Body: Decodable {
            struct Destination: Decodable { let ToAddresses: [String] }
            struct Content: Decodable { let Raw: Raw }
            struct Raw: Decodable { let Data: Data }
            let FromEmailAddress: String
            let Destination: Destination
            let Content: Content
        }
        let body = try JSONDecoder().decode(Body.self, from: Data(request.body.utf8))
        #expect(body.FromEmailAddress == "school@flotilla.example")
        #expect(body.Destination.ToAddresses == ["ada@flotilla.example"])
        #expect(Array(body.Content.Raw.Data) == (try message().bytes()))
    }

    @Test(
        "each error has its meaning",
        arguments: [
            (400, "TooManyRequestsException", DeliveryOutcome.Kind.deferred(after: nil)),
            (400, "LimitExceededException", .deferred(after: nil)), (400, "AccountSuspendedException", .refused),
            (400, "SendingPausedException", .refused), (400, "MailFromDomainNotVerifiedException", .refused),
            (400, "MessageRejected", .refused), (400, "BadRequestException", .refused),
            (404, "NotFoundException", .refused), (403, "AccessDeniedException", .deferred(after: nil)),
            (403, "UnrecognizedClientException", .deferred(after: nil)),
            (403, "InvalidSignatureException", .deferred(after: nil)),
            (500, "InternalServiceErrorException", .unknown), (503, "ServiceUnavailable", .unknown),
        ] as [(Int, String, DeliveryOutcome.Kind)])
    func errors(_ status: Int, _ code: String, _ kind: DeliveryOutcome.Kind) async throws {
        let (server, url, path) = try await aws(code)
        let step = ChannelServer.Step(
            status, headers: ["x-amzn-ErrorType": "\(code):http://internal.amazon.com/"], body: #"{"message":"no"}"#)
        try await server.script(path, step)
        let outcome = await deliver(try message(), by: try channel(url, attempts: 1))
        #expect(outcome.kind == kind)
        #expect(outcome.code == code)
    }

    @Test("an answer that is not of AWS refuses nothing for good", arguments: [400, 404, 407])
    func proxy(_ status: Int) async throws {
        let (server, url, path) = try await aws("proxy-\(status)")
        try await server.script(path, .init(status, body: "<html>sign in</html>"))
        let outcome = await deliver(try message(), by: try channel(url, attempts: 1))
        #expect(outcome.kind == .deferred(after: nil))
        #expect(outcome.code == "malformedAnswer")
    }

    @Test("the code is found in the body, too, with or without its namespace")
    func bodyCode() async throws {
        let (server, url, path) = try await aws("body-code")
        try await server.script(
            path, .init(400, body: ##"{"__type":"com.amazonaws.sesv2#MessageRejected","message":"no"}"##),
            .init(400, body: #"{"__type":"MessageRejected","message":"no"}"#))
        let channel = try channel(url)
        for _ in 0..<2 { #expect(await deliver(try message(), by: channel).code == "MessageRejected") }
    }

    @Test(
        "what may have been taken is unknown, and is not sent again",
        arguments: [
            ChannelServer.Step(500), .init(fault: .close), .init(fault: .silent), .init(fault: .garbage),
            .init(200, body: "<html>"), .init(fault: .cut),
        ])
    func unknown(_ step: ChannelServer.Step) async throws {
        let (server, url, path) = try await aws("unknown-\(step.status)-\(step.fault?.rawValue ?? "answer")")
        let channel = try channel(url)
        // A connection that could be kept, and would make libcurl repeat what breaks on it.
        try await server.script(path, .init(200, body: #"{"MessageId":"1"}"#), step)
        #expect(await deliver(try message(), by: channel).kind == .sent)
        #expect(await deliver(try message(), by: channel, .seconds(1)).kind == .unknown)
        #expect(try await server.requests(path).count == 2)
    }

    @Test("a throttled message is put off at once, for its queue to wait in place of a worker's slot")
    func throttled() async throws {
        let (server, url, path) = try await aws("throttled")
        try await server.script(path, .init(429, headers: ["x-amzn-ErrorType": "TooManyRequestsException"]))
        let outcome = await deliver(try message(), by: try channel(url))
        #expect(outcome.kind == .deferred(after: nil) && outcome.speaksOfDestination, "\(outcome)")
        #expect(try await server.requests(path).count == 1)
    }

    @Test("what SES cannot take is refused before it is sent; what was not sent is tried again")
    func unsent() async throws {
        let server = try await Self.server.value
        let outcome = await deliver(try message(to: "é@flotilla.example"), by: try channel(server.url("")))
        #expect(outcome.kind == .refused)
        #expect(outcome.code == "smtputf8")
        let gone = await deliver(try message(), by: try channel("http://127.0.0.1:\(server.ports.refused)"))
        #expect(gone.kind == .deferred(after: nil))
        #expect(gone.code == "unreachable")
    }
}
