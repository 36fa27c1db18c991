/// Puts text together: white space becomes one space, breaks come once.
struct HTMLTextWriter {
    private enum Gap: Int {
        case none, space, line, paragraph
    }

    private var bytes: [UInt8] = []
    private var gap = Gap.none
    /// Preformatted white space since the last text.
    private var literal: [UInt8] = []
    private var heading: Int?

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func space() { widen(to: .space) }
    mutating func line() { widen(to: .line) }

    /// - Parameter heading: of which level what follows is.
    mutating func paragraph(heading: Int?) {
        widen(to: .paragraph)
        literal = []
        self.heading = heading
    }

    /// - Parameter run: text with character references, without markup.
    mutating func append(_ run: ArraySlice<UInt8>, isPreformatted: Bool) {
        var index = run.startIndex
        while index < run.endIndex {
            let byte = run[index]
            if byte.isHTMLSpace {
                if isPreformatted { literal.append(byte) } else { widen(to: .space) }
                index += 1
            } else if byte == UInt8(ascii: "&"), let (text, length) = CharacterReference.read(run[index...]) {
                put(text.utf8)
                index += length
            } else {
                let start = index
                index += 1
                while index < run.endIndex, !run[index].isHTMLSpace, run[index] != UInt8(ascii: "&") { index += 1 }
                put(run[start..<index])
            }
        }
    }

    private mutating func widen(to gap: Gap) {
        if gap.rawValue > self.gap.rawValue { self.gap = gap }
    }

    private mutating func put(_ text: some Collection<UInt8>) {
        if !bytes.isEmpty {
            switch gap {
            case .none: break
            case .space: bytes.append(0x20)
            case .line: bytes.append(0x0A)
            case .paragraph: bytes += [0x0A, 0x0A]
            }
        }
        // After a break only the indentation is left of it.
        bytes +=
            gap == .none && !bytes.isEmpty
            ? literal[...] : literal.split(separator: 0x0A, omittingEmptySubsequences: false).last ?? []
        (gap, literal) = (.none, [])
        if let heading {
            bytes += [UInt8](repeating: UInt8(ascii: "#"), count: heading) + [0x20]
            self.heading = nil
        }
        bytes += text
    }
}
