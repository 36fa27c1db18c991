import HTTPServer
import JSON
import Schemas

/// What a route answers when nothing is wrong.
struct APIAnswer: Sendable {
    enum Content: Sendable {
        case json(@Sendable (inout SchemaDefinitions) -> Schema)
        case events([APIEvent])
        /// Of a media type.
        case bytes(String)
        case nothing
    }

    let status: HTTPStatus
    let content: Content

    init(_ status: HTTPStatus, _ content: Content) {
        self.status = status
        self.content = content
    }

    /// The media type, and what is said of it; nil without a body.
    func media(_ definitions: inout SchemaDefinitions) -> (type: String, value: JSONValue)? {
        switch content {
        case .json(let schema): ("application/json", .object(["schema": schema(&definitions).value]))
        // A schema here would be one of the whole stream.
        case .events(let events): ("text/event-stream", .object(["x-events": .object(events.members)]))
        case .bytes(let type): (type, .object([:]))
        case .nothing: nil
        }
    }
}

/// A sort of event in a stream.
struct APIEvent: Sendable {
    let name: String
    /// What its data are.
    let text: String

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

extension [APIEvent] {
    fileprivate var members: JSONObject {
        var members = JSONObject()
        for event in self { members[event.name] = .string(event.text) }
        return members
    }
}
