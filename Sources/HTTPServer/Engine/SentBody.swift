/// The body of a large answer on its way to the library, which asks for one piece after the other: so it is known how
/// far the client has read.
final class SentBody: Sendable {
    private let bytes: [UInt8]
    private let connection: ClientConnection

    init(_ bytes: [UInt8], connection: ClientConnection) {
        self.bytes = bytes
        self.connection = connection
    }

    var count: Int { bytes.count }

    /// - Returns: the bytes written.
    func read(at position: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard position < UInt64(bytes.count), !buffer.isEmpty else { return 0 }
        let piece = bytes[Int(position)...].prefix(buffer.count)
        buffer.copyBytes(from: piece)
        connection.advance(piece.count)
        return piece.count
    }
}
