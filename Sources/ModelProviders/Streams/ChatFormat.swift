/// How a provider writes a streamed answer.
protocol ChatFormat: Sendable {
    /// The media type that it streams with.
    static var mediaType: String { get }

    /// - Parameter contentType: of the answer, as it says.
    init(contentType: String)

    /// - Throws: when a piece is not what the format allows.
    mutating func chunks(_ bytes: [UInt8]) throws(UnreadableChunk) -> [ChatChunk]
    /// What the end of the stream completes.
    mutating func end() throws(UnreadableChunk) -> ChatChunk?
}
