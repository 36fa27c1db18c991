import Channels
import HTTPServer
import JSON
import Notifications
import Schemas

/// The body of `POST /webhook-endpoints`, and of `PATCH`, a merge patch (RFC 7396).
struct WebhookEndpointBody {
    struct Members: FieldSet {
        let url = Field.text("url", atMost: WebhookURL.longest)
        let events: Field<[String]> = Field(
            "events", "\"*\" or a list of topics, such as \(expectedTopics)",
            schema: .any(of: [.choice(["*"]), .array(of: .choice(Templates.topics + ["*"]), isSet: true)])
        ) { json in
            guard let list = json.arrayValue ?? (json == .string("*") ? [json] : nil), !list.isEmpty else { return nil }
            let known = Set(Templates.topics + ["*"])
            let topics = list.compactMap { $0.stringValue.flatMap { known.contains($0) ? $0 : nil } }
            return topics.count == list.count && Set(topics).count == topics.count ? topics : nil
        }
        let description = Field.line("description", atMost: 200)
    }

    private static let expectedTopics = "invoice_created or \(Templates.message); all are in docs/templates.md"
    private static let members = Members()
    private static let names = Members.names()

    let change: WebhookEndpointChange

    /// - Parameter isNew: `url` has to be there.
    init(_ json: JSONValue, isNew: Bool, addresses: AddressGuard) throws(Problem) {
        let members = Self.members
        var fields = try FieldReader(json, of: Self.names)
        var change = WebhookEndpointChange()
        change.url = isNew ? fields.require(members.url) : fields.change(members.url) ?? nil
        change.events = fields.change(members.events) ?? nil
        change.description = fields.change(members.description)
        for field in [members.url.name, members.events.name] where !isNew && fields.object[field] == .null {
            fields.reject([Problem.FieldError(pointer: "/\(field)", message: "cannot be taken away")])
        }
        if let url = change.url {
            do throws(WebhookURLProblem) {
                _ = try WebhookURL(url, addresses: addresses)
            } catch {
                fields.reject(members.url, error.sentence)
            }
        }
        try fields.finish()
        self.change = change
    }
}

extension WebhookEndpointBody {
    static func schema(isNew: Bool) -> Schema { Members.schema(required: isNew ? ["url"] : []) }
    static let example =
        #"{"url": "https://example.org/hook", "events": ["invoice_created"], "description": "Accounts"}"#
}
