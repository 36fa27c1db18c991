import Testing

@testable import Redis

extension RedisTests {
    @Suite("The Redis protocol")
    struct WireTests {
        private func read(_ text: String, piece: Int = .max) throws -> [RedisValue] {
            let reader = ReplyReader()
            var values: [RedisValue] = []
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = min(piece, rest.count)
                try Array(rest.prefix(count)).withUnsafeBytes { try reader.feed($0) }
                rest = rest.dropFirst(count)
                while let value = try reader.next() { values.append(value) }
            }
            return values
        }

        @Test("commands are arrays of counted strings, numbers in decimal")
        func encoding() {
            let bytes = CommandEncoder.encode([
                RedisCommand("SET", "k", .bytes([0, 13, 10, 255])),
                RedisCommand("X", "", .init(-7), .init(Int64.max), .init(0.1), .init("é")),
            ])
            let expected =
                Array("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\n".utf8) + [0, 13, 10, 255]
                + Array(
                    "\r\n*6\r\n$1\r\nX\r\n$0\r\n\r\n$2\r\n-7\r\n$19\r\n9223372036854775807\r\n$3\r\n0.1\r\n$2\r\né\r\n"
                        .utf8)
            #expect(bytes == expected)
        }

        @Test("every kind of reply is read, whatever the pieces that it comes in", arguments: [1, 2, 7, 1000])
        func replies(piece: Int) throws {
            let values = try read(
                "+OK\r\n:-5\r\n$3\r\na\0b\r\n$-1\r\n*-1\r\n*2\r\n*1\r\n:1\r\n-WRONGTYPE no\r\n*0\r\n", piece: piece)
            #expect(
                values == [
                    .simple("OK"), .integer(-5), .string([97, 0, 98]), .null, .null,
                    .array([.array([.integer(1)]), .error(code: "WRONGTYPE", message: "no")]), .array([]),
                ])
        }

        @Test("what is no reply is a protocol error")
        func garbage() throws {
            let error = #expect(throws: RedisError.self) { try read("HTTP/1.1 400 Bad Request\r\n\r\n") }
            #expect(error?.kind == .protocolViolation)
        }

        @Test("an accessor gives the value where the reply can be read so, and nil elsewhere")
        func accessors() {
            #expect(RedisValue.string(Array("12".utf8)).int == 12)
            #expect(RedisValue.integer(3).int == 3)
            #expect(RedisValue.string([0xFF]).utf8 == nil)
            #expect(RedisValue.string([0xFF]).bytes == [0xFF])
            #expect(RedisValue.simple("OK").utf8 == "OK")
            #expect(RedisValue.null.array == nil)
        }

        @Test("a script's digest is the hexadecimal SHA-1 of its text")
        func digest() {
            #expect(RedisScript("return 1").sha1 == "e0e1f9fabfc9d4800c877a703b823ac0578ff8db")
        }

        @Test("an error shows the server's code but none of its words, nor what a script may say in its place")
        func errorText() {
            let error = RedisError.server(code: "WRONGTYPE", message: "key user:17")
            #expect("\(error)" == "Redis answered WRONGTYPE")
            #expect(error.debugDescription.contains("user:17"))
            #expect(!"\(RedisError.server(code: "secret=17", message: ""))".contains("secret"))
        }
    }
}
