import Reactor
import Testing

@testable import Channels

@Suite("Which addresses webhooks may reach")
struct AddressGuardTests {
    private func network(_ text: String) throws -> IPNetwork { try #require(IPNetwork(text)) }

    @Test(
        "private, reserved and translated addresses are refused, the first and the last of each block",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0",
            "172.31.255.255", "192.0.0.0", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255",
            "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1",
            "255.255.255.255", "168.63.129.16",
            "::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::127.0.0.1", "::8.8.8.8",
            "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8", "100::1", "fc00::1", "fd00:ec2::254",
            "fdff:ffff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "2001::1", "2001:0:808:808::1", "2001:2::1",
            "2001:20::1", "2001:db8::1", "2002:a9fe:a9fe::1", "2002:808:808::1", "3fff::1", "4000::1", "5f00::1",
        ])
    func refused(_ text: String) throws {
        #expect(!AddressGuard().permits(try #require(IPAddress(text))))
    }

    @Test(
        "the public internet is permitted, up to the edges of what is not",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
            "2000::1", "2001:200::1", "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450::1", "3ffe:ffff::1",
        ])
    func permitted(_ text: String) throws {
        #expect(AddressGuard().permits(try #require(IPAddress(text))))
    }

    @Test("no block is missing because of how it is written")
    func blocks() {
        #expect(AddressGuard.refusedIPv4.count == 16)
        #expect(AddressGuard.globalIPv6.count == 1)
        #expect(AddressGuard.refusedIPv6.count == 4)
    }

    @Test("what the operator lists is permitted, however it is written; its neighbours are not")
    func allowed() throws {
        let addresses = AddressGuard(allowing: [
            try network("10.1.0.0/16"), try network("fd00::5"), try network("127.0.0.1"),
        ])
        for text in [
            "10.1.0.1", "10.1.255.255", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "fd00::5", "127.0.0.1", "8.8.8.8",
        ] {
            #expect(addresses.permits(try #require(IPAddress(text))), "\(text)")
        }
        for text in ["10.2.0.1", "fd00::6", "127.0.0.2", "::1", "64:ff9b::10.2.0.1"] {
            #expect(!addresses.permits(try #require(IPAddress(text))), "\(text)")
        }
    }

    @Test("a network of all IPv6 addresses opens no IPv4 one")
    func families() throws {
        let addresses = AddressGuard(allowing: [try network("::/0")])
        #expect(addresses.permits(try #require(IPAddress("::1"))))
        #expect(!addresses.permits(try #require(IPAddress("::ffff:127.0.0.1"))))
    }
}
