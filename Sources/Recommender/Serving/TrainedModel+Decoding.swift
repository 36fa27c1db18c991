extension TrainedModel {
    /// Longer ones are refused: 256 MB, which is 800,000 users and items.
    public static let mostBytes = 256_000_000

    /// What `encoded` wrote. Any other bytes are refused, whatever they are.
    public init(decoding bytes: [UInt8], atMost most: Int = mostBytes) throws(ModelFormatError) {
        guard bytes.count <= most else { throw .tooLarge(bytes.count, allowed: most) }
        guard bytes.starts(with: Self.magic), bytes.count >= 12 else { throw .notAModel }
        var reader = ByteReader(bytes[4...])
        let version = try reader.number(UInt32.self)
        guard version == Self.version else { throw .unknownVersion(version) }
        var end = ByteReader(bytes[(bytes.count - 4)...])
        guard try end.number(UInt32.self) == CRC32.checksum(bytes.dropLast(4)) else { throw .damaged }
        try self.init(from: &reader)
        guard reader.remaining == 4 else { throw .malformed("more follows") }
    }

    private init(from reader: inout ByteReader) throws(ModelFormatError) {
        guard try reader.number(UInt32.self) == UInt32(Embeddings.dimensions) else {
            throw .malformed("its vectors have another dimension")
        }
        let users = try reader.count(2)
        let items = try reader.count(2 + 4)
        let figures = try reader.count(2 + 16)
        let hasVectors = try reader.number(UInt8.self)
        guard hasVectors <= 1, hasVectors == 1 || users == 0 else { throw .malformed("users without vectors") }
        let rows = hasVectors == 1 ? users + items : 0
        guard rows <= reader.remaining / Embeddings.bytesPerRow else { throw .malformed("it ends before its vectors") }
        var read: [ModelFigures] = []
        for _ in 0..<figures {
            read.append(
                ModelFigures(name: try reader.text(), recall: try reader.share(), ndcg: try reader.share()))
        }
        let userIDs = try Self.ids(users, from: &reader)
        let itemIDs = try Self.ids(items, from: &reader)
        var popularity: [UInt32] = []
        popularity.reserveCapacity(items)
        for _ in 0..<items { popularity.append(try reader.number(UInt32.self)) }
        guard rows <= reader.remaining / Embeddings.bytesPerRow else { throw .malformed("it ends before its vectors") }
        var vectors = Embeddings(count: rows)
        for place in vectors.lanes.indices {
            for scalar in 0..<Embeddings.Lane.scalarCount { vectors.lanes[place][scalar] = try reader.float() }
        }
        self.init(figures: read, users: userIDs, items: itemIDs, popularity: popularity, vectors: vectors)
    }

    /// Ascending, so that they can be searched.
    private static func ids(_ count: Int, from reader: inout ByteReader) throws(ModelFormatError) -> [String] {
        var ids: [String] = []
        ids.reserveCapacity(count)
        for _ in 0..<count {
            let id = try reader.text()
            if let last = ids.last, last >= id { throw .malformed("its ids are not in order") }
            ids.append(id)
        }
        return ids
    }
}
