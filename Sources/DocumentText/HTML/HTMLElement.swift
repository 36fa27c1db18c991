/// What the names of elements mean for the text of a page.
enum HTMLElement {
    /// Their content is no text for a reader of the page.
    static let invisible: Set<String> = [
        "noscript", "template", "svg", "math", "object", "audio", "video", "canvas", "datalist", "select", "head",
    ]
    /// Their content is no markup: it ends at their end tag alone.
    static let raw: Set<String> = ["script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"]
    /// They have no end tag.
    static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ]
    /// They stand on lines of their own, with an empty line before and after.
    static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "dir", "div", "dl",
        "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
        "legend", "listing", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul",
    ]
    /// They begin on a new line.
    static let lines: Set<String> = ["br", "li", "dt", "dd", "tr", "option", "caption"]
    /// They stand beside others on one line.
    static let cells: Set<String> = ["td", "th"]
    /// They end where another of their name begins.
    static let siblings: Set<String> = ["li", "dt", "dd", "tr", "td", "th", "option", "p"]

    /// 1 to 6 for a heading.
    static func level(_ name: String) -> Int? {
        switch name {
        case "h1": 1
        case "h2": 2
        case "h3": 3
        case "h4": 4
        case "h5": 5
        case "h6": 6
        default: nil
        }
    }
}
