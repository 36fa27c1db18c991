import Foundation
import Testing

@testable import CLI

@Suite("What reaches a terminal")
struct ScreenTests {
    private let size = TerminalSize(height: 6, width: 10)

    @Test("a frame begins where the last one did, and leaves the cursor below it and visible")
    func frames() {
        var text = LiveText()
        let first = text.frame(["one", "two"], pinned: 1, size)
        #expect(!first.contains("\u{1B}[2A") && first.contains("one\u{1B}[K\r\ntwo\u{1B}[K\r\n\u{1B}[J"))
        let second = text.frame(["three"], pinned: 1, size)
        #expect(second.contains("\u{1B}[2A\rthree\u{1B}[K\r\n\u{1B}[J"))
        let third = text.frame(["four"], pinned: 1, size)
        #expect(third.contains("\u{1B}[1A\rfour"))
        for frame in [first, second, third] {
            #expect(frame.hasSuffix("\u{1B}[?25h\u{1B}[?2026l"))
            #expect(!frame.contains("\u{1B}[?1049"), "no alternate screen")
        }
    }

    @Test("lines are as wide as the terminal, and as many as fit: the last ones stay")
    func bounds() {
        var text = LiveText()
        let frame = text.frame((1...9).map { "line \($0) 日本語" } + ["foot"], pinned: 1, size)
        let lines = frame.components(separatedBy: "\r\n").dropLast().map { $0.replacing("\u{1B}[K", with: "") }
        #expect(lines.count == 5)
        #expect(lines.last == "foot" && lines[3] == "… 6 more l", "\(lines)")
        #expect(lines[1] == "line 2 日", "\(lines)")
    }

    @Test("another size begins anew: where the last frame began is not known any more")
    func resized() {
        var text = LiveText()
        _ = text.frame(["one"], pinned: 0, size)
        #expect(text.frame(["one"], pinned: 0, TerminalSize(height: 6, width: 20)).contains("\u{1B}[H\u{1B}[2J"))
    }

    @Test("characters that a terminal acts on are replaced in tables, and escaped in JSON")
    func controls() throws {
        let hostile = "a\u{1B}]0;title\u{7}b\u{9B}31mc\rd\ne\u{7F}f\u{202E}g\u{85}h\r\ni\u{200F}"
        for text in Output.lines(["ID"], [[hostile], ["plain"]]) + [Output.line(hostile), Output.firstLine(hostile)] {
            #expect(!text.unicodeScalars.contains { $0.isTerminalControl }, "\(text.debugDescription)")
        }
        let json = try Output.jsonLine(["text": hostile])
        #expect(!json.unicodeScalars.contains { $0.isTerminalControl })
        #expect(try JSONDecoder().decode([String: String].self, from: Data(json.utf8)) == ["text": hostile])
        #expect(Output.firstLine("\n  first\u{1B}[2J line\nsecond") == "first [2J line")
        #expect(Output.clean("größe 日本 👩‍👩‍👧") == "größe 日本 👩‍👩‍👧")
    }

    @Test("columns count what is wide twice")
    func columns() {
        #expect("日本".columns == 4 && "größe".columns == 5 && "".columns == 0)
        #expect("日本語".prefix(columns: 5) == "日本")
        #expect(Output.columns([["日本", "x"], ["abcd", "y"]], gap: 1) == ["日本 x", "abcd y"])
    }

    @Test(
        "a terminal's size", arguments: [("24 80", 24, 80), ("1 2\n", 1, 2)] as [(String, Int, Int)])
    func sizes(text: String, height: Int, width: Int) {
        #expect(
            TerminalSize(stty: text.trimmingCharacters(in: .newlines)) == TerminalSize(height: height, width: width))
        for wrong in ["", "0 0", "x y", "24", "1 2 3", "-1 80"] { #expect(TerminalSize(stty: wrong) == nil) }
    }
}
