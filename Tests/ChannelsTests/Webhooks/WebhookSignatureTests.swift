import Foundation
import Testing

@testable import Channels

@Suite("What proves who sent a webhook")
struct WebhookSignatureTests {
    private func secret(_ text: String) throws -> WebhookSecret { try #require(WebhookSecret(text)) }

    @Test("the published vector is signed as Standard Webhooks signs it")
    func vector() throws {
        let signature = WebhookSignature(
            of: Array(#"{"test": 2432232314}"#.utf8), id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
            secrets: [try secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")])
        #expect(signature.signatures == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test("two secrets make two signatures, with a space between")
    func rotation() throws {
        let secrets = [WebhookSecret.random(), WebhookSecret.random()]
        let both = WebhookSignature(of: [1, 2], id: "a", timestamp: 1, secrets: secrets).signatures
        let each = secrets.map { WebhookSignature(of: [1, 2], id: "a", timestamp: 1, secrets: [$0]).signatures }
        #expect(both == each.joined(separator: " "))
        #expect(each[0] != each[1])
    }

    @Test("a secret is 24 to 64 bytes behind its prefix, and comes back as it was written")
    func secrets() throws {
        for count in [24, 32, 64] {
            let text = "whsec_" + Data(repeating: 7, count: count).base64EncodedString()
            #expect(try secret(text).reveal() == text)
        }
        #expect(WebhookSecret.random() != WebhookSecret.random())
        #expect(WebhookSecret.random().key.count == 32)
        for text in [
            "", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La LaSw",
            "whsec_" + Data(repeating: 7, count: 23).base64EncodedString(),
            "whsec_" + Data(repeating: 7, count: 65).base64EncodedString(),
        ] {
            #expect(WebhookSecret(text) == nil, "\(text)")
        }
    }

    @Test("a secret shows itself nowhere")
    func masked() throws {
        let secret = try secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", dumped] {
            #expect(!text.contains("MfKQ"))
            #expect(!text.contains("49"))
        }
    }
}
