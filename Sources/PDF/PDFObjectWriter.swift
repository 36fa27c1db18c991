import Foundation

/// Writes objects behind a file, and the table that says where they are.
struct PDFObjectWriter {
    private var bytes: [UInt8]
    private var offsets: [Int: Int] = [:]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func object(_ number: Int, _ content: String) {
        begin(number)
        bytes += Array("\(content)\nendobj\n".utf8)
    }

    /// - Parameter entries: of its dictionary, without the length.
    mutating func stream(_ number: Int, _ entries: String, _ content: [UInt8]) {
        begin(number)
        bytes += Array("<< \(entries) /Length \(content.count) >>\nstream\n".utf8)
        bytes += content
        bytes += Array("\nendstream\nendobj\n".utf8)
    }

    private mutating func begin(_ number: Int) {
        offsets[number] = bytes.count
        bytes += Array("\(number) 0 obj\n".utf8)
    }

    /// - Parameter entries: of the trailer's dictionary.
    func finished(trailer entries: String) -> [UInt8] {
        // A section of one object each: the numbers need not follow each other.
        let sections = offsets.sorted { $0.key < $1.key }.map { number, offset in
            "\(number) 1\n" + String(format: "%010d 00000 n \n", offset)
        }
        let end = "xref\n\(sections.joined())trailer\n<< \(entries) >>\nstartxref\n\(bytes.count)\n%%EOF\n"
        return bytes + Array(end.utf8)
    }
}
