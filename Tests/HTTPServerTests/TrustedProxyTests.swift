import HTTPServer
import RawHTTP
import Reactor
import Testing

@Suite("The client's address behind proxies", .timeLimit(.minutes(1)))
struct TrustedProxyTests {
    @Test("the right-most address that no trusted proxy has is the client's; without a trusted peer the peer's is")
    func addresses() async throws {
        let cases: [(trusted: [String], header: String, client: String)] = [
            ([], "X-Forwarded-For: 192.0.2.1\r\n", "127.0.0.1"),
            (["10.0.0.0/8"], "X-Forwarded-For: 192.0.2.1\r\n", "127.0.0.1"),
            (["127.0.0.0/8"], "", "127.0.0.1"),
            (["127.0.0.0/8"], "X-Forwarded-For: 192.0.2.1\r\n", "192.0.2.1"),
            (["127.0.0.0/8"], "X-Forwarded-For: 198.51.100.7, 192.0.2.1\r\n", "192.0.2.1"),
            (["127.0.0.0/8", "192.0.2.1"], "X-Forwarded-For: 198.51.100.7, 192.0.2.1\r\n", "198.51.100.7"),
            (
                ["127.0.0.0/8", "10.0.0.0/8"],
                "X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\nX-Forwarded-For: 10.1.2.3,10.0.0.1\r\n", "198.51.100.7"
            ),
            (["127.0.0.0/8", "10.0.0.0/8"], "X-Forwarded-For: 10.1.2.3, 10.0.0.1\r\n", "127.0.0.1"),
            (["127.0.0.0/8"], "X-Forwarded-For: 192.0.2.1, unknown\r\n", "127.0.0.1"),
            (["127.0.0.0/8"], "X-Forwarded-For: 192.0.2.1,\r\n", "192.0.2.1"),
            (["127.0.0.0/8"], "X-Forwarded-For: ,;,\r\n", "127.0.0.1"),
            (["127.0.0.0/8"], "X-Forwarded-For: [2001:db8::1]:443\r\n", "2001:db8::1"),
            (["127.0.0.0/8"], "X-Forwarded-For: 2001:db8::2\r\n", "2001:db8::2"),
            (["127.0.0.0/8"], "X-Forwarded-For: 192.0.2.1:4711\r\n", "192.0.2.1"),
            (["::ffff:127.0.0.1"], "X-Forwarded-For: 192.0.2.1\r\n", "192.0.2.1"),
        ]
        for (trusted, header, client) in cases {
            try await withServer { router in
                router.get("/") { .text($0.remoteAddress) }
            } configure: {
                $0.trustedProxies = trusted.compactMap { IPNetwork($0) }
            } _: { _, port in
                let answer = try await get(port, "/", header: header)
                #expect(answer.text == client, "\(trusted) \(header)")
            }
        }
    }
}
