import Glibc
import HTTPClient
import Reactor
import TestSupport
import Testing

@testable import Channels
@testable import HTTPClient

@Suite("No URL is read by libcurl or the resolver as another one than was judged")
struct WebhookURLFuzzTests {
    private static let pieces = [
        "https://", "http://", "HTTPS:", "//", "/", "\\", "@", ":", "?", "#", "%", "%00", "%2e", "%31", "[", "]", ".",
        "..",
        "0x", "0X7f", "0177", "127", "1", "0", "255", "256", "2130706433", "017700000001", "4294967295", "a",
        "localhost",
        "hooks.example", "xn--a", "-", "_", "::", "::1", "ffff", "::ffff:127.0.0.1", "64:ff9b::", "fe80::1%25lo",
        ":443",
        ":0", ":65535", ":99999", " ", "\t", "\r\n", "\u{0}", "\u{FF0E}", "\u{E9}", "169.254.169.254", "8.8.8.8",
        "10.1",
    ]

    @Test("seeded mixtures of what parsers disagree about")
    func mixtures() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed)
        let addresses = AddressGuard()
        var taken = 0
        for _ in 0..<60_000 {
            var text = Bool.random(using: &random) ? "https://" : ""
            for _ in 0..<Int.random(in: 1...7, using: &random) {
                text += Self.pieces.randomElement(using: &random) ?? ""
            }
            guard let url = try? WebhookURL(text, addresses: addresses) else { continue }
            taken += 1
            let comment = "seed \(seed): \(text.debugDescription)"
            #expect(url.isSecure, "\(comment)")
            #expect(origin(of: url) == (try? RequestCheck.origin(of: HTTPClientRequest(url: text)).text), "\(comment)")
            switch url.host {
            case .address(let address): #expect(addresses.permits(address), "\(comment)")
            case .name(let name):
                var four = in_addr()
                #expect(inet_aton(name, &four) == 0, "\(comment)")
            }
        }
        #expect(taken > 500, "seed \(seed)")
    }

    private func origin(of url: WebhookURL) -> String {
        switch url.host {
        case .name(let name): "https://\(name):\(url.port)"
        case .address(let address) where address.isIPv4 && !url.text.lowercased().hasPrefix("https://["):
            "https://\(address):\(url.port)"
        case .address:
            // libcurl keeps the text of such an address; it was read by `inet_pton`.
            "https://\(url.text.lowercased().drop { $0 != "[" }.prefix { $0 != "]" })]:\(url.port)"
        }
    }
}
