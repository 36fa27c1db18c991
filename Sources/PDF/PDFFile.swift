import Foundation

/// What an update has to know of a PDF with a classic table of references (ISO 32000-1, 7.5.4), as cairo writes them.
struct PDFFile {
    let bytes: [UInt8]
    /// Of the table, from the beginning of the file.
    let tableOffset: Int
    /// One more than the highest number of an object.
    let size: Int
    let root: Int
    let info: Int
    /// What stands between `<<` and the last `>>` of the catalog.
    let catalog: String

    init(_ bytes: [UInt8]) throws(PDFError) {
        self.bytes = bytes
        let tail = String(decoding: bytes.suffix(1024), as: UTF8.self)
        guard let tableOffset = Self.number(after: "startxref\n", in: tail), tableOffset < bytes.count,
            let size = Self.number(after: "/Size ", in: tail), let root = Self.number(after: "/Root ", in: tail),
            let info = Self.number(after: "/Info ", in: tail), root < size,
            // Each line of the table has 20 bytes.
            let table = Self.text(bytes, from: tableOffset, count: 20 * (size + 2)),
            table.hasPrefix("xref\n0 \(size)\n"),
            let offset = Self.number(at: "xref\n0 \(size)\n".utf8.count + 20 * root, in: table),
            let object = Self.text(bytes, from: offset, count: 2048), let end = object.range(of: "endobj")?.lowerBound,
            let opened = object.range(of: "<<")?.upperBound,
            let closed = object[..<end].range(of: ">>", options: .backwards)?.lowerBound, opened <= closed
        else { throw PDFError("the file has no classic table of references: this cairo writes another kind of PDF") }
        self.tableOffset = tableOffset
        self.size = size
        self.root = root
        self.info = info
        catalog = String(object[opened..<closed])
    }

    private static func number(after mark: String, in text: String) -> Int? {
        guard let end = text.range(of: mark, options: .backwards)?.upperBound else { return nil }
        return Int(text[end...].prefix { $0.isASCII && $0.isNumber })
    }

    /// - Parameter index: of bytes of an ASCII text.
    private static func number(at index: Int, in text: String) -> Int? {
        Int(String(decoding: text.utf8.dropFirst(index).prefix(10), as: UTF8.self))
    }

    /// At most `count` bytes.
    private static func text(_ bytes: [UInt8], from offset: Int, count: Int) -> String? {
        guard (0..<bytes.count).contains(offset) else { return nil }
        return String(decoding: bytes[offset..<min(bytes.count, offset + count)], as: UTF8.self)
    }
}
