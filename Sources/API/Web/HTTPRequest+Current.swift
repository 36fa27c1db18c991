import HTTPServer

extension HTTPRequest {
    /// Whether the caller has what this tag stands for (RFC 9110, section 13.1.2: the weak comparison).
    /// - Parameter tag: with its quotes.
    func isCurrent(_ tag: String) -> Bool {
        guard let known = headers["If-None-Match"] else { return false }
        return known.split(separator: ",").contains { part in
            let one = part.trimmingPrefix { $0 == " " }.trimmingPrefix("W/").prefix { $0 != " " }
            return one == tag || one == "*"
        }
    }
}
