import Foundation
import HTTPServer
import Jobs

extension HTTPRequest {
    /// The id in the path. One that is no UUID names nothing, like one that is not there.
    func pathID() throws(Problem) -> UUID {
        guard let text = parameters["id"], let id = UUID(uuidString: text) else { throw .notFound() }
        return id
    }

    /// `limit`: 1 to 1,000, 50 unless said.
    func limit() throws(Problem) -> Int {
        guard let text = queryValue("limit") else { return 50 }
        guard let limit = Int(text), (1...1000).contains(limit) else {
            throw .badRequest("limit should be a number from 1 to 1000.")
        }
        return limit
    }

    /// A parameter that is `true` or `false`; nil when it is absent.
    func flag(_ name: String) throws(Problem) -> Bool? {
        switch queryValue(name) {
        case nil: nil
        case "true": true
        case "false": false
        default: throw .badRequest("\(name) should be true or false.")
        }
    }

    /// `cursor`, as an earlier page's `next_cursor` gave it: the id after which the page begins.
    func cursorID() throws(Problem) -> UUID? {
        guard let text = queryValue("cursor") else { return nil }
        guard let id = UUID(uuidString: text) else {
            throw .badRequest("cursor should be the next_cursor of an earlier page.")
        }
        return id
    }

    /// `Prefer: wait=N` (RFC 7240, section 4.3; the value may be quoted), at most 60 seconds. What is malformed says
    /// nothing. Read as bytes: a `Character` may equal another one, as U+037E does the semicolon.
    func preferredWait() -> Duration? {
        for value in headers.values(of: "Prefer") {
            for preference in value.utf8.split(separator: UInt8(ascii: ",")) {
                guard let first = preference.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).first
                else { continue }
                let parts = first.split(separator: UInt8(ascii: "="), maxSplits: 1).map {
                    String(Substring($0)).trimmingCharacters(in: .whitespaces)
                }
                guard let name = parts.first, name.lowercased() == "wait", parts.count == 2, let text = parts.last
                else { continue }
                let isQuoted = text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
                guard let seconds = Double(isQuoted ? String(text.dropFirst().dropLast()) : text), seconds > 0 else {
                    continue
                }
                return .seconds(min(seconds, 60))
            }
        }
        return nil
    }

    var trace: TraceContext {
        TraceContext(traceParent: traceParent.description, requestID: requestID, state: traceState, baggage: baggage)
    }
}
