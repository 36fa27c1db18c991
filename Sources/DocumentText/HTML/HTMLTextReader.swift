/// The text of a page as a browser would show it, by lines and paragraphs. It needs no well-formed page, keeps no tree, and
/// takes time and memory that are linear in the page, however deep its elements are nested.
///
/// Elements are read after the HTML standard where it matters for the text: raw content, void elements, end tags that may be
/// left out. Styles beyond an element's own attribute are not looked at.
struct HTMLTextReader {
    private struct Open {
        let name: String
        let hides: Bool
    }

    private var tags: HTMLTagReader
    private var output = HTMLTextWriter()
    private var open: [Open] = []
    /// How many elements of a name are open: an end tag without any is passed over without a search.
    private var counts: [String: Int] = [:]
    private var hiding = 0
    private var preformatted = 0
    private(set) var title: String?
    private(set) var hidAnything = false

    init(_ page: String) { tags = HTMLTagReader(Array(page.utf8)) }

    var text: String { output.text }

    mutating func read() {
        while let byte = tags.peek() {
            if byte == UInt8(ascii: "<"), tags.isMarkup {
                if let tag = tags.markup() { handle(tag) }
            } else {
                readText()
            }
        }
    }

    private mutating func readText() {
        let start = tags.position
        tags.position += 1
        while let byte = tags.peek(), byte != UInt8(ascii: "<") { tags.position += 1 }
        let run = tags.bytes[start..<tags.position]
        if hiding == 0 {
            output.append(run, isPreformatted: preformatted > 0)
        } else if !hidAnything, counts["head"] ?? 0 == 0, run.contains(where: { !$0.isHTMLSpace }) {
            hidAnything = true
        }
    }

    private mutating func handle(_ tag: HTMLTag) {
        if tag.isEnd { return handleEnd(tag.name) }
        let name = tag.name
        if HTMLElement.siblings.contains(name), open.last?.name == name { close(name) }
        if HTMLElement.blocks.contains(name), open.last?.name == "p" { close("p") }
        if name == "body", counts["head"] ?? 0 > 0 { close("head") }
        if HTMLElement.raw.contains(name) { return readRaw(name) }
        if hiding == 0 { separate(name, isStart: true) }
        guard !HTMLElement.void.contains(name), !tag.isSelfClosing || HTMLElement.blocks.contains(name) else { return }
        let hides = tag.isHidden || HTMLElement.invisible.contains(name)
        open.append(Open(name: name, hides: hides))
        counts[name, default: 0] += 1
        if hides { hiding += 1 }
        if name == "pre" { preformatted += 1 }
    }

    private mutating func handleEnd(_ name: String) {
        // As browsers take it.
        if name == "br" { return separate("br", isStart: true) }
        guard counts[name] ?? 0 > 0 else {
            if hiding == 0 { separate(name, isStart: false) }
            return
        }
        close(name)
    }

    /// Closes the innermost element of this name, and all within it.
    private mutating func close(_ name: String) {
        while let last = open.popLast() {
            counts[last.name, default: 1] -= 1
            if last.hides { hiding -= 1 }
            if last.name == "pre" { preformatted -= 1 }
            if hiding == 0, !last.hides { separate(last.name, isStart: false) }
            if last.name == name { return }
        }
    }

    private mutating func separate(_ name: String, isStart: Bool) {
        if HTMLElement.blocks.contains(name) {
            output.paragraph(heading: isStart ? HTMLElement.level(name) : nil)
        } else if HTMLElement.lines.contains(name) {
            output.line()
        } else if HTMLElement.cells.contains(name) {
            output.space()
        }
    }

    private mutating func readRaw(_ name: String) {
        let content = tags.raw(until: name)
        guard name == "title", title == nil, counts["svg"] ?? 0 == 0 else { return }
        var writer = HTMLTextWriter()
        writer.append(content.prefix(4096), isPreformatted: false)
        if !writer.text.isEmpty { title = writer.text }
    }
}
