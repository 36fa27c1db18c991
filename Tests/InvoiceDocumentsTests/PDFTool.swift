import Foundation

/// A program that reads PDFs: of Poppler, qpdf or MuPDF.
enum PDFTool {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs it on a file with these bytes, which stands where the arguments have `FILE`.
    /// - Returns: its output.
    /// - Throws: when it ends with another status than 0, or writes to its standard error.
    static func run(_ name: String, _ arguments: [String], on pdf: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pdf")
        try Data(pdf).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(name)")
        process.arguments = arguments.map { $0 == "FILE" ? file.path : $0 }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let complaints = said.split(separator: "\n").filter { !$0.contains("ICC support is not available") }
        guard process.terminationStatus == 0, complaints.isEmpty else {
            throw Failed(description: "\(name) ended with \(process.terminationStatus): \(said)")
        }
        return [UInt8](bytes)
    }

    /// What a reader would copy, page by page.
    static func pages(of pdf: [UInt8]) throws -> [String] {
        let text = String(decoding: try run("pdftotext", ["-layout", "FILE", "-"], on: pdf), as: UTF8.self)
        return text.split(separator: "\u{0C}").map { String($0).replacing("\u{A0}", with: " ") }
    }
}
