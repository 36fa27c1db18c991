/// Pages, one after the other with an empty line between.
struct PagedText {
    let text: CleanText
    /// In bytes of UTF-8.
    let pages: [Range<Int>]

    /// - Parameter output: of `pdftotext`: each page ends in a form feed.
    init(_ output: String) {
        var parts = output.unicodeScalars.split(separator: "\u{0C}", omittingEmptySubsequences: false)
        if parts.last?.allSatisfy(\.properties.isWhitespace) == true { parts.removeLast() }
        var (whole, pages, warnings) = ("", [Range<Int>](), Set<DocumentWarning>())
        for part in parts {
            let page = CleanText(String(part))
            warnings.formUnion(page.warnings)
            let text = page.text.trimmed
            if text.isEmpty { warnings.insert(.pagesWithoutText) }
            if !text.isEmpty, !whole.isEmpty { whole += "\n\n" }
            let start = whole.utf8.count
            whole += text
            pages.append(start..<whole.utf8.count)
        }
        var clean = CleanText(whole)
        clean.warnings = DocumentWarning.allCases.filter(warnings.contains)
        (text, self.pages) = (clean, pages)
    }
}
