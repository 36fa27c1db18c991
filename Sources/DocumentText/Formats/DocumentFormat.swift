/// The formats of which text is made.
public enum DocumentFormat: String, Sendable, Hashable, CaseIterable {
    case plain = "text/plain"
    case markdown = "text/markdown"
    case html = "text/html"
    case pdf = "application/pdf"

    /// What the bytes begin like; nil when they are text of some kind.
    ///
    /// After the WHATWG's MIME Sniffing, section 7.1, but that a PDF's mark may stand anywhere in the first 1,024 bytes, as
    /// its readers take it.
    static func sniffed(_ bytes: [UInt8]) -> DocumentFormat? {
        if bytes.prefix(1024).firstRange(of: Array("%PDF-".utf8)) != nil { return .pdf }
        var start = bytes[...]
        if start.starts(with: TextDecoder.utf8Mark) { start = start.dropFirst(3) }
        start = start.drop { [0x09, 0x0A, 0x0C, 0x0D, 0x20].contains($0) }
        let lower = String(decoding: start.prefix(16), as: UTF8.self).lowercased()
        for mark in ["<!doctype html", "<html", "<head", "<body"] where lower.hasPrefix(mark) { return .html }
        return nil
    }

    /// A format that we do not read and that is easily taken for text or a PDF by its owner; nil for others.
    static func foreign(_ bytes: [UInt8]) -> String? {
        let marks: [([UInt8], String)] = [
            ([0x50, 0x4B, 3, 4], "a ZIP archive, as Word, OpenDocument and EPUB files are"),
            ([0xD0, 0xCF, 0x11, 0xE0], "an Office file of before 2007"), ([0x1F, 0x8B], "a gzip file"),
            ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"), ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
            (Array("GIF8".utf8), "a GIF picture"), (Array("{\\rtf".utf8), "an RTF file"),
        ]
        return marks.first { bytes.starts(with: $0.0) }?.1
    }
}
