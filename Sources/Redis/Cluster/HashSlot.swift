/// Which of a cluster's 16,384 slots a key belongs to: CRC16 (XMODEM) of the key, or of its hash tag, what stands between the
/// first `{` and the next `}` unless that is nothing. <https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/>
enum HashSlot {
    static let count = 16_384

    static func of(_ key: RedisArgument) -> Int {
        switch key {
        case .text(let text): of(text.utf8)
        case .bytes(let bytes): of(bytes)
        case .integer(let number): of("\(number)".utf8)
        case .number(let number): of("\(number)".utf8)
        }
    }

    private static func of(_ key: some Collection<UInt8>) -> Int {
        if let open = key.firstIndex(of: UInt8(ascii: "{")) {
            let rest = key[key.index(after: open)...]
            if let close = rest.firstIndex(of: UInt8(ascii: "}")), close != rest.startIndex {
                return Int(crc16(rest[..<close])) % count
            }
        }
        return Int(crc16(key)) % count
    }

    private static func crc16(_ bytes: some Sequence<UInt8>) -> UInt16 {
        var crc: UInt16 = 0
        for byte in bytes {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 == 0 ? crc << 1 : (crc << 1) ^ 0x1021 }
        }
        return crc
    }
}
