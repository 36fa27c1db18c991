import Foundation
import FoundationXML

/// Reads an answer with FoundationXML's event parser. Long lists are handed over element by element and not kept, so
/// that memory holds one record beside the bytes.
enum XMLAnswer {
    /// - Parameters:
    ///   - records: the path, root first, of the elements to hand over.
    ///   - onRecord: gets each of them when it is complete; what it throws ends the reading.
    /// - Returns: the root with everything but the records.
    static func read(
        _ bytes: [UInt8], records: [String] = [],
        onRecord: @escaping (XMLNode) throws(MalformedAnswer) -> Void = { _ in }
    ) throws(MalformedAnswer) -> XMLNode {
        try XMLProlog.check(bytes)
        let builder = XMLBuilder(records: records, onRecord: onRecord)
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        parser.delegate = builder
        let isWhole = parser.parse()
        if let failure = builder.failure { throw failure }
        guard isWhole, parser.parserError == nil, let root = builder.root else { throw .broken }
        return root
    }
}
