/// Puts an answer's head together from the lines that libcurl hands over one by one, of interim answers and
/// redirects too: each status line starts anew.
struct HeadParser {
    enum Step {
        case more
        /// A 1xx answer ended; the real one follows.
        case interim
        case complete(HTTPClientHead)
        case tooLarge
    }

    private static let limit = 256 << 10

    private(set) var head: HTTPClientHead?
    private var bytes = 0

    mutating func take(_ line: UnsafeRawBufferPointer) -> Step {
        bytes += line.count
        guard bytes <= Self.limit else { return .tooLarge }
        let content = line.prefix { $0 != 0x0D && $0 != 0x0A }
        if content.isEmpty {
            guard let head else { return .more }
            if head.status < 200 {
                self.head = nil
                return .interim
            }
            return .complete(head)
        }
        let text = String(decoding: content, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            head = Self.statusLine(text)
        } else if let colon = text.firstIndex(of: ":") {
            head?.headers.add(String(text[..<colon]), Self.trim(text[text.index(after: colon)...]))
        }
        return .more
    }

    private static func statusLine(_ text: String) -> HTTPClientHead? {
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let status = Int(words[1]) else { return nil }
        return HTTPClientHead(status: status, version: String(words[0].dropFirst(5)), headers: [:])
    }

    private static func trim(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed())
    }
}
