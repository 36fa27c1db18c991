import Contracts
import DocumentText
import Foundation
import HTTPServer
import JSON
import Schemas

/// The body of `POST /documents`: JSON, or the document itself.
struct DocumentBody {
    /// As it is, or in base64 within JSON.
    static let mostBytes = 20 << 20
    /// What a text that is no PDF may have: it is its own text.
    private static let mostTextBytes = 10_000_000
    /// Base64 is a third longer.
    static let bodyLimit = BodyLimit(json: 28 << 20, other: mostBytes)

    struct Members: FieldSet {
        let title = Field.line("title", atMost: 500)
        let contentType = Field.line("content_type", atMost: 200)
        let text = Field.text("text", atMost: DocumentBody.mostBytes)
        let data: Field<[UInt8]> = Field("data_base64", "a document in base64 (RFC 4648, section 4)", schema: .string) {
            json in
            json.stringValue.flatMap { Data(base64Encoded: $0) }.map { Array($0) }
        }
        let language = Field<Language>.choice("language")
    }

    private static let members = Members()
    private static let names = Members.names()

    let title: String
    let type: DocumentType
    let content: [UInt8]
    let language: Language?

    /// A media type.
    var contentType: String { type.format.rawValue + (type.charset.map { "; charset=\($0)" } ?? "") }

    init(_ request: HTTPRequest) throws(Problem) {
        try self.init(unchecked: request)
        if [.plain, .markdown].contains(type.format), content.count > Self.mostTextBytes {
            throw .contentTooLarge(limit: Self.mostTextBytes)
        }
    }

    private init(unchecked request: HTTPRequest) throws(Problem) {
        if request.declaresJSON ?? true {
            try request.allowQuery([])
            try self.init(try request.json())
        } else {
            try self.init(raw: request, declared: request.headers["Content-Type"] ?? "")
        }
    }

    private init(_ json: JSONValue) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        title = fields.require(members.title) ?? ""
        let declared = fields.require(members.contentType)
        let (text, data) = (fields.read(members.text), fields.read(members.data))
        language = fields.read(members.language)
        if (text == nil) == (data == nil), fields.errors.isEmpty {
            fields.reject(members.text, "or data_base64 is required, and not both")
        }
        // What is text here is UTF-8, whatever it was before.
        let content = text.map { Array($0.utf8) } ?? data ?? []
        if content.isEmpty, fields.errors.isEmpty {
            if text == nil {
                fields.reject(members.data, "should not be empty")
            } else {
                fields.reject(members.text, "should not be empty")
            }
        }
        try fields.finish()
        if content.count > Self.mostBytes { throw .contentTooLarge(limit: Self.mostBytes) }
        self.content = content
        do throws(DocumentError) {
            let found = try DocumentType(declared: declared, bytes: content)
            type = text == nil ? found : DocumentType(found.format, charset: "utf-8")
        } catch {
            throw .invalid([Problem.FieldError(pointer: "/content_type", message: error.description)])
        }
    }

    private init(raw request: HTTPRequest, declared: String) throws(Problem) {
        try request.allowQuery(["title", "language"])
        guard let title = try request.query(Self.members.title) else {
            throw .badRequest("The parameter title is required: POST /documents?title=….")
        }
        self.title = title
        language = try request.query(Self.members.language)
        if request.body.isEmpty { throw .badRequest("The body is missing: it should be the document.") }
        content = request.body
        do throws(DocumentError) {
            type = try DocumentType(declared: declared, bytes: content)
        } catch {
            throw Problem(.unsupportedMediaType, detail: error.description)
        }
    }
}

extension DocumentBody {
    static var schema: Schema { Members.schema(required: ["title", "content_type"]) }
    static let example = #"{"title": "Fractions", "content_type": "text/plain", "text": "A half is two quarters."}"#
}
