/// Reads an answer. Long lists are handed over element by element and not kept, so that memory holds one record beside
/// the bytes.
enum XMLAnswer {
    /// - Parameters:
    ///   - records: the path, root first, of the elements to hand over.
    ///   - onRecord: gets each of them when it is complete; what it throws ends the reading.
    /// - Returns: the root with everything but the records.
    static func read(
        _ bytes: [UInt8], records: [String] = [],
        onRecord: @escaping (XMLNode) throws(MalformedAnswer) -> Void = { _ in }
    ) throws(MalformedAnswer) -> XMLNode {
        var reader = XMLReader(bytes, from: try XMLProlog.end(bytes))
        var builder = XMLBuilder(records: records, onRecord: onRecord)
        while let event = try reader.next() { try builder.add(event) }
        guard let root = builder.root else { throw .broken }
        return root
    }
}
