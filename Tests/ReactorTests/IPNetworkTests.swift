import Reactor
import Testing

@Suite("Addresses and networks")
struct IPNetworkTests {
    @Test("an address is read in each of its forms and written in one")
    func forms() {
        for (text, shown) in [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:201", "192.0.2.1"),
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("::", "::"), ("0.0.0.0", "0.0.0.0"),
        ] {
            #expect(IPAddress(text)?.description == shown)
        }
        for text in [
            "", " ", "1", "1.2.3", "1.2.3.4 ", "1.2.3.256", "01.2.3.4:80", "1.2.3.4:80", "[::1]", "::1%lo", "localhost",
            "1.2.3.4\0", ":::", "g::1", String(repeating: ":", count: 99),
        ] {
            #expect(IPAddress(text) == nil, "\(text)")
        }
    }

    @Test("a network holds the addresses of its prefix, of its own family")
    func networks() throws {
        for (network, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"), ("10.1.2.3/8", "10.255.0.1", "9.255.255.255"),
            ("127.0.0.1", "127.0.0.1", "127.0.0.2"), ("0.0.0.0/0", "255.255.255.255", "::1"),
            ("::/0", "2001:db8::1", "1.2.3.4"), ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
            ("192.168.1.128/25", "192.168.1.255", "192.168.1.127"), ("::1", "::1", "::2"),
            ("::ffff:10.0.0.0/8", "10.1.1.1", "12.0.0.0"),
        ] {
            let network = try #require(IPNetwork(network))
            #expect(network.contains(try #require(IPAddress(inside))), "\(network) \(inside)")
            #expect(!network.contains(try #require(IPAddress(outside))), "\(network) \(outside)")
        }
        for text in [
            "", "/", "1.2.3.4/", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+8", "::1/129", "::/0001", "a/8", "1.2.3.4/8/9",
        ] {
            #expect(IPNetwork(text) == nil, "\(text)")
        }
    }

    @Test("a subscriber is an IPv4 address or the /64 of an IPv6 address")
    func subscribers() throws {
        #expect(try #require(IPAddress("192.0.2.1")).subscriber.description == "192.0.2.1")
        let first = try #require(IPAddress("2001:db8:1:2:3:4:5:6")).subscriber
        #expect(first.description == "2001:db8:1:2::/64")
        #expect(first == IPAddress("2001:db8:1:2::1")?.subscriber && first != IPAddress("2001:db8:1:3::1")?.subscriber)
    }
}
