import Foundation

/// Appends to a PDF what cairo cannot write: an attached file, and metadata as XMP. The pages stay byte for byte (an
/// incremental update: ISO 32000-1, 7.5.6).
public struct PDFUpdate: Sendable {
    private let metadata: PDFMetadata
    private let attachment: PDFAttachment
    private let extensions: String

    /// - Parameter extensions: elements `rdf:Description` of the attachment's standard.
    public init(_ metadata: PDFMetadata, attachment: PDFAttachment, extensions: String) {
        self.metadata = metadata
        self.attachment = attachment
        self.extensions = extensions
    }

    /// - Parameter bytes: of `PDFCanvas.finish()`.
    public func appended(to bytes: [UInt8]) throws(PDFError) -> [UInt8] {
        let file = try PDFFile(bytes)
        let (embedded, specification, description) = (file.size, file.size + 1, file.size + 2)
        var writer = PDFObjectWriter(bytes)
        writer.stream(
            embedded,
            """
            /Type /EmbeddedFile /Subtype /text#2Fxml
            /Params << /Size \(attachment.bytes.count) /ModDate (\(date)) >>
            """, attachment.bytes)
        writer.object(
            specification,
            """
            << /Type /Filespec /F (\(attachment.name)) /UF (\(attachment.name)) /Desc (\(attachment.description))
               /AFRelationship /Alternative /EF << /F \(embedded) 0 R /UF \(embedded) 0 R >>
            >>
            """)
        writer.stream(
            description, "/Type /Metadata /Subtype /XML", Array(XMPPacket(metadata, extensions: extensions).xml.utf8))
        writer.object(
            file.root,
            """
            <<\(file.catalog)
               /Version /1.7 /Lang (\(metadata.language))
               /Metadata \(description) 0 R
               /AF [ \(specification) 0 R ]
               /Names << /EmbeddedFiles << /Names [ (\(attachment.name)) \(specification) 0 R ] >> >>
            >>
            """)
        let identifier = metadata.identifier.uuidString.filter { $0 != "-" }
        return writer.finished(
            trailer: """
                /Size \(file.size + 3) /Root \(file.root) 0 R /Info \(file.info) 0 R
                /Prev \(file.tableOffset) /ID [ <\(identifier)> <\(identifier)> ]
                """)
    }

    /// `D:20261101020000Z` (ISO 32000-1, 7.9.4).
    private var date: String { "D:" + metadata.timestamp.filter { $0.isNumber } + "Z" }
}
