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

    @Test("a length beyond the limit is an error before any memory is taken")
    func tooLarge() {
        #expect(throws: FrameChannelError.tooLarge(bytes: 0xFFFF_FFFF)) {
            var decoder = FrameDecoder(maximumFrameBytes: 1000)
            _ = try [UInt8](repeating: 255, count: 4).withUnsafeBytes { try decoder.decode($0) }
        }
    }
}
