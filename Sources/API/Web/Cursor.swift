import Foundation
import HTTPServer

/// A place in a list that is ordered by texts, as callers carry it.
enum Cursor {
    static func encode(_ parts: [String]) -> String { Data(parts.joined(separator: "\n").utf8).base64EncodedString() }

    /// The parts that `next_cursor` of an earlier page was made of; nil when the request has no cursor.
    static func decode(_ request: HTTPRequest, parts count: Int) throws(Problem) -> [String]? {
        guard let text = request.queryValue("cursor") else { return nil }
        let parts = Data(base64Encoded: text).flatMap { String(bytes: $0, encoding: .utf8) }?
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // PostgreSQL has no text with U+0000.
        guard let parts, parts.count == count, !parts.contains(where: { $0.utf8.contains(0) }) else {
            throw .badRequest("cursor should be the next_cursor of an earlier page.")
        }
        return parts
    }
}
