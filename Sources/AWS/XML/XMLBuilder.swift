import Foundation
import FoundationXML

/// Turns parser events into nodes, within bounds. Used once, on one thread.
final class XMLBuilder: NSObject, XMLParserDelegate {
    private static let maximumDepth = 64
    /// Of one record, and of all that is not part of one.
    private static let maximumElements = 100_000

    private(set) var root: XMLNode?
    private(set) var failure: MalformedAnswer?
    private let records: [String]
    private let onRecord: (XMLNode) throws(MalformedAnswer) -> Void
    private var open: [XMLNode] = []
    private var text: [String] = []
    private var elements = 0
    private var elementsOutside = 0

    init(records: [String], onRecord: @escaping (XMLNode) throws(MalformedAnswer) -> Void) {
        self.records = records
        self.onRecord = onRecord
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard failure == nil else { return }
        if open.count >= Self.maximumDepth { return fail(parser, .tooDeep) }
        elements += 1
        if elements > Self.maximumElements { return fail(parser, .tooManyElements) }
        open.append(XMLNode(name: elementName))
        text.removeAll(keepingCapacity: true)
        if isRecord {
            elementsOutside = elements
            elements = 0
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        text.append(string)
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        text.append(String(decoding: block, as: UTF8.self))
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard failure == nil else { return }
        let isRecord = isRecord
        guard var node = open.popLast() else { return fail(parser, .broken) }
        // Between children there is only white space.
        if node.children.isEmpty { node.text = text.joined() }
        text.removeAll(keepingCapacity: true)
        if isRecord {
            elements = elementsOutside
            do throws(MalformedAnswer) {
                try onRecord(node)
            } catch {
                fail(parser, error)
            }
        } else if open.isEmpty {
            root = node
        } else {
            open[open.count - 1].children.append(node)
        }
    }

    private var isRecord: Bool {
        !records.isEmpty && open.count == records.count && open.map(\.name) == records
    }

    private func fail(_ parser: XMLParser, _ reason: MalformedAnswer) {
        failure = reason
        parser.abortParsing()
    }
}
