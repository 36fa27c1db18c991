public import Foundation

extension UUID {
    /// In lower case, as RFC 9562 asks of programs that write UUIDs. Foundation's `uuidString` is in upper case, and takes
    /// printf to it.
    public var text: String { digits(withHyphens: true) }

    /// 32 hex digits: how scripts and keys name tenants and sessions.
    public var hex: String { digits(withHyphens: false) }

    private func digits(withHyphens: Bool) -> String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10 }
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in JobID(self).bytes.enumerated() {
            if withHyphens, index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
