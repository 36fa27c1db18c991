import Foundation
import HTTPServer
import Jobs

/// What a stream of several topics is about: the parameter `topics` of `GET /events`.
struct TopicList: Sendable {
    enum Topic: Sendable, Hashable {
        case job(JobID)
        case scan(UUID)
        case inbox
        case messages
        case overview
    }

    private static let most = 20

    /// Each once, under the name that the caller gave it.
    let topics: [(name: String, topic: Topic)]

    init(_ request: HTTPRequest) throws(Problem) {
        var topics: [(name: String, topic: Topic)] = []
        for part in (request.queryValue("topics") ?? "").split(separator: ",") {
            let name = String(part)
            guard let topic = Self.topic(name) else {
                throw .badRequest(
                    "topics should be some of job:ID, scan:ID, inbox, messages, overview, with commas between.")
            }
            if !topics.contains(where: { $0.topic == topic }) { topics.append((name, topic)) }
        }
        guard (1...Self.most).contains(topics.count) else {
            throw .badRequest("topics should name 1 to \(Self.most) of job:ID, scan:ID, inbox, messages, overview.")
        }
        self.topics = topics
    }

    private static func topic(_ name: String) -> Topic? {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("inbox", 1): return .inbox
        case ("messages", 1): return .messages
        case ("overview", 1): return .overview
        case ("job", 2): return UUID(uuidString: String(parts[1])).map { .job(JobID($0)) }
        case ("scan", 2): return UUID(uuidString: String(parts[1])).map { .scan($0) }
        default: return nil
        }
    }
}
