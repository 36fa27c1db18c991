import TestSupport
import Testing

@testable import Redis

/// Replies as no Redis writes them.
@Suite("The Redis protocol, spoilt")
struct WireFuzzTests {
    @Test("bytes that are no reply are a violation of the protocol or wait for more, and end nothing")
    func replies() {
        let seed = Settings.seed
        print("seed \(seed)")
        var generator = SeededGenerator(seed)
        let samples = [
            "+OK\r\n", ":-5\r\n", "$3\r\na\0b\r\n", "$-1\r\n", "*-1\r\n", "*2\r\n*1\r\n:1\r\n-WRONGTYPE no\r\n",
            "*0\r\n",
            "-\r\n", ":9223372036854775807\r\n", "*3\r\n$1\r\na\r\n:0\r\n*2\r\n+x\r\n$0\r\n\r\n",
        ].map { Array($0.utf8) }
        let odd = [
            ":99999999999999999999\r\n", ":\r\n", "$-2\r\n", "$99999999999\r\n", "*-2\r\n",
            "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
            "%1\r\n+a\r\n+b\r\n", "_\r\n", ",1.5\r\n", "#t\r\n", "\r\n", "HTTP/1.1 200 OK\r\n\r\n",
        ].map { Array($0.utf8) }
        var (read, refused) = (0, 0)
        for _ in 0..<Settings.size(30_000, full: 1_000_000) {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                bytes += (samples + odd).randomElement(using: &generator) ?? []
            }
            for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = Array("+-:$*0123456789\r\n".utf8).randomElement(using: &generator) ?? 0
                case 1: bytes.remove(at: place)
                default: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                }
            }
            let reader = ReplyReader()
            do {
                try bytes.withUnsafeBytes { try reader.feed($0) }
                while let value = try reader.next() {
                    read += 1
                    // What decoders ask of a value of whatever type.
                    _ = (value.int, value.utf8, value.bytes, value.array, value.error)
                }
            } catch {
                refused += 1
            }
        }
        print("figure: \(read) replies read of spoilt bytes, \(refused) refused")
        #expect(read > 0 && refused > 0)
    }
}
