import Testing

@testable import CloudScanners

@Suite("Which ranges of addresses are everyone")
struct AddressCoverTests {
    private func everything(_ ranges: String...) -> Bool { AddressCoverage(ranges).isEverything }

    @Test("halves, quarters and any other parts that leave no address out are every address")
    func together() {
        #expect(everything("0.0.0.0/0") && everything("::/0"))
        #expect(everything("0.0.0.0/1", "128.0.0.0/1") && everything("8000::/1", "::/1"))
        #expect(everything("128.0.0.0/1", "0.0.0.0/2", "10.0.0.0/8", "64.0.0.0/2"))
        #expect(everything("203.0.113.7/0"), "bits beyond the length do not count")
        #expect(everything("::/2", "4000::/2", "8000::/2", "c000::/3", "e000::/3"))
        // Everything but one network, and that network.
        let rest = (1...32).map { length in
            let address = UInt32(0xCB00_7107) ^ (1 << UInt32(32 - length))
            return "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)/\(length)"
        }
        #expect(AddressCoverage(rest + ["203.0.113.7/32"]).isEverything)
        #expect(!AddressCoverage(rest).isEverything)
    }

    @Test("a half alone, halves of two protocols, and what leaves one address out are not")
    func apart() {
        #expect(!everything() && !everything("0.0.0.0/1") && !everything("8000::/1"))
        #expect(!everything("0.0.0.0/1", "8000::/1") && !everything("::/1", "128.0.0.0/1"))
        #expect(!everything("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/3") && !everything("10.0.0.0/8", "2001:db8::/32"))
    }

    @Test("what is no range of addresses is said to be strange, and never crashes")
    func strange() {
        for text in [
            "", "/", "x", "1.2.3.4", "1.2.3/8", "1.2.3.256/8", "1.2.3.4/33", "::/129", "::/-1", ":::/0",
            "1::2::3/8", "1:2:3:4:5:6:7:8:9/8", "12345::/8", "1:2:3:4:5:6:7::8/8", "::1.2.3.4/0", "pl-1/0",
        ] {
            let cover = AddressCoverage([text])
            #expect(cover.strange == text && !cover.isEverything, "\(text)")
        }
        #expect(AddressCoverage(["2001:DB8::1/128", "0.0.0.0/0"]).strange == nil)
    }

    /// Every set of up to four of the 31 networks with at most four bits, against counting the sixteen parts one by one.
    @Test("the answer is that of counting the addresses one by one, of both protocols")
    func counted() {
        let networks = (0...4).flatMap { length in (0..<(1 << length)).map { ($0 << (4 - length), length) } }
        func parts(_ network: (Int, Int)) -> UInt16 {
            (network.0..<network.0 + (1 << (4 - network.1))).reduce(0) { $0 | 1 << UInt16($1) }
        }
        for a in networks {
            for b in networks {
                for c in networks where c.1 >= b.1 {
                    for d in networks where d.1 >= max(c.1, 2) {
                        let all = [a, b, c, d]
                        let expected = all.reduce(0) { $0 | parts($1) } == .max
                        // Most sets leave something out: one in sixteen of those is enough.
                        guard expected || (a.0 &* 7 &+ b.0 &* 5 &+ c.0 &* 3 &+ d.0) % 16 == 0 else { continue }
                        let four = AddressCoverage(all.map { "\($0.0 << 4).0.0.0/\($0.1)" }).isEverything
                        let six = AddressCoverage(all.map { "\(String($0.0 << 12, radix: 16))::/\($0.1)" }).isEverything
                        if four != expected || six != expected {
                            Issue.record("\(all): \(four) and \(six), should be \(expected)")
                            return
                        }
                    }
                }
            }
        }
    }
}
