import JSON

/// One of several topics of a stream: events get its name, so that a reader knows of which they are.
struct EventTopic: Sendable {
    let stream: Listener
    /// What stands before an event's data.
    private let opening: [UInt8]
    private static let data = Array("data: ".utf8)

    /// - Parameters:
    ///   - name: as the caller named it, such as `inbox`.
    ///   - member: what the events should say beside it.
    init(_ name: String, _ member: (name: String, value: String)? = nil, in stream: Listener) {
        self.stream = stream
        var text = "{\"topic\":"
        text += String(decoding: JSONValue.string(name).serialized(), as: UTF8.self)
        if let member {
            text += ",\"\(member.name)\":"
            text += String(decoding: JSONValue.string(member.value).serialized(), as: UTF8.self)
        }
        opening = Array("\(text),\"data\":".utf8)
    }

    /// The events with their data in an object that says of which topic they are. Without the ids: a place in one topic's stream
    /// means nothing in one of several, and each topic begins with how it stands.
    func named(_ events: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(events.count + opening.count * 2)
        for line in events.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            if line.starts(with: Self.data) {
                result += Self.data
                result += opening
                result += line.dropFirst(Self.data.count)
                result.append(UInt8(ascii: "}"))
            } else if line.starts(with: "id:".utf8) || line.starts(with: "retry:".utf8) {
                continue
            } else {
                result += line
            }
            result.append(UInt8(ascii: "\n"))
        }
        return result
    }
}
