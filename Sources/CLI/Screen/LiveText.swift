/// Lines that take the place of those before them. A frame is one text, to be written at once: it begins where the last one did and
/// ends with the cursor below it, visible, so that a program that ends between two frames leaves a terminal as it was.
struct LiveText {
    private var drawn = 0
    private var size = TerminalSize.standard

    /// - Parameters:
    ///   - pinned: as many of the last lines are shown in any case; those above make room.
    mutating func frame(_ lines: [String], pinned: Int, _ size: TerminalSize) -> String {
        let shown = Self.fit(lines, pinned: pinned, height: max(2, size.height - 1))
        // Lines of another width may have been broken or joined: where the last frame began is not known any more.
        let start = drawn == 0 ? "" : size == self.size ? "\u{1B}[\(drawn)A\r" : "\u{1B}[H\u{1B}[2J"
        let body = shown.map { "\($0.prefix(columns: size.width))\u{1B}[K\r\n" }.joined()
        drawn = shown.count
        self.size = size
        // Terminals that know of synchronized updates show all of it at once; the others leave the marks out.
        return "\u{1B}[?2026h\u{1B}[?25l\(start)\(body)\u{1B}[J\u{1B}[?25h\u{1B}[?2026l"
    }

    private static func fit(_ lines: [String], pinned: Int, height: Int) -> [String] {
        guard lines.count > height else { return lines }
        let foot = Array(lines.suffix(pinned).suffix(height))
        let room = height - foot.count
        guard room > 0 else { return foot }
        let hidden = lines.count - foot.count - (room - 1)
        return lines.prefix(room - 1) + ["… \(hidden) more lines"] + foot
    }
}
