import TestSupport
import Testing

@testable import Operations

@Suite("Frames in a stream of bytes")
struct FrameDecoderTests {
    private static let frames: [[UInt8]] = [[], [1], Array(repeating: 7, count: 300), [2, 3]]

    private static var bytes: [UInt8] {
        frames.flatMap { frame in withUnsafeBytes(of: UInt32(frame.count).littleEndian) { Array($0) } + frame }
    }

    @Test("frames come out whole however the stream is cut", arguments: [1, 2, 3, 5, 64, 1000])
    func cuts(size: Int) throws {
        var decoder = FrameDecoder(maximumFrameBytes: 1000)
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: Self.bytes.count, by: size) {
            let piece = Array(Self.bytes[start..<min(start + size, Self.bytes.count)])
            found += try piece.withUnsafeBytes { try decoder.decode($0) }
        }
        #expect(found == Self.frames)
    }

    @Test("any bytes, cut anywhere, give the frames that a plain reading gives, or one error") func spoilt() throws {
        let seed = Settings.seed
        print("seed \(seed)")
        var random = SeededGenerator(seed)
        var (read, refused) = (0, 0)
        for _ in 0..<Settings.size(5_000, full: 500_000) {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...4, using: &random) { bytes += Self.bytes(&random) }
            let expected = Self.plainReading(bytes)
            var decoder = FrameDecoder(maximumFrameBytes: 1000)
            var (found, rest, isRefused) = ([[UInt8]](), bytes[...], false)
            while !rest.isEmpty, !isRefused {
                let piece = Array(rest.prefix(Int.random(in: 1...400, using: &random)))
                rest = rest.dropFirst(piece.count)
                do { found += try piece.withUnsafeBytes { try decoder.decode($0) } } catch { isRefused = true }
            }
            // Frames before the broken one in the same piece go with it.
            #expect(isRefused == expected.isBroken && expected.frames.starts(with: found))
            #expect(isRefused || found == expected.frames)
            read += found.count
            refused += isRefused ? 1 : 0
        }
        print("figure: \(read) frames read, \(refused) streams refused")
        #expect(read > 0 && refused > 0)
    }

    /// A frame, or nearly.
    private static func bytes(_ random: inout SeededGenerator) -> [UInt8] {
        let content = (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
        }
        let lengths = [content.count, content.count, content.count, content.count + 1, 0, 1000, 1001, Int(UInt32.max)]
        let length = UInt32(truncatingIfNeeded: lengths.randomElement(using: &random) ?? 0)
        return withUnsafeBytes(of: length.littleEndian) { Array($0) } + content
    }

    private static func plainReading(_ bytes: [UInt8]) -> (frames: [[UInt8]], isBroken: Bool) {
        var (frames, rest) = ([[UInt8]](), bytes[...])
        while rest.count >= 4 {
            let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            if length > 1000 { return (frames, true) }
            guard rest.count - 4 >= length else { break }
            frames.append(Array(rest.dropFirst(4).prefix(length)))
            rest = rest.dropFirst(4 + length)
        }
        return (frames, false)
    }

    @Test("a length beyond the limit is an error before any memory is taken")
    func tooLarge() {
        #expect(throws: FrameChannelError.tooLarge(bytes: 0xFFFF_FFFF)) {
            var decoder = FrameDecoder(maximumFrameBytes: 1000)
            _ = try [UInt8](repeating: 255, count: 4).withUnsafeBytes { try decoder.decode($0) }
        }
    }
}
