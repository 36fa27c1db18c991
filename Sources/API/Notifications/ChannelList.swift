import HTTPServer
import JSON
import Notifications
import Schemas

/// The member `channels`: names of channels, and lists of two, of which the second stands in for the first.
enum ChannelList {
    private static let known = Channel.allCases.map(\.rawValue).joined(separator: ", ")
    private static let pair = "in_app and email, or slack and pagerduty, in either order"

    /// - Returns: nil when the request names none, and when there is a mistake.
    static func read(_ field: Field<JSONValue>, _ fields: inout FieldReader) -> ChannelOrder? {
        guard let json = fields.object[field.name], json != .null else { return nil }
        guard let list = json.arrayValue, (1...Channel.allCases.count).contains(list.count) else {
            fields.reject(field, "should be a list of some of \(known), each once")
            return ChannelOrder([])
        }
        var (channels, fallbacks): ([Channel], [Channel: Channel]) = ([], [:])
        for (index, element) in list.enumerated() {
            let names = element.arrayValue ?? [element]
            let group = names.compactMap { $0.stringValue.flatMap(Channel.init(rawValue:)) }
            guard group.count == names.count, Set(channels + group).count == channels.count + group.count else {
                fields.reject(field, at: index, "should be one of \(known), each once")
                continue
            }
            if element.arrayValue != nil {
                guard let first = group.first, let second = group.last, group.count == 2,
                    ChannelOrder.areAlike(first, second)
                else {
                    fields.reject(field, at: index, "should be a channel, or a list of two: \(pair)")
                    continue
                }
                fallbacks[second] = first
            }
            channels += group
        }
        return ChannelOrder(channels, fallbacks: fallbacks)
    }
}

extension ChannelList {
    static var schema: Schema {
        let names = Channel.allCases.map(\.rawValue)
        let channel = Schema.choice(names)
        return .array(of: .any(of: [channel, .array(of: channel, 2...2)]), 1...names.count)
    }
}
