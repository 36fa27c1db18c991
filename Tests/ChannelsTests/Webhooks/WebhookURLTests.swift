import HTTPClient
import Reactor
import TestSupport
import Testing

@testable import Channels

@Suite("Which URLs an endpoint may have")
struct WebhookURLTests {
    private func problem(_ text: String, allowing: [String] = []) -> WebhookURLProblem? {
        do throws(WebhookURLProblem) {
            _ = try WebhookURL(text, addresses: AddressGuard(allowing: allowing.compactMap { IPNetwork($0) }))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "an https URL of a name or a public address is taken",
        arguments: [
            "https://hooks.example/", "https://hooks.example", "HTTPS://Hooks.Example:8443/a%20b?c=d&e=%2F",
            "https://xn--bcher-kva.example/x", "https://8.8.8.8/", "https://[2606:4700::1111]:443/",
            "https://a_b.example./",
            "https://hooks.example:443?x", "https://134744072/", "https://1.example/", "https://0x.example/",
        ])
    func taken(_ text: String) {
        #expect(problem(text) == nil)
    }

    @Test(
        "every way of writing a refused address is refused",
        arguments: [
            "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "017700000001", "0x7f000001", "0x7f.1",
            "0x7F.0.0.0x1", "0177.0.0.1", "0177.1", "10.0.0.1", "169.254.169.254", "2852039166",
            "0xa9fea9fe", "0251.0376.0251.0376", "0xa9.0xfe.0xa9.0xfe", "169.254.43518", "[::1]", "[::]",
            "[::ffff:127.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[0:0:0:0:0:ffff:a9fe:a9fe]",
            "[::169.254.169.254]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::1]", "[fd00:ec2::254]", "[fe80::1]",
            "[2002:a9fe:a9fe::]", "localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost.localdomain",
            "ip6-localhost", "192.168.1.1:8443", "[::1]:6379", "localhost:443",
        ])
    func spellings(_ host: String) {
        #expect(problem("https://\(host)/") == .refusedAddress)
        #expect(problem("http://\(host)/") == .refusedAddress)
    }

    @Test(
        "what no two readers read alike is refused",
        arguments: [
            ("", .scheme), ("hooks.example", .scheme), ("file:///etc/passwd", .scheme),
            ("gopher://hooks.example/", .scheme),
            ("https:/hooks.example/", .scheme), ("https:hooks.example", .scheme), ("https:///127.0.0.1/", .host),
            ("https://", .host), ("https:///", .host), ("https://?", .host), ("https://.", .host),
            ("https://a..b/", .host),
            ("https://user:pass@hooks.example/", .userInformation), ("https://user@hooks.example/", .userInformation),
            ("https://hooks.example@127.0.0.1/", .userInformation), ("https://hooks.example#@127.0.0.1/", .fragment),
            ("https://hooks.example/#a", .fragment), ("https://hooks.example\\@127.0.0.1/", .characters),
            ("https://hooks.example\\.evil/", .characters), ("https://hooks.example /", .characters),
            (" https://hooks.example/", .characters), ("https://hooks.example/\r\nX: y", .characters),
            ("https://hooks.example/\u{0}", .characters), ("https://hooks.example/\u{7F}", .characters),
            ("https://b\u{FC}cher.example/", .characters), ("https://\u{FF11}27.0.0.1/", .characters),
            ("https://hooks\u{3002}example/", .characters), ("https://hooks.example/%0", .characters),
            ("https://hooks.example/%zz", .characters), ("https://%31%32%37.0.0.1/", .host), ("https://a%2Fb/", .host),
            ("https://[fe80::1%25eth0]/", .zone), ("https://[127.0.0.1]/", .host), ("https://[::1/", .host),
            ("https://::1/", .port), ("https://[::1]x/", .host), ("https://[1:2:3]/", .host), ("https://[]/", .host),
            ("https://hooks.example:/", .port), ("https://hooks.example:0/", .port),
            ("https://hooks.example:65536/", .port),
            ("https://hooks.example:+443/", .port), ("https://hooks.example:443:80/", .port),
            ("https://1.2.3.4.5/", .host), ("https://256.1.1.1/", .host), ("https://1.1.1.256/", .host),
            ("https://4294967296/", .host), ("https://0x100000000/", .host), ("https://08.0.0.1/", .host),
            ("https://foo.1/", .host), ("https://foo.0x1/", .host), ("https://0xfffffffffffffffffffffff/", .host),
            ("https://a,b/", .host), ("https://a;b/", .host), ("https://*/", .host), ("https://127.0.0.1./", .host),
            ("https://8.8.8.8./", .host),
            ("http://hooks.example/", .plainHTTP), ("http://8.8.8.8/", .plainHTTP),
        ] as [(String, WebhookURLProblem)])
    func refused(_ text: String, _ expected: WebhookURLProblem) {
        #expect(problem(text) == expected)
    }

    @Test("2,048 bytes are taken, one more is not; a name's parts have their own limits")
    func lengths() {
        let start = "https://hooks.example/"
        #expect(problem(start + String(repeating: "a", count: 2048 - start.utf8.count)) == nil)
        #expect(problem(start + String(repeating: "a", count: 2049 - start.utf8.count)) == .tooLong)
        #expect(problem("https://\(String(repeating: "a", count: 63)).example/") == nil)
        #expect(problem("https://\(String(repeating: "a", count: 64)).example/") == .host)
        #expect(problem("https://\(String(repeating: "a.", count: 126))a/") == nil)
        #expect(problem("https://\(String(repeating: "a.", count: 127))a/") == .host)
    }

    @Test("http is for addresses that are listed, and a local name for a listed loopback")
    func plain() {
        #expect(problem("http://127.0.0.1:8080/x", allowing: ["127.0.0.1"]) == nil)
        #expect(problem("http://127.1:8080/x", allowing: ["127.0.0.1"]) == nil)
        #expect(problem("http://127.0.0.2/", allowing: ["127.0.0.1"]) == .refusedAddress)
        #expect(problem("https://localhost/", allowing: ["127.0.0.1"]) == nil)
        #expect(problem("http://localhost/", allowing: ["127.0.0.1"]) == .plainHTTP)
        #expect(problem("http://8.8.8.8/", allowing: ["127.0.0.1"]) == .plainHTTP)
    }

    @Test("the name of the host is all that a URL shows")
    func description() throws {
        let url = try WebhookURL("https://hooks.example/T0/secret?token=secret", addresses: AddressGuard())
        #expect("\(url)" == "hooks.example")
        #expect(WebhookURLProblem.refusedAddress.sentence.contains("FLOTILLA_WEBHOOK_ALLOW"))
        #expect(WebhookURLProblem.plainHTTP.sentence.contains("FLOTILLA_WEBHOOK_ALLOW"))
    }
}
